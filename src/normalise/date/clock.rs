//! Times of day as people print them, with the zones whose offset is fixed.

use std::sync::LazyLock;

use jiff::civil::Time;
use jiff::tz::Offset;
use regex::{Captures, Regex};

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    /// The time.
    pub(crate) time: Time,
    /// The zone that is printed beside it, if its offset is fixed.
    pub(crate) offset: Option<Offset>,
}

/// Zones with one offset, in minutes. `ET` and `UK time` are not: they change in spring.
const ZONES: [(&str, i32); 16] = [
    ("GMT", 0),
    ("UTC", 0),
    ("Z", 0),
    ("BST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("MEZ", 60),
    ("MESZ", 120),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
];

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    let half = r"(?P<half>[ap]\.?\s?m\b\.?)";
    let zones: Vec<&str> = ZONES.iter().map(|(name, _)| *name).collect();
    let names = zones.join("|");
    let zone = format!(
        r"(?:\s*(?:hrs|hours|uhr|h)\b\.?)?(?:\s*[,(]?\s*(?:(?P<zone>{names})\b)?\s*(?P<shift>[+-]\d{{1,2}}(?::?\d\d)?\b)?)"
    );
    let pattern = [
        format!(r"\b(?P<h>\d{{1,2}})[:.h](?P<m>\d\d)(?:[:.](?P<s>\d\d)(?:\.\d+)?)?\s*{half}?{zone}"),
        format!(r"\b(?P<h2>\d{{1,2}})\s*{}{}", half.replace("half", "half2"), suffixed(&zone, "2")),
        format!(r"\b(?P<h3>\d\d)(?P<m3>\d\d)(?:\s*(?:hrs|hours|h)\b|\s+(?:{names})\b){}", suffixed(&zone, "3")),
        format!(r"\b(?P<h4>\d{{1,2}})\s*uhr\b{}", suffixed(&zone, "4")),
        format!(r"\b(?P<noon>noon)\b{}", suffixed(&zone, "5")),
    ]
    .join("|");
    Regex::new(&format!("(?i){pattern}")).expect("a fixed pattern")
});

fn suffixed(zone: &str, suffix: &str) -> String {
    zone.replace("P<zone>", &format!("P<zone{suffix}>")).replace("P<shift>", &format!("P<shift{suffix}>"))
}

/// The first time of day in a short text.
pub(crate) fn find(text: &str) -> Option<Clock> {
    CLOCK.captures_iter(text).find_map(|captures| read(&captures))
}

fn read(captures: &Captures<'_>) -> Option<Clock> {
    let any = |names: &[&str]| names.iter().find_map(|name| captures.name(name)).map(|part| part.as_str());
    let number = |names: &[&str]| any(names).and_then(|digits| digits.parse::<i8>().ok());
    let mut hour = if captures.name("noon").is_some() { 12 } else { number(&["h", "h2", "h3", "h4"])? };
    if let Some(half) = any(&["half", "half2"]) {
        if !(1..=12).contains(&hour) {
            return None;
        }
        let is_afternoon = half.starts_with(['p', 'P']);
        hour = hour % 12 + if is_afternoon { 12 } else { 0 };
    }
    let time = Time::new(hour, number(&["m", "m3"]).unwrap_or(0), number(&["s"]).unwrap_or(0), 0).ok()?;
    let zone = any(&["zone", "zone2", "zone3", "zone4", "zone5"]).or_else(|| military_zone(captures));
    let shift = any(&["shift", "shift2", "shift3", "shift4", "shift5"]);
    Some(Clock { time, offset: offset(zone, shift) })
}

/// `0001 GMT`: the zone itself says that the digits are a time.
fn military_zone<'t>(captures: &Captures<'t>) -> Option<&'t str> {
    captures.name("h3")?;
    captures.get(0)?.as_str().split_whitespace().nth(1)
}

fn offset(zone: Option<&str>, shift: Option<&str>) -> Option<Offset> {
    let base = zone.and_then(|zone| ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(zone)));
    let minutes = match (base, shift.and_then(shift_minutes)) {
        (Some((_, 0)) | None, Some(minutes)) => minutes,
        (Some((_, minutes)), None) => *minutes,
        _ => return None,
    };
    Offset::from_seconds(minutes * 60).ok()
}

fn shift_minutes(shift: &str) -> Option<i32> {
    let sign = if shift.starts_with('-') { -1 } else { 1 };
    let digits: String = shift[1..].chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = if digits.len() > 2 { digits.split_at(digits.len() - 2) } else { (digits.as_str(), "0") };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_zones() {
        for (text, expected) in [
            ("00:01 HRS BST", "00:01:00 +60"),
            ("10AM GMT", "10:00:00 +0"),
            ("9:00 A.M.,", "09:00:00 none"),
            ("9.30 p.m. (CET)", "21:30:00 +60"),
            ("18.00 Uhr MESZ", "18:00:00 +120"),
            ("10 Uhr", "10:00:00 none"),
            ("0001 GMT", "00:01:00 +0"),
            ("1430 hrs CET", "14:30:00 +60"),
            ("14:05:00 +0100", "14:05:00 +60"),
            ("14:05 GMT+2", "14:05:00 +120"),
            ("12 noon EDT", "12:00:00 -240"),
            ("12:15 am", "00:15:00 none"),
            ("9:00 ET", "09:00:00 none"),
        ] {
            let clock = find(text).unwrap_or_else(|| panic!("{text}"));
            let offset = clock.offset.map_or("none".to_owned(), |offset| format!("{:+}", offset.seconds() / 60));
            assert_eq!(format!("{} {offset}", clock.time), expected, "{text}");
        }
        assert_eq!(find("the 2020 report"), None);
        assert_eq!(find("25:10"), None);
    }
}
