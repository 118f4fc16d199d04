//! Corrections and withdrawals: what an outlet says about its own text.

use std::sync::LazyLock;

use regex::Regex;

use crate::article::{Confidence, Correction, Status};
use crate::diag::{Diagnostic, code};
use crate::normalise::date::{self, Reading};
use crate::normalise::draft::{Draft, Found};
use crate::normalise::line::squeeze;
use crate::when::When;
use std::ops::Range;

/// `(Corrects …)`, `(In this Dec. 8 story, corrects …)`, `(Adds …)`: notes of an agency above the text.
static DESK_NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[(\[](?:Corrects|Refiles|Adds|Rewrites|Recasts|Updates|Repeats|Clarifies|Removes|Fixes|Releads|Writes through|Note:?|In this .{3,60}(?:story|report|article),? corrects|(?:This|The) (?:version|story|item).{0,60}(?:corrects|corrected|refiles|removes))\b",
    )
    .expect("a fixed pattern")
});

static FOOT_NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\W_]*(?:this (?:article|story|report|page|item|post|piece|version)(?: of (?:the|this) (?:story|article))?(?:,? (?:first )?published on .{4,40},?)? (?:was|has been|is|corrects)\s*(?:amended|corrected|updated|clarified|edited|changed|the spelling|\b)|(?:an |a previous |the )?(?:earlier|original|previous) version of this (?:article|story|report)|corrections?(?: and clarifications?)?\s*(?:\(|:|–|—|-)|clarification\s*:|(?:amended|corrected|updated) on\b|korrektur\s*:|(?:in einer früheren|diese) (?:version|fassung)|cet article a été (?:modifié|corrigé)|correction\s*:|este artículo (?:ha sido|fue) (?:corregido|modificado)|(?:dit|een eerdere versie van dit) artikel)",
    )
    .expect("a fixed pattern")
});

static KILL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:mandatory kill|bulletin kill|kill (?:story|slug|notice|this)|story kill(?:ed)?|story (?:removed|withdrawn|retracted)|(?:please )?(?:kill|withdraw|withdraws|disregard|do not use|do not publish) (?:the |this |our |its |a )?(?:story|item|article|report|release|headline)|(?:this|the|above|our) (?:story|article|item|report|press release|release) (?:\S+ ){0,4}?(?:has been|is|was) (?:hereby )?(?:withdrawn|retracted|killed|eliminated|removed)|no substitute (?:story )?(?:will be|is)|zurückgezogen|diese meldung (?:ist|wurde|wird) zurückgezogen|bitte nicht verwenden|dépêche annulée|prière d'annuler|anulad[ao] esta)\b",
    )
    .expect("a fixed pattern")
});

/// What is told of a correction that was found in a text: its words belong to the publisher.
const LABEL: &str = "Amended by the publisher.";

/// Notes and notices are short.
const NOTE_BYTES_MAX: usize = 900;

/// Whether a paragraph is a note of an agency's desk, which is no body.
pub(crate) fn is_desk_note(text: &str) -> bool {
    text.len() <= NOTE_BYTES_MAX && DESK_NOTE.is_match(text) && text.ends_with([')', ']', '.'])
}

/// Keeps a desk note: as a correction if it corrects something and a day is known, else as a flag.
pub(crate) fn take_desk_note(draft: &mut Draft<'_>, text: &str) {
    let text = squeeze(text.trim_matches(['(', ')', '[', ']']));
    let is_correction = ["orrects", "larif"].iter().any(|word| text.contains(word));
    if is_correction {
        draft.meta.extra.entry("correction_note").or_insert_with(|| LABEL.into());
        draft.add_flag("CORRECTED");
    }
}

/// Whether a paragraph at the foot tells of a correction.
pub(crate) fn is_foot_note(text: &str) -> bool {
    text.len() <= NOTE_BYTES_MAX && FOOT_NOTE.is_match(text)
}

/// Takes a correction at the foot: its day is when the article was updated.
pub(crate) fn take_foot_note(draft: &mut Draft<'_>, text: &str, span: Option<Range<usize>>) {
    let text = squeeze(text);
    let days = date::find(&text);
    let day = days.iter().find_map(|printed| match printed.reading {
        Reading::Sure(when @ When::Day(_)) if !is_first_publication(&text, printed.span.start) => Some(when),
        _ => None,
    });
    let Some(day) = day else {
        draft.meta.extra.entry("correction_note").or_insert_with(|| LABEL.into());
        draft.add_flag("CORRECTED");
        return;
    };
    if draft.meta.updated.is_none() {
        draft.meta.updated = Some(day);
        draft.note_origin("updated", Found::text(span.clone()), Confidence::Certain);
    }
    let kind = if text.to_lowercase().contains("clarif") { "clarification" } else { "correction" };
    if !draft.was_written("corrections") {
        draft.meta.corrections.push(Correction { date: day, kind: kind.to_owned(), text: LABEL.to_owned() });
        draft.note_origin("corrections", Found::text(span), Confidence::Certain);
    }
}

/// "This article, first published on DATE, was amended on DATE": the first is not the one.
fn is_first_publication(text: &str, at: usize) -> bool {
    text[..at].to_lowercase().trim_end().ends_with("published on")
}

/// Whether a paragraph withdraws the text.
pub(crate) fn is_kill(text: &str) -> bool {
    text.len() <= 600 && KILL.find(text).is_some_and(|found| found.start() < 160)
}

/// Marks the article as withdrawn.
pub(crate) fn take_kill(draft: &mut Draft<'_>, text: &str, span: Option<Range<usize>>) {
    if draft.was_written("status") || draft.meta.status == Status::Withdrawn {
        return;
    }
    draft.meta.status = Status::Withdrawn;
    draft.note_origin("status", Found::text(span.clone()), Confidence::Likely);
    let place = draft.place(span, "");
    let shown: String = squeeze(text).chars().take(120).collect();
    draft.diagnostics.push(
        Diagnostic::warning(code::WITHDRAWN_NOTICE, format!("the text says that it was withdrawn: `{shown}`"))
            .at(place)
            .with_hint("write `status: usable` in front matter if this is not about the article"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_told_from_news() {
        assert!(is_desk_note("(Corrects number of boats in paragraph 3)"));
        assert!(is_desk_note("(In this Dec. 8 story, corrects the name of the harbour)"));
        assert!(is_desk_note("(This version of the story corrects the age)"));
        assert!(!is_desk_note("Corrections officers said the man fled."));
        assert!(is_foot_note("This article was amended on 3 July 2020. An earlier version said two boats."));
        assert!(is_foot_note("Correction: An earlier version gave a wrong date."));
        assert!(!is_foot_note("Corrections officers said the man fled."));
        assert!(!is_foot_note("This article of clothing lay on the pier."));
    }

    #[test]
    fn withdrawals_are_told_from_news() {
        for text in [
            "This story has been withdrawn",
            "MANDATORY KILL",
            "The item Harbour Raid has been withdrawn. No substitute.",
        ] {
            assert!(is_kill(text), "{text}");
        }
        for text in ["Police withdrew from the harbour.", "Charges were withdrawn.", "He tried to kill the officer."] {
            assert!(!is_kill(text), "{text}");
        }
    }
}
