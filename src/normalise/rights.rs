//! Rights: what notices say about a text, and the level that they imply.
//!
//! The phrases are data: `src/vocab/rights-patterns.csv`. What restricts counts wherever it stands; what permits counts only
//! in a notice. A notice on a picture never speaks of the text.

pub(crate) mod fold;
pub(crate) mod licence;
pub(crate) mod pattern;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::article::{Confidence, Republish};
use crate::diag::code;
use crate::normalise::byline;
use crate::normalise::draft::{Draft, Found};
use crate::normalise::line::squeeze;

use self::pattern::{Hit, Scope};

/// A statement about rights, as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// The words, white space folded.
    pub(crate) text: String,
    /// Where they stand.
    pub(crate) span: Option<Range<usize>>,
}

/// Longer paragraphs are prose, whatever they quote.
const NOTICE_BYTES_MAX: usize = 3000;
/// A prohibition that does not say of what is a notice only if it is no longer than this.
const LONE_BYTES_MAX: usize = 240;
/// A paragraph that starts with a © is a notice if it is no longer than this.
const HOLDER_BYTES_MAX: usize = 900;
/// Notices stand near the head and the foot: this much is searched from each end.
const SEARCHED_BYTES: usize = 64 * 1024;

static START: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\s\[(|*_-]*(?:©|&copy;|\(c\)\s*(?:copyright|(?:19|20)\d\d|\p{Lu})|copyright\b\s*(?:©|\(c\)|:|notice|(?:19|20)\d\d|by\b|\p{L}+ \d{4})|all rights reserved|alle rechten? |tous (?:les )?droits|todos los derechos|reservados todos|tutti i diritti|riproduzione riservata|queda prohibida|prohibida |no parts? of (?:this|the|our)\b|you (?:may|must|can|are) ?not (?:re|copy)|(?:please )?do not (?:re-?p|redis|copy|syndic)|not for (?:re|syndic)|re-?publi(?:cation|shing)\b|redistribu|toute re|réprodu|reproducci|riprodu|ripubbl|(?:è )?vietat|(?:é )?proibid|nachdruck|weiterverbreitung|vervielf|overname (?:zonder|van|alleen|is)|verveelv|перепечатка|копирование|воспроизведение|未经|未經|禁止|严禁|请勿|不得转|無断|무단|(?:our standards:)|(?:this|the) (?:material|content|article|story|work|text|page) (?:may|must|is (?:licensed|protected|subject))|unauthori[sz]ed |reproduction |licensed under|(?:re)?published under|available under)",
    )
    .expect("a fixed pattern")
});

impl Notice {
    /// A notice without the brackets and bars around it.
    pub(crate) fn new(text: &str, span: Option<Range<usize>>) -> Self {
        let text = squeeze(text);
        let mut bare = text.trim_matches(['|', ' ', '*', '_']);
        while let Some(inner) = bare.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            bare = inner.trim();
        }
        Notice { text: bare.to_owned(), span }
    }
}

/// Whether a line starts as notices do.
pub(crate) fn starts_notice(text: &str) -> bool {
    START.is_match(text)
}

/// Whether a paragraph is a notice: at least half of its sentences state rights.
pub(crate) fn is_notice(text: &str) -> bool {
    if text.len() > NOTICE_BYTES_MAX {
        return false;
    }
    let is_stated = |hit: &Hit| hit.pattern.is_notice() && (hit.pattern.id != "public-domain" || is_about_itself(text));
    let hits: Vec<Hit> = stated(text).into_iter().filter(is_stated).collect();
    // What only a line of its own can say is news in a longer paragraph.
    if text.len() > LONE_BYTES_MAX && hits.iter().all(|hit| hit.pattern.is_for_lines()) {
        return false;
    }
    // "The labels are © Example, used under CC BY" is a sentence of the text, on somebody else's work.
    let is_mild = |hit: &Hit| hit.pattern.is_bare_copyright() || hit.pattern.is_open();
    if hits.iter().all(is_mild) && hits.iter().any(|hit| hit.pattern.is_bare_copyright()) && !starts_notice(text) {
        return false;
    }
    // Whatever follows a © line belongs to it, understood or not.
    if text.len() <= HOLDER_BYTES_MAX && starts_notice(text) && hits.iter().any(|hit| hit.span.start < 12) {
        return true;
    }
    let spans: Vec<Range<usize>> = hits.into_iter().map(|hit| hit.span).collect();
    if spans.is_empty() {
        return false;
    }
    let (mut stated, mut total) = (0, 0);
    for sentence in sentences(text) {
        let is_hit = spans.iter().any(|span| span.start < sentence.end && sentence.start < span.end);
        total += sentence.len();
        stated += if is_hit { sentence.len() } else { 0 };
    }
    stated * 2 >= total
}

