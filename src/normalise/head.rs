//! The head of a clipping: everything above the first paragraph of the body.
//!
//! Title, date, byline, embargo, release marks and desk notes stand there in any order; what is none of these is a deck
//! (a second headline) if more of them follow, and otherwise starts the body.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::article::{Confidence, Kind};
use crate::diag::{Diagnostic, code};
use crate::normalise::byline::{self, Byline};
use crate::normalise::date::{self, Printed, Reading};
use crate::normalise::dateline;
use crate::normalise::draft::{Draft, Found};
use crate::normalise::line::{Line, ends_sentence, fold, squeeze, starts_lower};
use crate::normalise::rights::{self, Notice};
use crate::normalise::{correction, embargo, headline, release};
use crate::when::When;

/// What stands above the body.
#[derive(Debug, Default)]
pub(crate) struct Head<'a> {
    /// The index of the first line of the body.
    pub(crate) body_start: usize,
    /// Second headlines.
    pub(crate) decks: Vec<Line<'a>>,
    /// Notices on the text.
    pub(crate) notices: Vec<Notice>,
}

/// No head is longer than this.
const LINES_MAX: usize = 60;
/// A title may be wrapped over this many lines.
const TITLE_LINES_MAX: usize = 5;
/// No title is longer than this.
const TITLE_CHARS_MAX: usize = 250;

/// Reads the head.
pub(crate) fn read<'a>(draft: &mut Draft<'_>, lines: &[Line<'a>]) -> Head<'a> {
    let mut head = Head::default();
    let mut at = 0;
    while at < lines.len().min(LINES_MAX) {
        if lines[at].is_blank() {
            at += 1;
        } else if let Some(taken) = part(draft, &mut head, lines, at).or_else(|| other(draft, &mut head, lines, at)) {
            at += taken;
        } else {
            break;
        }
    }
    head.body_start = at;
    head
}

/// Takes what can be told by its form; returns how many lines it took.
fn part<'a>(draft: &mut Draft<'_>, head: &mut Head<'a>, lines: &[Line<'a>], at: usize) -> Option<usize> {
    let line = &lines[at];
    let text = &*line.text;
    if embargo::is_embargo(text) {
        let next = (at + 1..lines.len()).find(|below| !lines[*below].is_blank());
        let took_next = embargo::take(draft, line, next.map(|below| &lines[below]));
        return Some(next.filter(|_| took_next).map_or(1, |below| below + 1 - at));
    }
    if correction::is_kill(text) {
        correction::take_kill(draft, text, line.span.clone());
        return Some(1);
    }
    if release::is_mark(text) {
        draft.set_kind(Kind::PressRelease, Found::text(line.span.clone()), Confidence::Certain);
        take_dates(draft, &date::find(text), line);
        return Some(1);
    }
    if let Some(taken) = desk_note(draft, lines, at) {
        return Some(taken);
    }
    if text.len() < 400 && rights::starts_notice(text) && rights::is_notice(text) {
        head.notices.push(Notice::new(text, line.span.clone()));
        return Some(1);
    }
    if headline::is_slug(text) || is_wire_bullet(draft, lines, at) {
        return Some(1);
    }
    credit(draft, lines, at)
}

/// Dates and bylines.
fn credit(draft: &mut Draft<'_>, lines: &[Line<'_>], at: usize) -> Option<usize> {
    let line = &lines[at];
    let text = &*line.text;
    let next = lines.get(at + 1).filter(|next| !next.is_blank());
    let dates = date_line(text);
    if let Some((dates, rest)) = &dates {
        take_dates(draft, dates, line);
        if let Some(byline) = byline::read(rest).filter(|byline| !byline.authors.is_empty()) {
            take_byline(draft, byline, line);
        }
    }
    let next = next.filter(|_| byline::ends_with_lead(text) && text.len() < 80);
    if let Some((byline, next)) = next.and_then(|next| Some((byline::names(&next.text)?, next))) {
        take_byline(draft, byline, next);
        return Some(2);
    }
    if dates.is_some() {
        return Some(1);
    }
    if let Some(byline) = byline::read(text) {
        take_byline(draft, byline, line);
        return Some(1);
    }
    if !draft.meta.title.is_empty() {
        if let Some(byline) = byline::with_role(text) {
            take_byline(draft, byline, line);
            return Some(1);
        }
        if let Some(agency) = byline::agency(text) {
            draft.set_agency(agency.short, agency.name, Found::text(line.span.clone()), Confidence::Likely);
            return Some(1);
        }
    }
    release::is_contact(text).then_some(1)
}

