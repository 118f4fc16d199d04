//! Embargoes: a line of its own that says when a text may be published.
//!
//! Until a moment if date, time and a zone with a fixed offset can be read; else the article is held and says why.

use std::sync::LazyLock;

use jiff::tz::Offset;
use regex::Regex;

use crate::article::{Confidence, Embargo};
use crate::diag::{Diagnostic, code};
use crate::normalise::date::{self, Reading, clock};
use crate::normalise::draft::{Draft, Found};
use crate::normalise::line::Line;
use crate::when::When;

static EMBARGO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\W_]*(?:(?:strictly |strict |under |a |press |media |news |total |full )*embargo(?:ed)?\b|sperrfrist\b|sperrvermerk\b|hold (?:for release|until)\b|not (?:yet )?for (?:publication|release|broadcast|use)\b[^.]{0,60}\b(?:before|until|prior)\b|not to be (?:published|released|used|broadcast)\b[^.]{0,40}\b(?:before|until)\b|for release (?:at|on|after|not before)\b|bloqueado hasta\b|embargado\b|nicht vor\b.{0,60}\bveröffentlichen|release (?:date|time)\s*:.*\bembargo|(?:sous|sotto|bajo|onder) embargo\b|gesperrt bis\b|frei ab\b|non diffondere prima\b|ne pas (?:publier|diffuser) avant\b|no publicar (?:antes|hasta)\b|nicht (?:veröffentlichen|zur veröffentlichung) vor\b|niet publiceren voor\b)",
    )
    .expect("a fixed pattern")
});

/// Embargoes in sentences of their own.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\W_]*(?:(?:this|the|our|all) (?:[\w-]+ ){1,5}?(?:is|are|remains?) (?:strictly |under |a |strict |still )*embargo(?:ed)?\b.{0,30}\b(?:until|till|to|for|before)\b|this (?:[\w-]+ ){1,4}?(?:is|remains) (?:strictly |under |strict |still )*embargo(?:ed)?\b|(?:please )?(?:do not|don['’]t) (?:publish|release|broadcast|use|print|post|report|distribute)\b.{0,60}\b(?:before|until|till|prior to)\b|no (?:publication|release|broadcast|use|reporting)\b.{0,40}\b(?:before|until|till|prior to)\b|this (?:[\w-]+ ){1,4}?(?:may|must|can|is|are) ?not (?:to )?be (?:published|released|broadcast|used|reported|printed)\b.{0,40}\b(?:before|until|till|prior to)\b)|^[^.,]{0,60}[-–—|:(]\s*(?:strictly |under |strict )*(?:under (?:strict )?embargo|embargoed)\b",
    )
    .expect("a fixed pattern")
});

/// Words that keep a text within the newsroom, alone on their line.
static INTERNAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\W_]*(?:(?:draft|confidential|strictly|private|internal|copy|secret|note|urgent|advisory|and)[\W_]+)*(?:not (?:yet )?for (?:publication|release|broadcast|distribution)|(?:for )?internal (?:use|circulation) only|nicht zur veröffentlichung(?: bestimmt)?|ne pas (?:publier|diffuser)|no publicar|non pubblicare|niet publiceren|do not publish)[\W_]*(?:(?:draft|confidential)[\W_]*)?$",
    )
    .expect("a fixed pattern")
});

/// `FOR RELEASE 10:00 BST 3 May`: an embargo if it names a time; a day alone is the date of a release.
static RELEASE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[\W_]*(?:for|to be) (?:release|publication|broadcast|released|published)\b")
        .expect("a fixed pattern")
});

/// What ends a line that goes on below.
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:until|till|before|to|for|at|on|from|after|bis|hasta|prior|use|release|publication|broadcast)|\bjusqu['’](?:au|à)|\bfino (?:al|a)|\bembargo(?:ed)?|[:,–—-])\W*$").expect("a fixed pattern")
});

/// A line that dates the text, and ends no embargo.
static DATES_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:by|published|posted|updated|modified|issued|date|dated|first published|last updated)\b")
        .expect("a fixed pattern")
});

static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:(?:a|strict|total|full) )*embargo(?:ed)?\s+(?:on|against|of|was|is|has|had|by|imposed|goods|list|breakers?)\b|\bno embargo\b|\bembargo (?:has been |is )?lifted\b")
        .expect("a fixed pattern")
});

/// Longer lines are prose.
const LINE_CHARS_MAX: usize = 200;

/// Whether a line states an embargo.
pub(crate) fn is_embargo(text: &str) -> bool {
    if text.chars().count() > LINE_CHARS_MAX || PROSE.is_match(text) {
        return false;
    }
    let is_timed_release = || RELEASE.is_match(text) && clock::find(text).is_some();
    EMBARGO.is_match(text) || SENTENCE.is_match(text) || INTERNAL.is_match(text) || is_timed_release()
}

/// Whether a headline can only be an embargo: in capitals, where a small letter would tell of news.
pub(crate) fn is_handling(title: &str) -> bool {
    is_embargo(title) && (INTERNAL.is_match(title) || !title.contains(char::is_lowercase))
}