/// "The papers are in the public domain" is news; a notice speaks of the site, the work or the text.
fn is_about_itself(text: &str) -> bool {
    const WORDS: [&str; 8] = ["site", "page", "work", "content", "material", "this text", "release", "copyright"];
    let text = text.to_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// The sentences of a short text; roughly, by their end marks.
fn sentences(text: &str) -> Vec<Range<usize>> {
    static END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"[.!?][)\]"”’]*\s+"#).expect("a fixed pattern"));
    let mut start = 0;
    let mut ranges = Vec::new();
    for end in END.find_iter(text) {
        ranges.push(start..end.end());
        start = end.end();
    }
    if start < text.len() {
        ranges.push(start..text.len());
    }
    ranges
}

/// The phrases that a text states about itself: a licence of a picture, or one that is denied, permits nothing.
fn stated(text: &str) -> Vec<Hit> {
    let mut hits = pattern::hits(text, Scope::Text);
    hits.retain(|hit| !hit.pattern.permits() || licence::is_of_text(text, hit));
    hits
}

/// The level that the words of all notices of a text imply; none if they say nothing about republication.
pub fn implied_level(notices: &[String]) -> Option<Republish> {
    let hits: Vec<Hit> = notices.iter().flat_map(|notice| stated(cut(notice))).collect();
    let is_open = hits.iter().any(|hit| hit.pattern.is_open());
    let speaking = hits.iter().map(|hit| hit.pattern).filter(|pattern| pattern.speaks_of_rights());
    speaking.filter(|pattern| !(is_open && pattern.is_bare_copyright())).filter_map(|pattern| pattern.republish).min()
}

/// Whether a notice surely says nothing about the rights in the text: a plain credit, or a licence of a picture.
pub fn is_neutral(notice: &str) -> bool {
    static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?i:courtesy of|courtesy:|credits?:|credit to|source:|by|with thanks to|thanks to) (?P<name>[\p{L}\p{M}\d&.,'’ -]{2,80})$")
            .expect("a fixed pattern")
    });
    let notice = squeeze(notice);
    let is_credit = CREDIT.captures(&notice).is_some_and(|captures| is_name(&captures["name"]));
    let of_picture = || {
        let hits = pattern::hits(&notice, Scope::Text);
        let mut speaking = hits.iter().filter(|hit| hit.pattern.speaks_of_rights()).peekable();
        speaking.peek().is_some() && speaking.all(|hit| hit.pattern.permits() && licence::is_of_picture(&notice, hit))
    };
    is_credit || of_picture()
}

/// Whether words can only be a name: capitals, and the small words between them.
fn is_name(text: &str) -> bool {
    const SMALL: [&str; 14] =
        ["the", "of", "and", "for", "desk", "our", "de", "la", "le", "der", "die", "van", "von", "del"];
    const WORDS_MAX: usize = 6;
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_part = |word: &&str| {
        let is_small = SMALL.contains(word);
        is_small || (word.starts_with(char::is_uppercase) && word.chars().filter(|c| c.is_lowercase()).count() > 0)
    };
    let says_more = |word: &&str| {
        const MORE: [&str; 14] = [
            "not", "no", "only", "right", "permi", "reserv", "licen", "publi", "reprod", "copy", "use", "prohib",
            "forbid", "consent",
        ];
        let word = word.to_lowercase();
        MORE.iter().any(|start| word.starts_with(start))
    };
    words.len() <= WORDS_MAX && words.iter().all(is_part) && !words.iter().any(says_more)
}