/// A title, a repeated title, a letterhead or a deck; none where the body starts.
fn other<'a>(draft: &mut Draft<'_>, head: &mut Head<'a>, lines: &[Line<'a>], at: usize) -> Option<usize> {
    let line = &lines[at];
    if starts_with_dateline(lines, at) && !(draft.meta.title.is_empty() && is_lone_short(lines, at)) {
        return None;
    }
    if draft.meta.title.is_empty() {
        return title(draft, lines, at);
    }
    if repeats_title(draft, line) {
        return Some(1);
    }
    if is_metadata_ahead(lines, at + 1) && !line.text.starts_with(['"', '“']) {
        head.decks.push(line.clone());
        return Some(1);
    }
    None
}

fn title(draft: &mut Draft<'_>, lines: &[Line<'_>], at: usize) -> Option<usize> {
    let line = &lines[at];
    if release::is_issuer(&line.text) && is_title_like(lines, at + 1) {
        let found = Found::text(line.span.clone());
        draft.set_source_name(&dateline::title_case(&line.text), found, Confidence::Likely);
        return Some(1);
    }
    if line.width() > TITLE_CHARS_MAX || (line.width() > 120 && ends_sentence(&line.text)) {
        return None;
    }
    let end = title_end(lines, at);
    let joined = lines[at..end].iter().map(|line| &*line.text).collect::<Vec<_>>().join(" ");
    let span = line.span.clone().zip(lines[end - 1].span.clone()).map(|(head, tail)| head.start..tail.end);
    set_title(draft, &joined, span);
    Some(end - at)
}

/// Sets the title without its flags, which are kept.
pub(crate) fn set_title(draft: &mut Draft<'_>, text: &str, span: Option<Range<usize>>) {
    let headline = headline::read(text.trim_start_matches('#').trim());
    for flag in &headline.flags {
        if headline::is_police_desk(flag) {
            draft.set_kind(Kind::PressRelease, Found::text(span.clone()), Confidence::Certain);
        }
        if matches!(flag.as_str(), "WITHDRAWN" | "KILL") {
            correction::take_kill(draft, text, span.clone());
        }
        draft.add_flag(flag);
    }
    let confidence = if headline.text.is_empty() { Confidence::Guess } else { Confidence::Likely };
    draft.set_title(&headline.text, Found::text(span), confidence);
}

