//! What templates see, as documented in `docs/templates.md`: plain data, ready to show.

use serde::Serialize;

use crate::digest::Entry;
use crate::edtf::EventDate;
use crate::paths::OutPath;
use crate::when::{When, month_name, offset_text};

/// A page of the site with its name.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Link {
    pub(super) title: String,
    pub(super) path: String,
}

impl Link {
    pub(super) fn new(title: impl Into<String>, path: &OutPath) -> Self {
        Link { title: title.into(), path: path.href() }
    }

    pub(super) fn entry(entry: &Entry) -> Self {
        Link::new(entry.cleared.meta().title.as_str(), &entry.path)
    }
}

/// A date as precise as its source.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Date {
    iso: String,
    human: String,
    short: String,
    year: i16,
    month: Option<i8>,
    month_name: Option<&'static str>,
    day: Option<i8>,
    precision: &'static str,
    time: Option<String>,
}

impl Date {
    pub(super) fn new(when: When) -> Self {
        let (year, month, day) = (when.year(), when.month(), when.day());
        let month_name = month.map(month_name);
        let human = match (month_name, day) {
            (Some(month), Some(day)) => format!("{day} {month} {year}"),
            (Some(month), None) => format!("{month} {year}"),
            (None, _) => year.to_string(),
        };
        let short = match (month_name, day) {
            (Some(month), Some(day)) => format!("{day} {}", &month[..3]),
            _ => String::new(),
        };
        let time = match when {
            When::Local(time) => Some(clock(time)),
            When::Moment(time, offset) => Some(format!("{} {}", clock(time), offset_text(offset))),
            _ => None,
        };
        let precision = match when {
            When::Year(_) => "year",
            When::Month(..) => "month",
            When::Day(_) => "day",
            When::Local(_) | When::Moment(..) => "time",
        };
        Date { iso: when.to_string(), human, short, year, month, month_name, day, precision, time }
    }
}

fn clock(time: jiff::civil::DateTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The date of an event.
#[derive(Debug, Clone, Serialize)]
pub(super) struct EventDateView {
    edtf: String,
    human: String,
    iso: Option<String>,
    year: Option<i64>,
    approximate: bool,
    uncertain: bool,
    open: bool,
}

impl EventDateView {
    pub(super) fn new(date: &EventDate) -> Self {
        EventDateView {
            edtf: date.as_str().to_owned(),
            human: date.human(),
            iso: date.iso(),
            year: date.year(),
            approximate: date.is_approximate(),
            uncertain: date.is_uncertain(),
            open: date.is_open(),
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Event {
    pub(super) date: EventDateView,
    pub(super) label: String,
    pub(super) kind: String,
    pub(super) certainty: &'static str,
    pub(super) certainty_label: &'static str,
    pub(super) entry: Option<Link>,
}

/// A number that somebody announced.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Figure {
    pub(super) kind: String,
    pub(super) label: String,
    pub(super) text: String,
    pub(super) scope: Option<String>,
    pub(super) claimed_by: Option<String>,
    pub(super) as_of: Option<String>,
    pub(super) entry: Option<Link>,
}

/// Where an article came from.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Source {
    pub(super) name: Option<String>,
    pub(super) url: Option<String>,
    pub(super) agency: Option<String>,
    pub(super) author: Option<String>,
    pub(super) published: Option<Date>,
    pub(super) archive_url: Option<String>,
}

/// A month with its entries.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Month {
    pub(super) title: String,
    pub(super) name: &'static str,
    pub(super) year: i16,
    pub(super) path: String,
    pub(super) anchor: String,
    pub(super) count: usize,
    pub(super) entries: Vec<tera::Value>,
    pub(super) more: usize,
}

/// Entries of a year.
#[derive(Debug, Clone, Serialize)]
pub(super) struct YearGroup {
    pub(super) year: Option<i16>,
    pub(super) anchor: String,
    pub(super) entries: Vec<tera::Value>,
}

/// A name with what is known under it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) values: Vec<String>,
}