/// What the patterns said about a text.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    level: Option<Republish>,
    attribution: Option<String>,
    license: Option<String>,
    agency: Option<&'static str>,
    origin: Option<Range<usize>>,
}

/// Sets the rights of the draft from its notices, and from what the running text says.
pub(crate) fn judge<'t>(
    draft: &mut Draft<'_>,
    notices: &[Notice],
    prose: impl DoubleEndedIterator<Item = &'t str> + Clone,
) {
    let mut verdict = Verdict::default();
    let texts: Vec<String> = notices.iter().map(|notice| notice.text.clone()).collect();
    for notice in notices {
        for hit in stated(&notice.text).iter().filter(|hit| hit.pattern.speaks_of_rights()) {
            weigh(&mut verdict, hit, &notice.text, notice.span.as_ref());
        }
    }
    let searched = within_reach(prose.clone());
    if searched.len() < prose.count() {
        draft.warn(code::FILE_TOO_LARGE, "the text is too long: its middle was not searched for notices", None);
    }
    let (mut quoted, mut in_prose) = (Vec::new(), None);
    if let Some((sentence, level)) = searched.last().and_then(|text| last_words(text)) {
        quoted.push(sentence);
        in_prose = Some(level);
    }
    for text in searched {
        for hit in pattern::hits(cut(text), Scope::Text).iter().filter(|hit| hit.pattern.restricts_in_prose()) {
            weigh(&mut verdict, hit, text, None);
            in_prose = in_prose.into_iter().chain(hit.pattern.republish).min();
            if hit.pattern.is_notice() && !hit.pattern.is_dateline() {
                quoted.extend(sentence_around(text, &hit.span));
            }
        }
    }
    // What notices say together: a bare © beside an open licence names the holder, and restricts nothing.
    verdict.level = implied_level(&texts).into_iter().chain(in_prose).min();
    apply(draft, verdict, notices, quoted);
}

/// The paragraphs near the head and the foot.
fn within_reach<'t>(prose: impl DoubleEndedIterator<Item = &'t str> + Clone) -> Vec<&'t str> {
    let total: usize = prose.clone().map(str::len).sum();
    let mut at = 0;
    prose
        .filter(|text| {
            at += text.len();
            at <= SEARCHED_BYTES || at + SEARCHED_BYTES >= total
        })
        .collect()
}

/// The part of a paragraph that is searched.
fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(SEARCHED_BYTES)]
}

fn sentence_around(text: &str, span: &Range<usize>) -> Option<String> {
    let sentence = sentences(cut(text)).into_iter().find(|sentence| sentence.contains(&span.start))?;
    (sentence.len() <= NOTICE_BYTES_MAX).then(|| squeeze(&text[sentence]))
}

/// A prohibition that is the last sentence of a text.
fn last_words(text: &str) -> Option<(String, Republish)> {
    let text = text.trim();
    let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(NOTICE_BYTES_MAX))..];
    let sentence = squeeze(&tail[sentences(tail).pop()?]);
    // What else counts in prose is found there, and what is ordinary in it must not count.
    if !is_notice(&sentence) || !stated(&sentence).iter().any(|hit| hit.pattern.is_for_lines()) {
        return None;
    }
    implied_level(std::slice::from_ref(&sentence))
        .filter(|level| *level < Republish::Full)
        .map(|level| (sentence, level))
}