/// Where a wrapped title ends; one line if it is not clear that the next ones belong to it.
fn title_end(lines: &[Line<'_>], at: usize) -> usize {
    let mut width = lines[at].width();
    for end in at + 1..lines.len() {
        let line = &lines[end];
        if line.is_blank() || line.starts_paragraph || is_metadata(lines, end) || repeats(&lines[at].text, &line.text) {
            return end;
        }
        width += 1 + line.width();
        let is_prose = line.text.ends_with('.') || lines[end - 1].text.ends_with('.');
        if end - at >= TITLE_LINES_MAX || width > TITLE_CHARS_MAX || is_prose {
            break;
        }
    }
    at + 1
}

fn repeats(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

/// Whether a line says the title once more; the form without a site's name is the title.
fn repeats_title(draft: &mut Draft<'_>, line: &Line<'_>) -> bool {
    if line.text.len() > 2 * TITLE_CHARS_MAX {
        return false;
    }
    let (said, title) = (fold(&headline::read(&line.text).text), fold(&draft.meta.title));
    if said == title {
        return true;
    }
    let parts = headline::parts(&draft.meta.title);
    let is_first_part = parts.len() > 1 && parts.first().is_some_and(|part| fold(part) == said);
    if is_first_part && !draft.was_written("title") {
        let site = parts.last().map(|site| (*site).to_owned()).unwrap_or_default();
        draft.set_source_name(&site, Found::text(None), Confidence::Guess);
        draft.meta.title = headline::read(&line.text).text;
    }
    is_first_part
}

/// A note of the desk, perhaps over several lines.
fn desk_note(draft: &mut Draft<'_>, lines: &[Line<'_>], at: usize) -> Option<usize> {
    if !lines[at].text.starts_with(['(', '[']) {
        return None;
    }
    let mut note = String::new();
    for (index, line) in lines[at..].iter().take(8).take_while(|line| !line.is_blank()).enumerate() {
        note = if index == 0 { line.text.to_string() } else { format!("{note} {}", line.text) };
        if line.text.ends_with([')', ']']) {
            let is_note = correction::is_desk_note(&note);
            if is_note {
                correction::take_desk_note(draft, &note);
            }
            return is_note.then_some(index + 1);
        }
    }
    None
}

/// Agencies sum up with `*` lines between headline and byline.
fn is_wire_bullet(draft: &Draft<'_>, lines: &[Line<'_>], at: usize) -> bool {
    let is_bullet = |line: &Line<'_>| line.text.starts_with("* ") || line.text.starts_with("• ");
    let rest = || lines[at + 1..].iter().take(20).enumerate().filter(|(_, line)| !line.is_blank());
    let credit = rest().find(|(_, line)| !is_bullet(line) && !starts_lower(&line.text));
    is_bullet(&lines[at])
        && !draft.meta.title.is_empty()
        && credit.is_some_and(|(index, _)| is_metadata(lines, at + 1 + index))
}

