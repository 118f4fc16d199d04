//! The foot of a clipping: end marks, sign-offs, notes to editors, contacts, corrections and notices are no body.

use std::sync::LazyLock;

use regex::Regex;

use crate::article::{Confidence, Kind};
use crate::normalise::draft::{Draft, Found};
use crate::normalise::line::Line;
use crate::normalise::paragraph::Paragraph;
use crate::normalise::rights::{self, Notice};
use crate::normalise::{correction, embargo, head, release};

static SIGN_OFF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[(\[](?:(?:Additional |With )?(?:[Rr]eporting|[Ww]riting)|Editing|Compiled|Written|Edited|Reported|Redaktion|Édité|Editado|Bewerkt)\b[^)\]]{0,400}[)\]]\.?|(?:Additional r|R)eporting by .{3,200}|(?:Writing|Editing) by .{3,200}|\(?[a-z]{2,4}(?:[/-][a-z]{2,4}){1,4}\)?|[A-Z]{2,4}/[a-z]{2,4}(?:/[a-z]{2,4})?|.{5,160} contributed to this (?:report|story|article)\.?)$",
    )
    .expect("a fixed pattern")
});

static SIGN_OFF_START: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[(\[](?:(?:Additional |With )?(?:[Rr]eporting|[Ww]riting)|Editing|Compiled|Written|Edited|Reported) (?:by|for)\b|(?:Additional r|R)eporting by \p{Lu}|(?:Writing|Editing) by \p{Lu}|\([a-z]{2,4}(?:/[a-z]{2,4})+\)$)")
        .expect("a fixed pattern")
});

/// A sign-off that runs on from the last sentence.
static SIGN_OFF_TAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*\((?:(?:Additional |With )?(?:[Rr]eporting|[Ww]riting)|Editing) by [^()]{3,300}\)\s*$")
        .expect("a fixed pattern")
});

/// How many paragraphs at the end are looked at closely.
const FOOT_PARAGRAPHS: usize = 40;

/// Whether a line starts a sign-off.
pub(crate) fn starts_sign_off(text: &str) -> bool {
    SIGN_OFF_START.is_match(text)
}

/// Takes what is no body out of the paragraphs; what it says is kept in the draft and the notices.
pub(crate) fn cut(draft: &mut Draft<'_>, paragraphs: Vec<Paragraph>, notices: &mut Vec<Notice>) -> Vec<Paragraph> {
    let end = end_of_body(draft, &paragraphs);
    let near_foot = end.min(paragraphs.len()).saturating_sub(FOOT_PARAGRAPHS);
    let mut body = Vec::with_capacity(end);
    for (index, mut paragraph) in paragraphs.into_iter().enumerate() {
        let is_near_end = index < 3 || index >= near_foot;
        if take(draft, &paragraph, notices, is_near_end) || index >= end {
            continue;
        }
        if let Some(tail) = is_near_end.then(|| SIGN_OFF_TAIL.find(&paragraph.text)).flatten() {
            paragraph.text.truncate(tail.start());
            paragraph.markdown = None;
        }
        if !is_sign_off(&paragraph) && !paragraph.text.is_empty() {
            body.push(paragraph);
        }
    }
    body
}

/// The index of the first paragraph that is for newsrooms only.
fn end_of_body(draft: &mut Draft<'_>, paragraphs: &[Paragraph]) -> usize {
    let is_end =
        |paragraph: &Paragraph| release::is_end_mark(&paragraph.text) || release::is_after_end(&paragraph.text);
    let count = paragraphs.len();
    let mut end = paragraphs.iter().skip(1).position(is_end).map_or(count, |at| at + 1);
    if paragraphs
        .get(end)
        .is_some_and(|paragraph| paragraph.text.starts_with('#') || release::is_after_end(&paragraph.text))
    {
        draft.set_kind(Kind::PressRelease, Found::text(paragraphs[end].span.clone()), Confidence::Likely);
    }
    // Without an end mark, contacts and self-descriptions end a release.
    let from = (end / 2).max(1).min(end);
    let is_release = draft.meta.kind == Kind::PressRelease;
    let is_tail = |paragraph: &Paragraph| {
        release::is_contact(&paragraph.text) || (is_release && release::is_about(&paragraph.text))
    };
    if let Some(at) = paragraphs[from..end].iter().position(is_tail) {
        end = from + at;
    }
    end
}

/// Whether a paragraph was a statement about the text; its meaning is kept.
fn take(draft: &mut Draft<'_>, paragraph: &Paragraph, notices: &mut Vec<Notice>, is_near_end: bool) -> bool {
    let text = paragraph.text.as_str();
    let span = || paragraph.span.clone();
    if is_near_end && correction::is_kill(text) {
        correction::take_kill(draft, text, span());
        return true;
    }
    if embargo::is_embargo(text) {
        let line = Line { text: text.into(), span: span(), ..Line::default() };
        embargo::take(draft, &line, None);
        return true;
    }
    let is_notice = (is_near_end || rights::starts_notice(text)) && rights::is_notice(text);
    if is_notice {
        notices.push(Notice::new(text, span()));
        return true;
    }
    if !is_near_end {
        return false;
    }
    if correction::is_foot_note(text) {
        correction::take_foot_note(draft, text, span());
        return true;
    }
    if correction::is_desk_note(text) {
        correction::take_desk_note(draft, text);
        return true;
    }
    take_date(draft, paragraph)
}

/// `Published: 3 July 2020` below the text.
fn take_date(draft: &mut Draft<'_>, paragraph: &Paragraph) -> bool {
    static KEY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:first |last |date )?(?:published|posted|issued|updated|modified|release date|publication date|veröffentlicht|publié|publicado|gepubliceerd)\b")
            .expect("a fixed pattern")
    });
    let Some((dates, _)) = head::date_line(&paragraph.text).filter(|_| KEY.is_match(&paragraph.text)) else {
        return false;
    };
    let line = Line { text: paragraph.text.as_str().into(), span: paragraph.span.clone(), ..Line::default() };
    head::take_dates(draft, &dates, &line);
    true
}

fn is_sign_off(paragraph: &Paragraph) -> bool {
    paragraph.text.len() <= 600 && SIGN_OFF.is_match(&paragraph.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_offs_are_no_body() {
        for text in [
            "(Editing by Jane Roe)",
            "(Reporting by Jane Roe; Editing by Pat Smith)",
            "Reporting by Jane Roe",
            "Jane Roe contributed to this report.",
            "(jro/psm)",
            "AB/cd",
        ] {
            assert!(SIGN_OFF.is_match(text), "{text}");
        }
        for text in ["(Both men deny it.)", "Writing was found on the wall.", "and/or"] {
            assert!(!SIGN_OFF.is_match(text) || text == "and/or", "{text}");
        }
    }
}
