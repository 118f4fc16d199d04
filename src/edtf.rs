//! Dates of events: partial, uncertain and open ones, in EDTF (ISO 8601-2:2019, Annex A), as people would say them.

use std::cmp::Ordering;
use std::fmt::Write as _;

use edtf_core::{Bound, BoundDate, Edtf, IntervalEndpoint};
use serde::{Serialize, Serializer};

use crate::when::month_name;

/// When something happened, as far as it is known. Ordered by earliest day, then latest, then the coarser first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDate {
    text: String,
    edtf: Edtf,
}

impl EventDate {
    /// Reads an EDTF value, levels 0 to 2.
    ///
    /// # Errors
    /// Says what the parser expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let edtf = Edtf::parse(text).map_err(|error| error.message.to_owned())?;
        Ok(EventDate { text: text.to_owned(), edtf })
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// “about”: `~` or `%` somewhere in it.
    pub fn is_approximate(&self) -> bool {
        self.edtf.is_approximate()
    }

    /// “perhaps”: `?` or `%` somewhere in it.
    pub fn is_uncertain(&self) -> bool {
        self.edtf.is_uncertain()
    }

    /// Whether its start or its end is open or unknown.
    pub fn is_open(&self) -> bool {
        match &self.edtf {
            Edtf::Interval(interval) => !interval.start.is_dated() || !interval.end.is_dated(),
            _ => false,
        }
    }

    /// The year under which a list shows it: of the earliest day, else of the latest.
    pub fn year(&self) -> Option<i64> {
        self.earliest().or_else(|| self.latest()).map(|day| day.year)
    }

    /// For `<time datetime>`: the plain year, month or day that it names; none for intervals, seasons and decades.
    pub fn iso(&self) -> Option<String> {
        let Edtf::Date(date) = &self.edtf else { return None };
        if date.has_unspecified() {
            return None;
        }
        let mut iso = format!("{:04}", date.year.value().filter(|year| (1..=9999).contains(year))?);
        if let Some(month) = date.month {
            let month = month.value().filter(|month| *month <= 12)?;
            let _ = write!(iso, "-{month:02}");
            if let Some(day) = date.day {
                let _ = write!(iso, "-{:02}", day.value()?);
            }
        }
        Some(iso)
    }

    /// As a newspaper would put it: “2 July 2020”, “about May 2020”, “since 2016”, “the 1990s”.
    pub fn human(&self) -> String {
        match &self.edtf {
            Edtf::Date(date) => qualified(date),
            Edtf::DateTime(moment) => {
                format!("{}, {:02}:{:02}", qualified(&moment.date), moment.time.hour, moment.time.minute)
            }
            Edtf::Interval(interval) => human_interval(&interval.start, &interval.end),
            Edtf::Set(_) => self.text.clone(),
        }
    }

    fn earliest(&self) -> Option<BoundDate> {
        day(self.edtf.bounds().earliest)
    }

    fn latest(&self) -> Option<BoundDate> {
        day(self.edtf.bounds().latest)
    }

    /// An open start sorts by the end, an open end by the start.
    fn sort_key(&self) -> ((i64, u8, u8), (i64, u8, u8)) {
        const NEVER: (i64, u8, u8) = (i64::MAX, 0, 0);
        let key = |day: Option<BoundDate>| day.map(|day| (day.year, day.month, day.day));
        let (earliest, latest) = (key(self.earliest()), key(self.latest()));
        (earliest.or(latest).unwrap_or(NEVER), latest.or(earliest).unwrap_or(NEVER))
    }
}

fn day(bound: Bound) -> Option<BoundDate> {
    match bound {
        Bound::Date(day) => Some(day),
        _ => None,
    }
}

