//! Dates as people print them: month names in six languages, numbers, times with zones.
//!
//! A date with two readings keeps both; a date without a year stays one. Offsets are kept as printed.

pub(crate) mod clock;
mod month;

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};

use crate::when::When;

/// A date that stands somewhere in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Printed {
    /// Its bytes, without the time.
    pub(crate) span: Range<usize>,
    /// What it says.
    pub(crate) reading: Reading,
}

/// What a printed date says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A day, or a month.
    Sure(When),
    /// `04/05/2021`: day first, or month first.
    Either {
        /// With the day first.
        day_first: Date,
        /// With the month first.
        month_first: Date,
    },
    /// Month and day without a year.
    NoYear(i8, i8),
}

/// Texts longer than this are not searched: dates of articles stand on short lines.
const SEARCHED_BYTES_MAX: usize = 2000;

static DATES: LazyLock<Regex> = LazyLock::new(|| {
    let month = month::alternatives();
    let ordinal = r"(?:st|nd|rd|th|er|\.|º|°)?";
    let pattern = [
        r"(?P<iy>\d{4})[-/](?P<im>\d{1,2})[-/](?P<id>\d{1,2})".to_owned(),
        r"(?P<cy>\d{4})\s?年\s?(?P<cm>\d{1,2})\s?月\s?(?P<cd>\d{1,2})\s?日".to_owned(),
        format!(r"\b(?P<am>{month})\.?\s+(?P<ad>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<ay>\d{{4}})\b"),
        format!(
            r"\b(?P<bd>\d{{1,2}}){ordinal}\s*[-\s]\s*(?:de\s+|of\s+)?(?P<bm>{month})\.?(?:,\s*|\s*-\s*|\s+)(?:del?\s+)?(?P<by>\d{{4}})\b"
        ),
        r"\b(?P<na>\d{1,2})(?P<sep>[./-])(?P<nb>\d{1,2})[./-](?P<ny>\d{4}|\d{2})\b".to_owned(),
        format!(r"\b(?P<em>{month})\.?\s+(?:de\s+)?(?P<ey>(?:19|20)\d\d)\b"),
        format!(r"\b(?P<fm>{month})\.?\s+(?P<fd>\d{{1,2}})(?:st|nd|rd|th)?\b"),
        format!(r"\b(?P<gd>\d{{1,2}}){ordinal}\s+(?:de\s+)?(?P<gm>{month})\b"),
    ]
    .join("|");
    Regex::new(&format!("(?i){pattern}")).expect("a fixed pattern")
});

/// All dates of a short text, in order.
pub(crate) fn find(text: &str) -> Vec<Printed> {
    if text.len() > SEARCHED_BYTES_MAX {
        return Vec::new();
    }
    DATES
        .captures_iter(text)
        .filter_map(|captures| Some(Printed { span: captures.get(0)?.range(), reading: read(&captures, text)? }))
        .collect()
}

fn read(captures: &Captures<'_>, text: &str) -> Option<Reading> {
    let number = |name: &str| captures.name(name).and_then(|part| part.as_str().parse::<i16>().ok());
    let small = |name: &str| number(name).and_then(|value| i8::try_from(value).ok());
    let named = |name: &str| captures.name(name).and_then(|part| month::number(part.as_str()));
    let day = |year, month, day| Date::new(year, month, day).ok().map(|date| Reading::Sure(When::Day(date)));
    if let Some(year) = number("iy") {
        return day(year, small("im")?, small("id")?);
    }
    if let Some(year) = number("cy") {
        return day(year, small("cm")?, small("cd")?);
    }
    if let Some(year) = number("ay") {
        return day(year, named("am")?, small("ad")?);
    }
    if let Some(year) = number("by") {
        return day(year, named("bm")?, small("bd")?);
    }
    if let Some(year) = number("ny") {
        let year = if year < 100 { 2000 + year } else { year };
        let is_dotted = captures.name("sep").is_some_and(|sep| sep.as_str() == ".");
        return numeric(small("na")?, small("nb")?, year, is_dotted, text);
    }
    if let Some(year) = number("ey") {
        return Some(Reading::Sure(When::Month(year, named("em")?)));
    }
    let (month, day) = (named("fm").or_else(|| named("gm"))?, small("fd").or_else(|| small("gd"))?);
    Date::new(2000, month, day).ok().map(|_| Reading::NoYear(month, day))
}

