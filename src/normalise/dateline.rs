//! Datelines: place, date and agency before the first sentence of a report.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::normalise::byline;
use crate::normalise::date::{self, Reading};

/// A dateline as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Printed {
    /// All of it, with the dash: what is cut from the body.
    pub(crate) span: Range<usize>,
    /// `The Hague`.
    pub(crate) place: Option<String>,
    /// The day, often without a year.
    pub(crate) date: Option<Reading>,
    /// Short form and name of the agency.
    pub(crate) agency: Option<(String, String)>,
}

/// How far into a paragraph a dateline may reach.
const DATELINE_BYTES_MAX: usize = 160;

const DASH: &str = r"(?:\s*(?:--|[-–—]|\.-|:)\s*)";
/// A place in capitals, perhaps several, perhaps with its state: `PORT-AU-PRINCE`, `LONDON/PARIS`, `PHOENIX, Ariz.`
const CAPITALS: &str = r"(?P<place>\p{Lu}[\p{Lu}\p{M}'’. -]*[\p{Lu}\p{M}.](?:/\p{Lu}[\p{Lu}\p{M}'’. -]*[\p{Lu}.])*)";
const STATE: &str = r"(?P<state>,\s(?:\p{Lu}[\p{L}.]{1,14})(?:\s\p{Lu}[\p{L}.]{1,14}){0,2})?";
const AGENCY: &str = r"\((?P<agency>[\p{L}][\p{L}\p{M}0-9 ./&-]{1,40})\)";

fn pattern(text: &str) -> Regex {
    let month = r"(?:\d{1,2}\.?\s+\p{L}{3,10}\.?|\p{L}{3,10}\.?\s+\d{1,2})(?:,?\s+\d{4})?";
    let text = text
        .replace("DASH", DASH)
        .replace("CAPITALS", CAPITALS)
        .replace("STATE", STATE)
        .replace("AGENCY", AGENCY)
        .replace("DATE", &format!("(?P<date>{month})"));
    Regex::new(&format!("^{text}")).expect("a fixed pattern")
}

static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // LONDON, July 2 (Reuters) -
        r"CAPITALSSTATE(?:,?\s+DATE)?\s*AGENCYDASH",
        // Hamburg (dpa/lno) - ; Madrid, 7 abr (EFE).-
        r"(?P<place>\p{Lu}[\p{L}\p{M}'’.-]+(?:[ /]\p{L}[\p{L}\p{M}'’.-]+){0,3})(?:,\s+DATE)?\s*AGENCYDASH",
        // Duisburg (ots)
        r"(?P<place>\p{Lu}[\p{L}\p{M}'’.-]+(?:[ /-]\p{L}[\p{L}\p{M}'’.-]+){0,3})\s*\((?P<agency>ots)\)(?:DASH|\s+)",
        // May 21 (UPI) -- ; (Reuters) -
        r"(?:DATE\s*)?AGENCYDASH",
        // HARBOURTOWN, July 2, 2020 -
        r"CAPITALSSTATE,\s+DATE(?:\s*(?:--|[-–—])\s*)",
        // (PHOENIX) –
        r"\((?P<place>\p{Lu}[\p{Lu}\p{M}'’. -]{2,40})\)\s*(?:--|[-–—])\s*",
        // HARBOURTOWN, State –
        r"(?P<place>\p{Lu}[\p{Lu}\p{M}'’-]+(?:[ .]+\p{Lu}[\p{Lu}\p{M}'’-]+)*)STATE(?:\s*(?:--|[–—])\s*|\s+-\s+)",
    ]
    .map(pattern)
    .into()
});

/// Xinhua: 新华社北京3月9日电
static XINHUA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^新华社(?P<place>\p{Han}{2,8}?)(?P<month>\d{1,2})月(?P<day>\d{1,2})日电\s*").expect("a fixed pattern")
});

