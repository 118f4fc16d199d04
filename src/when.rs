//! Dates that are as precise as their source: a year, a month, a day or a moment.
//!
//! Nothing here invents a day to fill a field, and nothing asks the clock.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use serde::{Serialize, Serializer};

/// When something was published, as precisely as somebody said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// `2020`.
    Year(i16),
    /// `2020-07`.
    Month(i16, i8),
    /// `2020-07-03`.
    Day(Date),
    /// `2020-07-03T14:05`: a time of day where the site is.
    Local(DateTime),
    /// `2020-07-03T14:05+01:00`: a moment, with the offset that was printed beside it.
    Moment(DateTime, Offset),
}

impl When {
    /// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, and dates with a time: ISO 8601 and RFC 3339 with `T` or a space, and the
    /// form of Jekyll (`2020-07-03 14:05:00 +0100`). None for everything else: we do not guess.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = text.as_bytes();
        let digits =
            |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
        if !text.is_ascii() || !digits(0..4) {
            return None;
        }
        let year: i16 = text[..4].parse().ok()?;
        match bytes.len() {
            4 => Some(When::Year(year)),
            7 if bytes[4] == b'-' && digits(5..7) => {
                let month: i8 = text[5..].parse().ok()?;
                (1..=12).contains(&month).then_some(When::Month(year, month))
            }
            10 => text.parse().ok().map(When::Day),
            _ if bytes.len() > 10 && matches!(bytes[10], b'T' | b't' | b' ') => parse_time(text),
            _ => None,
        }
    }

    /// The first moment that it can mean, in the zone of the site where it names none. The last hours of the year 9999
    /// are beyond what a moment can be; they are the last one, so that `9999-12-31` means “never”.
    pub fn start(&self, zone: &TimeZone) -> Timestamp {
        match *self {
            When::Moment(time, offset) => offset.to_timestamp(time).unwrap_or(Timestamp::MAX),
            When::Local(time) => moment(time, zone),
            _ => moment(self.first_day().at(0, 0, 0, 0), zone),
        }
    }

    /// The first day that it can mean, as printed.
    pub fn first_day(&self) -> Date {
        match *self {
            When::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::ZERO),
            When::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::ZERO),
            When::Day(day) => day,
            When::Local(time) | When::Moment(time, _) => time.date(),
        }
    }

    /// The year.
    pub fn year(&self) -> i16 {
        self.first_day().year()
    }

    /// The month, if it is known.
    pub fn month(&self) -> Option<i8> {
        match self {
            When::Year(_) => None,
            _ => Some(self.first_day().month()),
        }
    }

    /// The day of the month, if it is known.
    pub fn day(&self) -> Option<i8> {
        match self {
            When::Year(_) | When::Month(..) => None,
            _ => Some(self.first_day().day()),
        }
    }

    /// Whether it is a moment that is the same everywhere.
    pub fn moment(&self) -> Option<Timestamp> {
        match *self {
            When::Moment(time, offset) => offset.to_timestamp(time).ok(),
            _ => None,
        }
    }
}

fn moment(time: DateTime, zone: &TimeZone) -> Timestamp {
    zone.to_timestamp(time).unwrap_or(Timestamp::MAX)
}

fn parse_time(text: &str) -> Option<When> {
    let day: Date = text[..10].parse().ok()?;
    let rest = text[11..].trim();
    let clock_end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
    let clock = &rest[..clock_end];
    // jiff reads `14:05` and `14:05:00.5`; a lone hour is too little to be meant as a time.
    let time = clock.contains(':').then(|| clock.parse::<jiff::civil::Time>().ok())??;
    let zone = rest[clock_end..].trim();
    let time = day.to_datetime(time);
    match zone {
        "" => Some(When::Local(time)),
        "Z" | "z" | "UTC" | "GMT" => Some(When::Moment(time, Offset::UTC)),
        zone => parse_offset(zone).map(|offset| When::Moment(time, offset)),
    }
}

/// `+01:00`, `-0500`, `+01`.
fn parse_offset(text: &str) -> Option<Offset> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i32 = digits[..2].parse().ok()?;
    let minutes: i32 = if digits.len() == 4 { digits[2..].parse().ok()? } else { 0 };
    if hours > 14 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// As in front matter: the shortest ISO form.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Year(year) => write!(f, "{year:04}"),
            When::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            When::Day(day) => write!(f, "{day}"),
            When::Local(time) => write!(f, "{time}"),
            When::Moment(time, offset) if *offset == Offset::UTC => write!(f, "{time}Z"),
            When::Moment(time, offset) => write!(f, "{time}{}", offset_text(*offset)),
        }
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `+01:00`.
pub fn offset_text(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The moment as RFC 3339 in the zone of the site, for feeds and sitemaps: whole seconds, numeric offset.
pub fn rfc3339(moment: Timestamp, zone: &TimeZone) -> String {
    let zoned = moment.to_zoned_datetime(zone.clone());
    let time = zoned.datetime().round(jiff::Unit::Second).unwrap_or(zoned.datetime());
    if zoned.offset() == Offset::UTC { format!("{time}Z") } else { format!("{time}{}", offset_text(zoned.offset())) }
}

/// English names of the months, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month (1 to 12).
///
/// # Panics
/// If there is no such month.
pub fn month_name(month: i8) -> &'static str {
    MONTHS[usize::try_from(month - 1).expect("months count from 1")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_precise_as_written() {
        for (text, shown) in [
            ("2020", "2020"),
            ("2020-07", "2020-07"),
            ("2020-07-03", "2020-07-03"),
            ("2020-07-03T14:05", "2020-07-03T14:05:00"),
            ("2020-07-03 14:05:00 +0100", "2020-07-03T14:05:00+01:00"),
            ("2020-07-03T14:05:09Z", "2020-07-03T14:05:09Z"),
            ("2020-07-03T14:05:09-05:00", "2020-07-03T14:05:09-05:00"),
        ] {
            assert_eq!(When::parse(text).map(|when| when.to_string()).as_deref(), Some(shown), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "last Teusday",
            "2020-13",
            "2020-02-30",
            "20",
            "2020-07-03T",
            "2020-07-03T25:00",
            "2020-07-03T10:00+99:00",
            "٢٠٢٠",
            "2020-07-03Tx",
        ] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_bare_date_starts_at_local_midnight() {
        let zone = TimeZone::get("Europe/London").unwrap();
        assert_eq!(When::parse("2020-07-03").unwrap().start(&zone).to_string(), "2020-07-02T23:00:00Z");
        assert_eq!(When::parse("2020").unwrap().start(&zone).to_string(), "2020-01-01T00:00:00Z");
    }
}