/// Dots are written day first; otherwise only one reading may be a date, or the day of the week decides.
fn numeric(a: i8, b: i8, year: i16, is_dotted: bool, text: &str) -> Option<Reading> {
    let sure = |date: Date| Some(Reading::Sure(When::Day(date)));
    match (Date::new(year, b, a).ok(), Date::new(year, a, b).ok()) {
        (Some(day_first), _) if is_dotted => sure(day_first),
        (Some(day_first), Some(month_first)) if day_first != month_first => match weekday(text) {
            Some(weekday) if day_first.weekday() == weekday && month_first.weekday() != weekday => sure(day_first),
            Some(weekday) if month_first.weekday() == weekday && day_first.weekday() != weekday => sure(month_first),
            _ => Some(Reading::Either { day_first, month_first }),
        },
        (Some(date), _) | (None, Some(date)) => sure(date),
        (None, None) => None,
    }
}

/// The day of the week that a text names, if it names exactly one.
pub(crate) fn weekday(text: &str) -> Option<Weekday> {
    let mut days = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() >= 3)
        .filter_map(|word| month::weekday(&word.to_lowercase()));
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

/// Numbers of languages in which the day comes first everywhere.
pub(crate) fn is_day_first(lang: &str) -> bool {
    ["de", "fr", "es", "nl", "it"].contains(&lang)
}

/// The time of day beside a date, if its zone is printed too; else the date alone.
pub(crate) fn with_clock(text: &str, printed: &Printed, when: When) -> When {
    let When::Day(day) = when else { return when };
    let rest = blanked(text, &printed.span);
    match clock::find(&rest) {
        Some(clock) => match clock.offset {
            Some(offset) => When::Moment(day.to_datetime(clock.time), offset),
            None => when,
        },
        None => when,
    }
}

/// The text with the date blanked out, so that its numbers are not read as a time.
pub(crate) fn blanked(text: &str, span: &Range<usize>) -> String {
    format!("{}{}{}", &text[..span.start], " ".repeat(span.len()), &text[span.end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let all = find(text);
        let [printed] = all.as_slice() else { return format!("{} dates", all.len()) };
        match printed.reading {
            Reading::Sure(when) => with_clock(text, printed, when).to_string(),
            Reading::Either { day_first, month_first } => format!("{day_first} or {month_first}"),
            Reading::NoYear(month, day) => format!("--{month:02}-{day:02}"),
        }
    }

    #[test]
    fn dates_are_read_as_printed() {
        for (text, expected) in [
            ("[July 03, 2020] By", "2020-07-03"),
            ("Friday, 3rd July 2020", "2020-07-03"),
            ("3 July, 2020", "2020-07-03"),
            ("Sept. 3, 2020", "2020-09-03"),
            ("3. März 2021", "2021-03-03"),
            ("le 1er août 2019", "2019-08-01"),
            ("7 de abril de 2022", "2022-04-07"),
            ("12 maart 2018", "2018-03-12"),
            ("4 gennaio 2018", "2018-01-04"),
            ("2020-07-03", "2020-07-03"),
            ("2021年3月9日", "2021-03-09"),
            ("17.02.2020, 14:05 Uhr", "2020-02-17"),
            ("22/3/2023", "2023-03-22"),
            ("3/22/23", "2023-03-22"),
            ("04/05/2021", "2021-05-04 or 2021-04-05"),
            ("Tuesday 04/05/2021", "2021-05-04"),
            ("July 2020", "2020-07"),
            ("July 2", "--07-02"),
            ("3-Jul-2020", "2020-07-03"),
            ("Fri, 03 Jul 2020 14:05:00 +0100", "2020-07-03T14:05:00+01:00"),
            ("3 July 2020 4:45pm BST", "2020-07-03T16:45:00+01:00"),
            ("10AM GMT, 3 July 2020", "2020-07-03T10:00:00Z"),
            ("31/02/2020", "0 dates"),
            ("in 2020 people may", "0 dates"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