/// Arabic: لندن (رويترز) -
static ARABIC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<place>\p{Arabic}+(?:\s\p{Arabic}+){0,2})\s*\((?P<agency>رويترز|أ ف ب|ا ف ب|أ ب)\)\s*[-–—]\s*")
        .expect("a fixed pattern")
});

/// Reads the dateline at the start of a paragraph.
pub(crate) fn read(text: &str) -> Option<Printed> {
    let head = &text[..text.floor_char_boundary(DATELINE_BYTES_MAX)];
    if let Some(captures) = XINHUA.captures(head) {
        return Some(xinhua(&captures));
    }
    if let Some(captures) = ARABIC.captures(head) {
        let agency = if &captures["agency"] == "رويترز" { "Reuters" } else { "AFP" };
        let mut printed = printed(&captures, None)?;
        printed.agency = byline::agency(agency).map(|agency| (agency.short.to_owned(), agency.name.to_owned()));
        return Some(printed);
    }
    FORMS.iter().find_map(|form| {
        let captures = form.captures(head)?;
        let agency = captures.name("agency").map(|agency| agency.as_str());
        printed(&captures, agency)
    })
}

fn printed(captures: &Captures<'_>, agency: Option<&str>) -> Option<Printed> {
    let place = captures.name("place").map(|place| place.as_str().trim());
    let state = captures.name("state").map_or("", |state| state.as_str());
    let date_text = captures.name("date").map(|date| date.as_str());
    let date = date_text.and_then(|text| date::find(text).first().map(|printed| printed.reading));
    if date_text.is_some() && date.is_none() {
        return None;
    }
    if place.is_some_and(is_no_place) {
        return None;
    }
    let is_known = agency.is_some_and(|agency| byline::agency(agency).is_some());
    // "Officers (left) - …" is prose: without capitals or a place, only an agency that we know will do.
    let is_capitals = place.is_some_and(|place| !place.chars().any(char::is_lowercase));
    if agency.is_some_and(|agency| agency != "ots" && !is_known && !(is_capitals && is_agency_like(agency))) {
        return None;
    }
    Some(Printed {
        span: captures.get(0)?.range(),
        place: place.map(|place| format!("{}{state}", title_case(place))),
        date,
        agency: agency.filter(|agency| *agency != "ots").map(named),
    })
}

/// Words that stand in capitals at the start of a line and are no place.
fn is_no_place(place: &str) -> bool {
    const WORDS: [&str; 16] = [
        "FILE PHOTO",
        "PHOTO",
        "NOTE",
        "UPDATE",
        "CORRECTED",
        "WATCH",
        "READ",
        "BREAKING",
        "EXCLUSIVE",
        "EMBARGOED",
        "LIVE",
        "Q",
        "A",
        "CONTACT",
        "PRESS RELEASE",
        "NEWS RELEASE",
    ];
    WORDS.contains(&place) || place.split(' ').count() > 6
}

fn is_agency_like(agency: &str) -> bool {
    agency.starts_with(char::is_uppercase) && agency.split(' ').count() <= 4
}

fn named(agency: &str) -> (String, String) {
    match byline::agency(agency) {
        Some(known) => (known.short.to_owned(), known.name.to_owned()),
        None => (agency.to_owned(), agency.to_owned()),
    }
}

fn xinhua(captures: &Captures<'_>) -> Printed {
    let number = |name: &str| captures[name].parse::<i8>().unwrap_or(0);
    Printed {
        span: 0..captures.get(0).map_or(0, |whole| whole.end()),
        place: Some(captures["place"].to_owned()),
        date: jiff::civil::Date::new(2000, number("month"), number("day"))
            .ok()
            .map(|date| Reading::NoYear(date.month(), date.day())),
        agency: Some(("Xinhua".to_owned(), "Xinhua".to_owned())),
    }
}