fn is_lone_short(lines: &[Line<'_>], at: usize) -> bool {
    let is_last = lines.get(at + 1).is_none_or(Line::is_blank);
    let has_agency = dateline::read(&lines[at].text).is_some_and(|dateline| dateline.agency.is_some());
    is_last && !has_agency && lines[at].width() < 100 && !ends_sentence(&lines[at].text)
}

fn is_title_like(lines: &[Line<'_>], from: usize) -> bool {
    let next = (from..lines.len().min(from + 6)).find(|at| !lines[*at].is_blank() && !is_plain_metadata(lines, *at));
    next.is_some_and(|at| {
        let line = &lines[at];
        (20..TITLE_CHARS_MAX).contains(&line.width()) && !ends_sentence(&line.text) && !starts_with_dateline(lines, at)
    })
}

/// Whether a byline, a date or a dateline follows soon.
fn is_metadata_ahead(lines: &[Line<'_>], from: usize) -> bool {
    (from..lines.len()).filter(|at| !lines[*at].is_blank()).take(4).any(|at| is_metadata(lines, at))
}

fn is_metadata(lines: &[Line<'_>], at: usize) -> bool {
    is_plain_metadata(lines, at) || starts_with_dateline(lines, at)
}

fn is_plain_metadata(lines: &[Line<'_>], at: usize) -> bool {
    let text = &*lines[at].text;
    let is_lead = matches!(text, "By" | "BY" | "Von" | "Par" | "Por" | "Door");
    is_lead
        || date_line(text).is_some()
        || byline::read(text).is_some()
        || embargo::is_embargo(text)
        || release::is_mark(text)
        || correction::is_desk_note(text)
}

/// Whether a paragraph with a dateline starts here; the dateline may be wrapped.
pub(crate) fn starts_with_dateline(lines: &[Line<'_>], at: usize) -> bool {
    let text = &*lines[at].text;
    let next = lines.get(at + 1).map_or("", |next| &*next.text);
    dateline::read(text).is_some()
        || (text.len() < 60 && !next.is_empty() && dateline::read(&format!("{text} {next}")).is_some())
}

/// The dates of a line that holds dates and little else, and what is left of it.
pub(crate) fn date_line(text: &str) -> Option<(Vec<Printed>, String)> {
    if text.len() > 160 {
        return None;
    }
    let mut dates = date::find(text);
    dates.retain(|printed| !matches!(printed.reading, Reading::NoYear(..)));
    if dates.is_empty() {
        return None;
    }
    let mut rest = text.to_owned();
    for printed in &dates {
        rest = date::blanked(&rest, &printed.span);
    }
    let rest = without_words(&rest);
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    let is_date_line = letters <= 20 && rest.split(' ').count() <= 3 && (letters == 0 || !text.ends_with('.'));
    (is_date_line || byline::read(&rest).is_some()).then_some((dates, rest))
}

/// What is left without the words and times that stand beside dates.
fn without_words(text: &str) -> String {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        let days = "(?:mon|tues?|wed(?:nes)?|thur?s?|fri|satur|sat|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag";
        let marks = "(?:first |last |date )?(?:published|posted|issued|released|updated|modified|created|filed|edited|reviewed)|publication date|release date|dated?|stand|veröffentlicht|aktualisiert|erstellt|publié|mis à jour|modifié|publicado|actualizado|gepubliceerd|bijgewerkt|pubblicato|aggiornato";
        let clock = r"\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?|(?:gmt|utc|bst|cest|cet|mesz|mez|[ecmp][sd]?t)\b(?:[+-]\d+)?|\bhrs\b|\buhr\b|[+-]\d\d:?\d\d\b";
        Regex::new(&format!(r"(?i)\b(?:{days}|{marks}|on|at|the|le|el|am|um|à|op|om|den|de)\b|{clock}"))
            .expect("a fixed pattern")
    });
    let rest = WORDS.replace_all(text, " ");
    squeeze(rest.trim_matches(|c: char| !c.is_alphanumeric()))
        .split(' ')
        .filter(|word| word.chars().any(char::is_alphanumeric) || *word == "&")
        .collect::<Vec<_>>()
        .join(" ")
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')')
        .to_owned()
}

/// Takes the dates of a line: what comes after "updated" is the update, the first other one the date.
pub(crate) fn take_dates(draft: &mut Draft<'_>, dates: &[Printed], line: &Line<'_>) {
    static UPDATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:updated|modified|amended|edited|aktualisiert|mis à jour|modifié|actualizado|bijgewerkt|aggiornato)\b")
            .expect("a fixed pattern")
    });
    let mut before = 0;
    for printed in dates {
        let is_update = UPDATE.is_match(&line.text[before..printed.span.start]);
        before = printed.span.end;
        let span = line.span.as_ref().map(|span| span.start + printed.span.start..span.start + printed.span.end);
        let Some(when) = resolve(draft, printed, span.clone()) else { continue };
        let when = date::with_clock(&line.text, printed, when);
        let (key, field) =
            if is_update { ("updated", &mut draft.meta.updated) } else { ("date", &mut draft.meta.date) };
        if field.is_none() {
            *field = Some(when);
            draft.note_origin(key, Found::text(span), Confidence::Certain);
        }
    }
}

/// The only reading of a date; the language may decide which it is, and else both are reported.
fn resolve(draft: &mut Draft<'_>, printed: &Printed, span: Option<Range<usize>>) -> Option<When> {
    match printed.reading {
        Reading::Sure(when) => Some(when),
        Reading::NoYear(..) => None,
        Reading::Either { day_first, .. } if draft.meta.lang.as_deref().is_some_and(date::is_day_first) => {
            Some(When::Day(day_first))
        }
        Reading::Either { day_first, month_first } => {
            if draft.meta.date.is_none() {
                let place = draft.place(span, "day first, or month first?");
                draft.diagnostics.push(
                    Diagnostic::warning(
                        code::DATE_AMBIGUOUS,
                        format!("the date can be {day_first} or {month_first}; it was left out"),
                    )
                    .at(place)
                    .with_hint(format!("write `date: {day_first}` or `date: {month_first}` in front matter")),
                );
            }
            None
        }
    }
}

/// Takes people as authors, and an agency as the source.
fn take_byline(draft: &mut Draft<'_>, byline: Byline, line: &Line<'_>) {
    let found = Found::text(line.span.clone());
    if let Some(agency) = byline.agency {
        draft.set_agency(agency.short, agency.name, found.clone(), Confidence::Likely);
    }
    draft.set_authors(byline.authors, found, Confidence::Certain);
}