/// Takes an embargo from its line; `next` is the line below, where a wrapped one goes on.
pub(crate) fn take(draft: &mut Draft<'_>, line: &Line<'_>, next: Option<&Line<'_>>) -> bool {
    let mut text = line.text.to_string();
    let mut span = line.span.clone();
    let goes_on = next.filter(|next| {
        until(&text).is_none() && GOES_ON.is_match(&text) && !next.is_blank() && is_time_line(&next.text)
    });
    if let Some(next) = goes_on {
        text = format!("{text} {}", next.text);
        span = span.zip(next.span.clone()).map(|(head, tail)| head.start..tail.end);
    }
    if draft.was_written("embargo") {
        return goes_on.is_some();
    }
    match until(&text) {
        Some(until) if draft.meta.embargo.is_none() => {
            draft.meta.embargo = Embargo::Until(until);
            draft.note_origin("embargo", Found::text(span), Confidence::Certain);
        }
        // A second embargo that says something else is one that we cannot read.
        Some(until) if draft.meta.embargo == Embargo::Until(until) => {}
        _ => {
            draft.note_origin("embargo", Found::text(span.clone()), Confidence::Certain);
            let place = draft.place(span, "expected a date, a time and a zone such as GMT or +01:00");
            draft.diagnostics.push(
                Diagnostic::warning(code::EMBARGO_UNREADABLE, format!("cannot read when the embargo ends: `{text}`"))
                    .at(place)
                    .with_note("the article is held until somebody decides")
                    .with_hint("write `embargo: 2020-07-02T00:01:00+01:00` in front matter"),
            );
            draft.meta.embargo = Embargo::Unreadable(text);
        }
    }
    goes_on.is_some()
}

fn is_time_line(text: &str) -> bool {
    text.chars().count() <= 80
        && !DATES_TEXT.is_match(text)
        && (clock::find(text).is_some() || !date::find(text).is_empty())
}

/// The moment, if day, time and offset are all there and do not contradict each other.
fn until(text: &str) -> Option<When> {
    let dates = date::find(text);
    let [printed] = dates.as_slice() else { return None };
    let Reading::Sure(When::Day(day)) = printed.reading else { return None };
    if date::weekday(text).is_some_and(|weekday| weekday != day.weekday()) {
        return None;
    }
    let clock = clock::find(&date::blanked(text, &printed.span))?;
    clock.offset.map(|offset: Offset| When::Moment(day.to_datetime(clock.time), offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_embargoes_are_read() {
        for (text, expected) in [
            ("EMBARGOED UNTIL 00:01 HRS BST, THURSDAY 2 JULY 2020", Some("2020-07-02T00:01:00+01:00")),
            ("EMBARGO: 10AM GMT, 3 March 2021", Some("2021-03-03T10:00:00Z")),
            ("Sperrfrist: Donnerstag, 2. Juli 2020, 18.00 Uhr MESZ", Some("2020-07-02T18:00:00+02:00")),
            ("Strictly embargoed until 3/22/23, 9:00 a.m. EDT", Some("2023-03-22T09:00:00-04:00")),
            ("EMBARGOED UNTIL 9:00 A.M., FRIDAY, MAY 10, 2019", None),
            ("EMBARGOED until 3/22/23", None),
            ("EMBARGOED UNTIL FRIDAY 00:01 BST, THURSDAY 2 JULY 2020", Some("2020-07-02T00:01:00+01:00")),
            ("EMBARGOED UNTIL 00:01 BST, FRIDAY 2 JULY 2020", None),
            ("EMBARGOED until 04/05/2021 10:00 GMT", None),
        ] {
            assert!(is_embargo(text), "{text}");
            assert_eq!(until(text).map(|when| when.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn handling_lines_hold() {
        for text in [
            "This release is embargoed until Friday 3 May",
            "The report is under strict embargo until Friday",
            "under embargo until 3 May",
            "Under strict embargo until 3 May",
            "PRESS RELEASE - UNDER EMBARGO UNTIL 3 MAY",
            "Do not publish before 3 May",
            "No publication before Friday.",
            "NOT FOR PUBLICATION",
            "DRAFT - NOT FOR PUBLICATION",
            "**NOT FOR PUBLICATION**",
            "INTERNAL USE ONLY",
            "FOR RELEASE 10:00 3 May 2024",
            "FOR RELEASE 3 May 2024 10:00 BST",
            "Sous embargo jusqu'au 3 mai",
            "Gesperrt bis Freitag",
            "Sotto embargo fino al 3 maggio",
        ] {
            assert!(is_embargo(text), "{text}");
        }
        for text in [
            "Police said the name was not for publication.",
            "FOR IMMEDIATE RELEASE",
            "FOR RELEASE: 3 May 2024",
            "The ministry said the arms embargo stays.",
            "Arms embargo breakers were held until Friday",
        ] {
            assert!(!is_embargo(text), "{text}");
        }
    }

    #[test]
    fn embargoes_on_arms_are_news() {
        for text in
            ["Arms embargo breakers were arrested", "Embargo on arms was broken", "The embargo ended on 3 July 2020"]
        {
            assert!(!is_embargo(text), "{text}");
        }
    }
}