fn weigh(verdict: &mut Verdict, hit: &Hit, text: &str, span: Option<&Range<usize>>) {
    let pattern = hit.pattern;
    let is_lower = pattern.republish.is_some_and(|level| verdict.level.is_none_or(|lowest| level < lowest));
    if is_lower {
        verdict.level = pattern.republish;
        verdict.origin = span.cloned();
    }
    if let Some(agency) = pattern.agency() {
        verdict.agency.get_or_insert(agency);
    }
    if let Some(license) = licence::named(pattern, text, hit) {
        verdict.license = verdict.license.take().filter(|known| known.len() >= license.len()).or(Some(license));
    }
    let attribution = attribution(pattern, text, hit);
    let is_named = pattern.agency().is_some() || pattern.attribution.len() > 3;
    if attribution.is_some() && (verdict.attribution.is_none() || (is_named && is_lower)) {
        verdict.attribution = attribution;
    }
}

/// Who must be named: as the pattern says, or the holder that stands behind the ©.
fn attribution(pattern: &pattern::Pattern, text: &str, hit: &Hit) -> Option<String> {
    match pattern.attribution.as_str() {
        "" | "courtesy" => None,
        "yes" => holder(text),
        "(agency)" => holder(&text[hit.span.start..]),
        name => Some(name.to_owned()),
    }
}

/// The holder in `© 2024 Example Media Group. All rights reserved.`
pub(crate) fn holder(text: &str) -> Option<String> {
    static HOLDER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:©|\([cC]\)|&copy;|\b(?i:copyright)\b)(?:[\s,]|©|\([cC]\)|(?i:copyright|by)\b|\d{4}(?:\s*[-–]\s*\d{2,4})?)*(?P<name>\p{Lu}[\p{L}\p{M}\d&.'’/ -]{1,60}?)(?:\s*\(.*|[.,;|]?\s+(?i:all rights|alle rechte|tous|todos|tutti|\d{4}|no part|this|reserved)\b|\.\s|[.,;|\])]|\s[-–—|]\s|$)",
        )
        .expect("a fixed pattern")
    });
    let name = HOLDER.captures(text)?["name"].trim().trim_end_matches('.').to_owned();
    (name.len() > 1 && !name.to_lowercase().starts_with("all rights")).then_some(name)
}

fn apply(draft: &mut Draft<'_>, verdict: Verdict, notices: &[Notice], quoted: Vec<String>) {
    let mut texts: Vec<String> = Vec::new();
    for text in notices.iter().map(|notice| notice.text.clone()).chain(quoted) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    if let Some(agency) =
        verdict.agency.and_then(|id| byline::AGENCIES.iter().find(|a| a.short.eq_ignore_ascii_case(id)))
    {
        draft.set_agency(agency.short, agency.name, Found::text(verdict.origin.clone()), Confidence::Likely);
    }
    if draft.was_written("rights") {
        return fill(draft, texts, verdict);
    }
    let span = notices.iter().find_map(|notice| notice.span.clone());
    let rights = &mut draft.meta.rights;
    rights.notice = texts;
    rights.republish = rights.republish.into_iter().chain(verdict.level).min();
    rights.attribution = rights.attribution.take().or(verdict.attribution);
    rights.license = rights.license.take().or(verdict.license);
    if !rights.is_empty() {
        draft.note_origin("rights", Found::text(span), Confidence::Likely);
    }
}

