//! Clippings: plain text as it was copied, printed or mailed; and the blocks of a page, which follow the same rules.

use crate::article::{Confidence, Dateline, Kind};
use crate::normalise::date::Reading;
use crate::normalise::draft::{Draft, Found};
use crate::normalise::line::{self, Line, Shape};
use crate::normalise::paragraph::{self, Paragraph};
use crate::normalise::rights::{self, Notice};
use crate::normalise::{caption, dateline, escape, foot, furniture, head, lang};
use crate::when::When;

/// Reads a text file.
pub(crate) fn read(draft: &mut Draft<'_>) {
    let text = draft.text;
    read_lines(draft, line::of_text(text), Vec::new());
    // Whose text it is we do not know, but it is not ours: its rights must not be those of a note.
    draft.set_kind(Kind::SavedPage, Found::text(None), Confidence::Guess);
}

/// Reads lines into the draft; `notices` are those known already.
pub(crate) fn read_lines(draft: &mut Draft<'_>, lines: Vec<Line<'_>>, notices: Vec<Notice>) {
    if draft.meta.lang.is_none() {
        set_lang(draft, &lines);
    }
    let lines = furniture::sweep(lines);
    let mut head = head::read(draft, &lines);
    let mut notices: Vec<Notice> = notices.into_iter().chain(std::mem::take(&mut head.notices)).collect();
    let paragraphs = paragraph::build(&lines[head.body_start..]);
    let paragraphs = foot::cut(draft, paragraphs, &mut notices);
    let paragraphs = caption::take(draft, paragraphs);
    let mut paragraphs = paragraph::rejoin(paragraphs);
    rights::judge(draft, &notices, paragraphs.iter().map(|paragraph| paragraph.text.as_str()));
    if let Some(first) = paragraphs.first_mut() {
        take_dateline(draft, first, &notices);
    }
    let mut decks = paragraph::build(&head.decks);
    decks.append(&mut paragraphs);
    draft.body = markdown(&decks);
}

fn set_lang(draft: &mut Draft<'_>, lines: &[Line<'_>]) {
    let mut sample = String::new();
    for line in lines.iter().filter(|line| !line.is_blank()).take_while(|line| line.text.len() < 20_000).take(400) {
        sample.push_str(&line.text);
        sample.push(' ');
    }
    if let Some(lang) = lang::detect(&sample) {
        draft.meta.lang = Some(lang.to_owned());
        draft.note_origin("lang", Found::text(None), Confidence::Likely);
    }
}

/// Cuts the dateline off the first paragraph.
fn take_dateline(draft: &mut Draft<'_>, first: &mut Paragraph, notices: &[Notice]) {
    let Some(printed) = dateline::read(&first.text).filter(|_| first.shape == Shape::Text) else { return };
    let start = first.span.as_ref().map(|span| span.start);
    let span = start.map(|start| start..start + printed.span.end);
    if let Some((agency, name)) = &printed.agency {
        draft.set_agency(agency, name, Found::text(span.clone()), Confidence::Certain);
        draft.set_kind(Kind::Wire, Found::text(span.clone()), Confidence::Certain);
    }
    let date = printed.date.and_then(|reading| dated(draft, reading, notices));
    if !draft.was_written("dateline") {
        draft.meta.dateline = Some(Dateline { place: printed.place, date });
        draft.note_origin("dateline", Found::text(span.clone()), Confidence::Certain);
    }
    if let Some(date) = date.filter(|_| draft.meta.date.is_none()) {
        draft.meta.date = Some(date);
        draft.note_origin("date", Found::text(span), Confidence::Guess);
    }
    cut_markdown(first, printed.span.end);
    first.text.drain(..printed.span.end);
}

/// Cuts the dateline off the Markdown too, if it stands there in the same letters.
fn cut_markdown(first: &mut Paragraph, end: usize) {
    let Some(markdown) = &mut first.markdown else { return };
    let dateline = &first.text[..end];
    let bare: String = markdown.chars().filter(|c| !matches!(c, '*' | '\\')).take(dateline.chars().count()).collect();
    if bare != dateline {
        return;
    }
    let mut left = dateline.chars().count();
    let at = markdown
        .char_indices()
        .find(|(_, c)| {
            let is_markup = matches!(c, '*' | '\\');
            let is_past = left == 0 && !is_markup;
            left -= usize::from(!is_markup && left > 0);
            is_past
        })
        .map_or(markdown.len(), |(at, _)| at);
    markdown.drain(..at);
}

/// The day of a dateline; its year is that of the report's date, or of the copyright line.
fn dated(draft: &Draft<'_>, reading: Reading, notices: &[Notice]) -> Option<When> {
    match reading {
        Reading::Sure(when) => Some(when),
        Reading::Either { .. } => None,
        Reading::NoYear(month, day) => {
            let in_year = |year: i16| jiff::civil::Date::new(year, month, day).ok();
            let day = match draft.meta.date {
                Some(date) => nearest(date.first_day(), in_year),
                None => copyright_year(notices).and_then(in_year),
            };
            day.map(When::Day)
        }
    }
}

/// A report of 2 January may be datelined 31 December.
fn nearest(date: jiff::civil::Date, in_year: impl Fn(i16) -> Option<jiff::civil::Date>) -> Option<jiff::civil::Date> {
    let distance = |day: &jiff::civil::Date| (*day - date).get_days().abs();
    [date.year(), date.year() - 1, date.year() + 1].into_iter().filter_map(in_year).min_by_key(distance)
}

/// The only year that the notices name.
fn copyright_year(notices: &[Notice]) -> Option<i16> {
    let mut years = notices
        .iter()
        .flat_map(|notice| notice.text.split(|c: char| !c.is_ascii_digit()))
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse::<i16>().ok())
        .filter(|year| (1980..2100).contains(year));
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}

/// The paragraphs as Markdown.
fn markdown(paragraphs: &[Paragraph]) -> String {
    let mut body = String::new();
    let mut before: Option<&Paragraph> = None;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let is_item = is_list_item(paragraphs, index);
        let is_list = is_item && index > 0 && is_list_item(paragraphs, index - 1);
        if before.is_some() {
            body.push_str(if is_list { "\n" } else { "\n\n" });
        }
        match &paragraph.markdown {
            Some(markdown) => body.push_str(markdown),
            None if is_item => body.push_str(&item(&paragraph.text)),
            None => body.push_str(&escape::paragraph(&paragraph.text)),
        }
        before = Some(paragraph);
    }
    if !body.is_empty() {
        body.push('\n');
    }
    body
}

/// An item has a neighbour of its kind; a single line that starts with a dash is a sentence.
fn is_list_item(paragraphs: &[Paragraph], index: usize) -> bool {
    let marker = |paragraph: &Paragraph| {
        let is_item = paragraph.shape == Shape::Item;
        is_item
            .then(|| paragraph.markdown.as_ref().map_or(paragraph::item_marker(&paragraph.text), |_| Some('#')))
            .flatten()
    };
    let own = marker(&paragraphs[index]);
    let is_neighbour = |at: usize| paragraphs.get(at).and_then(marker) == own;
    own.is_some() && (own == Some('#') || is_neighbour(index + 1) || (index > 0 && is_neighbour(index - 1)))
}

/// An item of a plain list with the marker of Markdown.
fn item(text: &str) -> String {
    let first = text.chars().next().map_or(0, char::len_utf8);
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let (number, rest) = text.split_once(' ').unwrap_or((text, ""));
        return format!("{number} {}", escape::paragraph(rest.trim()));
    }
    format!("- {}", escape::paragraph(text[first..].trim()))
}