impl Ord for EventDate {
    fn cmp(&self, other: &Self) -> Ordering {
        let ((start, end), (other_start, other_end)) = (self.sort_key(), other.sort_key());
        // Of two that start together the one that ends later is the coarser, and comes first.
        start.cmp(&other_start).then(other_end.cmp(&end)).then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for EventDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for EventDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

fn qualified(date: &edtf_core::Date) -> String {
    let plain = plain(date);
    match (date.is_approximate(), date.is_uncertain()) {
        (true, true) => format!("perhaps about {plain}"),
        (true, false) => format!("about {plain}"),
        (false, true) => format!("perhaps {plain}"),
        (false, false) => plain,
    }
}

fn plain(date: &edtf_core::Date) -> String {
    let year = human_year(&date.year);
    let Some(month) = date.month else { return year };
    let Some(month_number) = month.value() else { return format!("an unknown month of {year}") };
    let month = match month_number {
        1..=12 => month_name(month_number.cast_signed()).to_owned(),
        21 | 25 | 29 => "spring".to_owned(),
        22 | 26 | 30 => "summer".to_owned(),
        23 | 27 | 31 => "autumn".to_owned(),
        24 | 28 | 32 => "winter".to_owned(),
        33..=36 => format!("quarter {} of", month_number - 32),
        37..=39 => format!("third {} of", month_number - 36),
        _ => format!("half {} of", month_number - 39),
    };
    match date.day {
        None => format!("{month} {year}"),
        Some(day) => match day.value() {
            Some(day) => format!("{day} {month} {year}"),
            None => format!("a day in {month} {year}"),
        },
    }
}

fn human_year(year: &edtf_core::Year) -> String {
    if let Some(value) = year.value() {
        return if value < 0 { format!("{} BC", 1 - value) } else { value.to_string() };
    }
    let text = Edtf::Date(edtf_core::Date { year: *year, month: None, day: None }).to_string();
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    match (digits.len(), text.matches('X').count()) {
        (3, 1) => format!("the {digits}0s"),
        (2, 2) => format!("the {digits}00s"),
        _ => "an unknown year".to_owned(),
    }
}

fn human_interval(start: &IntervalEndpoint, end: &IntervalEndpoint) -> String {
    let dated = |endpoint: &IntervalEndpoint| match endpoint {
        IntervalEndpoint::Date(date) => Some(qualified(date)),
        IntervalEndpoint::OnOrBefore(date) => Some(format!("{} or before", qualified(date))),
        IntervalEndpoint::OnOrAfter(date) => Some(format!("{} or after", qualified(date))),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
    };
    match (dated(start), dated(end)) {
        (Some(start), Some(end)) if start == end => start,
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(start), None) => format!("since {start}"),
        (None, Some(end)) => format!("until {end}"),
        (None, None) => "at an unknown time".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn human(text: &str) -> String {
        EventDate::parse(text).unwrap().human()
    }

    #[test]
    fn dates_read_as_people_say_them() {
        for (edtf, said) in [
            ("2020-07-02", "2 July 2020"),
            ("2020-05", "May 2020"),
            ("2020-05~", "about May 2020"),
            ("2016~", "about 2016"),
            ("2016/..", "since 2016"),
            ("../2018", "until 2018"),
            ("2015/2016", "2015 to 2016"),
            ("2016?", "perhaps 2016"),
            ("2016%", "perhaps about 2016"),
            ("2019-22", "summer 2019"),
            ("199X", "the 1990s"),
            ("2020-03-XX", "a day in March 2020"),
            ("2019-01~/2019-04~", "about January 2019 to about April 2019"),
        ] {
            assert_eq!(human(edtf), said, "{edtf}");
        }
        assert!(EventDate::parse("last week").is_err());
    }

    #[test]
    fn the_coarser_comes_first_and_open_ends_sort_by_what_is_known() {
        let mut dates: Vec<_> = ["2020-05-03", "2016/..", "2020", "../2018", "2020-05", "2016"]
            .iter()
            .map(|text| EventDate::parse(text).unwrap())
            .collect();
        dates.sort();
        let order: Vec<_> = dates.iter().map(EventDate::as_str).collect();
        assert_eq!(order, ["2016", "2016/..", "../2018", "2020", "2020-05", "2020-05-03"]);
    }

    #[test]
    fn only_plain_dates_are_machine_readable() {
        let iso = |text: &str| EventDate::parse(text).unwrap().iso();
        assert_eq!(iso("2020-05~").as_deref(), Some("2020-05"));
        assert_eq!(iso("2016/.."), None);
        assert_eq!(iso("2019-22"), None);
    }
}