/// Written rights stand, but notices that they do not mention are added to them, and the lowest level holds.
fn fill(draft: &mut Draft<'_>, texts: Vec<String>, verdict: Verdict) {
    let rights = &mut draft.meta.rights;
    for text in texts {
        if !rights.notice.contains(&text) {
            rights.notice.push(text);
        }
    }
    rights.republish = rights.republish.into_iter().chain(verdict.level).min();
    rights.attribution = rights.attribution.take().or(verdict.attribution);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_told_from_prose() {
        for text in [
            "© 2020 Example Media. All rights reserved.",
            "Copyright 2019 by Someone",
            "This material may not be published, broadcast, rewritten or redistributed.",
            "All content is available under the Open Government Licence v3.0, except where otherwise stated",
            "CC BY 4.0",
        ] {
            assert!(is_notice(text), "{text}");
        }
        for text in [
            "The court heard that the papers are in the public domain. The man denied it. He was bailed until May at a hearing.",
            "He acted without the consent of the victim. The jury took two days to find him guilty of all of the charges.",
            "Officers found the boat.",
            "Subject labels come from Example Topics, © Example, used under CC BY 4.0.",
        ] {
            assert!(!is_notice(text), "{text}");
        }
    }

    #[test]
    fn ordinary_prohibitions_are_notices() {
        for text in [
            "Reproduction prohibited.",
            "No part of this article may be reproduced in any form.",
            "This article must not be republished.",
            "Republication of this article is not allowed.",
            "Not for republication.",
            "You may not republish this article.",
            "Reproduction interdite",
            "This article can't be republished.",
            "Reproduction interdite sans autorisation.",
            "Reproducción prohibida",
            "Prohibida su reproducción.",
            "Nachdruck nur mit Genehmigung",
            "Nachdruck verboten!",
            "Overname zonder toestemming verboden.",
            "Vietata la riproduzione.",
            "未经许可不得转载",
            "© 2024 Example Wire. Copying this costs you dearly, as our counsel will gladly tell you at some length.",
        ] {
            assert!(is_notice(text), "{text}");
            let level = implied_level(&[text.to_owned()]);
            let expected = if text.starts_with('©') { Republish::Excerpt } else { Republish::FactsOnly };
            assert_eq!(level, Some(expected), "{text}");
        }
        let prose = "The man told the court that he had not known that the reproduction of banknotes is prohibited, and that the printer in his cellar had been there when he moved in; the jury took two days to find that he was lying about both of these things, and about the press that his neighbours had heard.";
        assert!(!is_notice(prose));
        assert!(!is_notice("The reproduction of banknotes is prohibited."));
        assert!(!starts_notice("Republicans said so."));
    }

    #[test]
    fn licences_of_others_free_no_text() {
        for text in [
            "Photo: Jane Doe, CC BY 2.0",
            "Photo: Jane Doe. CC BY 2.0.",
            "Map data: OpenStreetMap, CC BY-SA 2.0",
            "Comments are licensed under CC BY 4.0.",
            "The cover photo is licensed under CC BY 4.0.",
            "Not licensed under CC BY 4.0",
            "This text is not licensed under CC BY 4.0.",
            "Jane Doe, CC BY 2.0",
        ] {
            assert_eq!(implied_level(&[text.to_owned()]), None, "{text}");
            assert!(!is_notice(text), "{text}");
        }
        for text in [
            "CC BY 4.0",
            "Licensed under CC BY 4.0.",
            "This article is licensed under CC BY 4.0.",
            "© 2024 The Desk. CC BY 4.0",
            "https://creativecommons.org/licenses/by/4.0/",
            "All content is available under the Open Government Licence v3.0, except where otherwise stated",
        ] {
            let level = implied_level(&[text.to_owned()]);
            assert_eq!(level, Some(Republish::Full), "{text}");
        }
    }

    #[test]
    fn credits_are_told_from_terms() {
        for text in
            ["Courtesy of the desk", "Courtesy of Example Wire", "Source: Harbour Post", "Photo: Jane Doe, CC BY 2.0"]
        {
            assert!(is_neutral(text), "{text}");
        }
        for text in [
            "Courtesy of Example Wire, not for others",
            "Courtesy of Example Wire Only",
            "By permission",
            "Not licensed under CC BY 4.0",
            "Ask us first",
        ] {
            assert!(!is_neutral(text), "{text}");
        }
    }

    #[test]
    fn holders_are_named() {
        for (text, name) in [
            ("© 2024 Example Media Group. All rights reserved.", "Example Media Group"),
            ("Copyright 2019 by Someone", "Someone"),
            ("Copyright © 2018-2020 Harbour Post", "Harbour Post"),
            ("(c) 2020 Harbour Post, all rights reserved", "Harbour Post"),
            ("Copyright 2020 Reuters. All rights reserved. This", "Reuters"),
        ] {
            assert_eq!(holder(text).as_deref(), Some(name), "{text}");
        }
    }
}