/// `PORT-AU-PRINCE` is Port-au-Prince, `THE HAGUE` The Hague; what has small letters already stays.
pub(crate) fn title_case(place: &str) -> String {
    const SMALL: [&str; 17] =
        ["au", "aux", "de", "del", "do", "da", "la", "le", "les", "sur", "sous", "upon", "en", "am", "an", "on", "of"];
    if place.chars().any(char::is_lowercase) {
        return place.to_owned();
    }
    let mut cased = String::with_capacity(place.len());
    for (index, word) in place.split_inclusive([' ', '-', '/']).enumerate() {
        let bare = word.trim_end_matches([' ', '-', '/']);
        let lower = bare.to_lowercase();
        let is_first = index == 0 || cased.ends_with('/');
        if bare.matches('.').count() > 1 || (!is_first && matches!(bare, "DC" | "D.C." | "USA" | "UK")) {
            cased.push_str(bare);
        } else if !is_first && SMALL.contains(&lower.as_str()) {
            cased.push_str(&lower);
        } else {
            push_capitalised(&mut cased, &lower);
        }
        cased.push_str(&word[bare.len()..]);
    }
    cased
}

fn push_capitalised(cased: &mut String, lower: &str) {
    let mut is_start = true;
    for c in lower.chars() {
        if is_start && c.is_alphabetic() {
            cased.extend(c.to_uppercase());
            is_start = false;
        } else {
            cased.push(c);
        }
        is_start |= matches!(c, '\'' | '’') && lower.starts_with(['o', 'd', 'l']) && cased.chars().count() < 3;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::when::When;

    #[test]
    fn datelines_are_read() {
        for (text, place, agency) in [
            ("LONDON (Reuters) - Police", "London", "Reuters"),
            ("LONDON, July 2 (Reuters) - Police", "London", "Reuters"),
            ("THE HAGUE (AP) — Police", "The Hague", "AP"),
            ("PORT-AU-PRINCE, Haiti (AP) -- Police", "Port-au-Prince, Haiti", "AP"),
            ("LONDON/PARIS (Reuters) - Police", "London/Paris", "Reuters"),
            ("PHOENIX, Ariz. – Police", "Phoenix, Ariz.", ""),
            ("HARBOURTOWN— Police", "Harbourtown", ""),
            ("(PHOENIX) – Police", "Phoenix", ""),
            ("HARBOURTOWN, July 2, 2020 - Police", "Harbourtown", ""),
            ("Hamburg (dpa/lno) - Die Polizei", "Hamburg", "dpa"),
            ("Duisburg (ots) Die Polizei", "Duisburg", ""),
            ("Paris (AFP) - La police", "Paris", "AFP"),
            ("Madrid, 7 abr (EFE).- La policía", "Madrid", "EFE"),
            ("ROTTERDAM (ANP) - De politie", "Rotterdam", "ANP"),
            ("May 21 (UPI) -- Police", "", "UPI"),
            ("(Reuters) - Police", "", "Reuters"),
            ("BRUSSELS (Canal Wire) - Police", "Brussels", "Canal Wire"),
            ("新华社北京3月9日电 警方", "北京", "Xinhua"),
            ("لندن (رويترز) - قالت", "لندن", "Reuters"),
            ("RIO DE JANEIRO (AFP) - Police", "Rio de Janeiro", "AFP"),
            ("WASHINGTON, D.C. – Police", "Washington, D.C.", ""),
        ] {
            let printed = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(printed.place.as_deref().unwrap_or(""), place, "{text}");
            assert_eq!(printed.agency.map(|(short, _)| short).unwrap_or_default(), agency, "{text}");
            assert!(text[printed.span].trim_end().len() < text.len() - 3, "{text}");
        }
        let printed = read("LONDON, 2 July 2020 (Reuters) - x").unwrap();
        assert_eq!(printed.date, Some(Reading::Sure(When::parse("2020-07-02").unwrap())));
    }

    #[test]
    fn prose_is_no_dateline() {
        for text in [
            "Police (left) - who came",
            "The National Agency (NCA) said",
            "A man - aged 40 - was held",
            "NCA officers - many of them",
            "Two men (aged 30) - both of",
            "FILE PHOTO - A boat",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
