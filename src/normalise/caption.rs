//! Captions: told by a credit, by handling instructions, or by a position that supports what they look like.

use std::sync::LazyLock;

use regex::Regex;

use crate::article::{Confidence, Image};
use crate::normalise::draft::{Draft, Found};
use crate::normalise::line::{ends_sentence, fold, squeeze, starts_lower};
use crate::normalise::paragraph::Paragraph;
use crate::normalise::rights::pattern::{self, Scope};

const AGENCIES: &str = r"(?:REUTERS|Reuters|AP|AFP|EPA(?:-EFE)?|EFE|PA(?: Wire| Media| Images)?|dpa|Getty Images|Shutterstock|Alamy|Xinhua|ANP|Belga|ANSA|AAP|UPI|Handout)";

/// A credit at the end of a text.
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"\p{Lu}[\p{L}\p{M}\d .&'’-]{0,60}?";
    let forms = [
        format!(r"(?:{AGENCIES})/\p{{Lu}}[\p{{L}} .'’-]{{1,50}}(?:/(?:File ?(?:Photo|photo)?|Handout|Pool))?(?: via {AGENCIES})?"),
        format!(r"{name} via {AGENCIES}"),
        format!(r"{name}/{AGENCIES}(?:/{AGENCIES})?"),
        r"[(\[](?:AP Photo|Photo|Picture|Image|Credit|Foto|Bild|PA Wire|File photo|Handout|Courtesy|Supplied)[^)\]]{0,80}[)\]]".to_owned(),
        format!(r"\([^()]{{2,60}}(?:/[^()]{{2,60}}|\s)via {AGENCIES}\)"),
        format!(r"\([^()/]{{2,50}}/{AGENCIES}(?:/[^()]{{2,30}})?\)"),
        r"(?i:photo(?:graph)?(?: credit)?|picture|image(?: credit)?|credit|foto|bild(?:quelle)?|crédit(?: photo)?|crédito|quelle|fotografía|beeld)\s*(?::|(?i:by|von)\b)\s*[^.:]{2,80}".to_owned(),
        r"\(?(?:Handout|HANDOUT|Courtesy photo)\)?".to_owned(),
    ]
    .join("|");
    Regex::new(&format!(r"(?:^|[.!?)\]]\s+|\s)(?P<credit>{forms})\.?$")).expect("a fixed pattern")
});

/// What is said of pictures, with words that say that it is one.
static CUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:file (?:photo|picture|image|photograph)|photo|illustration|archivbild|symbolbild|symbolfoto)\s*[:.–-]|\bin this (?:\S+ ){0,5}(?:image|photo|photograph|picture|handout|still|frame grab)\b|\bundated (?:handout )?(?:image|photo|picture)\b|\b(?:is|are) (?:seen|displayed|pictured|shown|photographed)\b|\b(?:stands?|walks?|leaves?|arrives?|poses?|lies?) (?:in|at|on|outside|near|next|guard)\b")
        .expect("a fixed pattern")
});

/// Longer paragraphs are prose.
const CAPTION_BYTES_MAX: usize = 1600;

/// Whether a line ends a caption and the next one does not belong to it.
pub(crate) fn ends_caption(line: &str, next: &str) -> bool {
    let is_handling = |text: &str| is_capitals(text) && !text.is_empty();
    if is_handling(line) {
        return !is_handling(next) && is_instruction(line);
    }
    if line.len() >= 400 || is_handling(next) {
        return false;
    }
    // A bare "Photo by" may be wrapped prose; what has a mark of an agency is complete.
    CREDIT.captures(line).is_some_and(|captures| is_complete(&captures["credit"]) || !starts_lower(next))
}

fn is_complete(credit: &str) -> bool {
    credit.ends_with([')', ']']) || credit.contains('/') || credit.contains(" via ")
}

/// Whether a text is in capitals: at least two words, hardly a small letter.
fn is_capitals(text: &str) -> bool {
    let (mut upper, mut lower) = (0, 0);
    for c in text.chars().take(400) {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    upper >= 6 && lower * 10 <= upper
}

fn is_instruction(text: &str) -> bool {
    text.len() <= CAPTION_BYTES_MAX
        && pattern::hits(text, Scope::Image).iter().any(|hit| !hit.pattern.image_flags.is_empty())
}

/// Takes captions out of the body.
pub(crate) fn take(draft: &mut Draft<'_>, paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    let mut kept: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
    let mut rest = paragraphs.into_iter().peekable();
    while let Some(mut paragraph) = rest.next() {
        let is_first = kept.is_empty();
        if paragraph.text.len() > CAPTION_BYTES_MAX || !is_caption(&paragraph, is_first) {
            kept.push(paragraph);
            continue;
        }
        let goes_on = rest.peek().is_some_and(|next| starts_lower(&next.text));
        if let Some(half) = goes_on.then(|| split_half(&mut paragraph)).flatten() {
            kept.push(half);
        }
        add(draft, &paragraph);
    }
    kept
}

fn is_caption(paragraph: &Paragraph, is_first: bool) -> bool {
    let (words, notice) = split_notice(&paragraph.text);
    if !notice.is_empty() {
        return true;
    }
    let sentence_count = words.matches(". ").count() + 1;
    if let Some(start) = credit_start(words) {
        return sentence_count <= 5 && (start > 0 || !is_first);
    }
    paragraph.after_mark && sentence_count <= 3 && CUE.is_match(words)
}

/// The caption, and the handling instructions in capitals at its end.
fn split_notice(text: &str) -> (&str, &str) {
    let last_small = text.char_indices().rfind(|(_, c)| c.is_lowercase()).map_or(0, |(at, _)| at);
    let mut start = text[last_small..].find(' ').map_or(text.len(), |space| last_small + space + 1);
    if is_capitals(text) {
        start = 0;
    }
    // "REUTERS" at the end of a credit is in capitals too.
    while start < text.len() && !is_notice_start(&text[..start]) {
        start = text[start..].find(' ').map_or(text.len(), |space| start + space + 1);
    }
    let notice = &text[start.min(text.len())..];
    if is_capitals(notice) && is_instruction(notice) { (text[..start].trim_end(), notice) } else { (text, "") }
}

/// Whether instructions can start after this: at a start, a sentence's end or a credit's end.
fn is_notice_start(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || ends_sentence(before) || CREDIT.is_match(before)
}

/// Gives back what stands before a caption in its paragraph, where the caption broke into a sentence.
fn split_half(paragraph: &mut Paragraph) -> Option<Paragraph> {
    let seam = paragraph.seams.iter().copied().find(|seam| {
        let (before, after) = paragraph.text.split_at(*seam);
        !ends_sentence(before.trim_end()) && after.starts_with(char::is_uppercase) && is_sentence_break(before)
    })?;
    let half = paragraph.text[..seam].trim_end().to_owned();
    paragraph.text = paragraph.text[seam..].to_owned();
    Some(Paragraph { text: half, span: paragraph.span.clone(), ..Paragraph::default() })
}

/// Before a caption a sentence breaks off after a small word; names go on with capitals.
fn is_sentence_break(before: &str) -> bool {
    before.trim_end().rsplit(' ').next().is_some_and(starts_lower)
}

/// Adds a caption to the pictures; the same one counts once.
pub(crate) fn add(draft: &mut Draft<'_>, paragraph: &Paragraph) {
    let image = read(&paragraph.text);
    let key = |image: &Image| fold(image.caption.as_deref().unwrap_or_default());
    let known = draft.meta.images.iter().any(|known| key(known) == key(&image) && known.credit == image.credit);
    if known || draft.was_written("images") {
        return;
    }
    draft.meta.images.push(image);
    draft.note_origin("images", Found::text(paragraph.span.clone()), Confidence::Likely);
}

/// Reads a caption: words, credit, instructions and what they mean.
pub(crate) fn read(text: &str) -> Image {
    let text = squeeze(text);
    let (words, notice) = split_notice(&text);
    let (caption, credit) = match credit_start(words) {
        Some(start) => (words[..start].trim(), bare_credit(words, start)),
        None => (words, ""),
    };
    let mut flags: Vec<String> = Vec::new();
    for flag in pattern::hits(&text, Scope::Image).into_iter().flat_map(|hit| hit.pattern.image_flags.iter()) {
        if !flags.contains(flag) {
            flags.push(flag.clone());
        }
    }
    let some = |part: &str| (!part.is_empty()).then(|| part.to_owned());
    Image { caption: some(caption), credit: some(credit), notice: some(notice), flags, ..Image::default() }
}

/// Where the credit at the end of a caption starts: within its last sentence.
fn credit_start(words: &str) -> Option<usize> {
    let credit = CREDIT.captures(words)?.name("credit")?;
    let ends = credit.as_str().match_indices(". ").filter(|(at, _)| {
        // Initials do not end sentences.
        credit.as_str()[..*at].ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
    });
    Some(credit.start() + ends.last().map_or(0, |(at, _)| at + 2))
}

/// A credit without its brackets and the word before it.
fn bare_credit(words: &str, start: usize) -> &str {
    static LEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?i:photo(?:graph)?(?: credit)?|picture|image(?: credit)?|credit|foto|bild(?:quelle)?|crédit(?: photo)?|crédito|quelle|fotografía|beeld)\s*(?::|(?i:by|von)\b)\s*")
            .expect("a fixed pattern")
    });
    let credit = words[start..].trim_end_matches('.').trim_matches(['(', ')', '[', ']']).trim();
    let lead = LEAD.find(credit).map_or(0, |lead| lead.end());
    &credit[lead..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_fall_into_parts() {
        for (text, caption, credit, flags) in [
            (
                "A boat lies at the pier in Harbourtown, July 2, 2020. Harbour Police via REUTERS THIS IMAGE HAS BEEN SUPPLIED BY \
                 A THIRD PARTY. NO RESALES. NO ARCHIVES",
                "A boat lies at the pier in Harbourtown, July 2, 2020.",
                "Harbour Police via REUTERS",
                "no-archive no-resale third-party handout",
            ),
            (
                "A boat is seen. REUTERS/Jane Roe/File Photo",
                "A boat is seen.",
                "REUTERS/Jane Roe/File Photo",
                "file agency-image",
            ),
            ("A boat. (AP Photo/Jane Roe)", "A boat.", "AP Photo/Jane Roe", "agency-image"),
            ("The pier. Photo: Jane Roe", "The pier.", "Jane Roe", ""),
            ("The pier. Photograph: Jane Roe/Alamy", "The pier.", "Jane Roe/Alamy", "licensed-stock"),
        ] {
            let image = read(text);
            assert_eq!(image.caption.as_deref(), Some(caption));
            assert_eq!(image.credit.as_deref(), Some(credit));
            assert_eq!(image.flags.join(" "), flags, "{text}");
        }
    }

    #[test]
    fn prose_is_no_caption() {
        for text in
            ["He told the court that the photo was his.", "The raid was filmed, police said.", "She works for Reuters."]
        {
            let paragraph = Paragraph { text: text.to_owned(), ..Paragraph::default() };
            assert!(!is_caption(&paragraph, false), "{text}");
        }
    }
}
