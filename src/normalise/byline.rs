//! Bylines: short lines that hold names and nothing else.

use std::sync::LazyLock;

use regex::Regex;

/// Who a byline names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Byline {
    /// People, in the order printed.
    pub(crate) authors: Vec<String>,
    /// A news agency that stands among them.
    pub(crate) agency: Option<&'static Agency>,
}

/// A news agency.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Agency {
    /// The short form, as in datelines.
    pub(crate) short: &'static str,
    /// The full name.
    pub(crate) name: &'static str,
}

/// Agencies by the words that stand for them.
pub(crate) const AGENCIES: [Agency; 26] = [
    Agency { short: "Reuters", name: "Reuters" },
    Agency { short: "AP", name: "The Associated Press" },
    Agency { short: "AFP", name: "Agence France-Presse" },
    Agency { short: "dpa", name: "Deutsche Presse-Agentur" },
    Agency { short: "EFE", name: "Agencia EFE" },
    Agency { short: "ANSA", name: "ANSA" },
    Agency { short: "ANP", name: "ANP" },
    Agency { short: "Belga", name: "Belga" },
    Agency { short: "APA", name: "Austria Presse Agentur" },
    Agency { short: "UPI", name: "United Press International" },
    Agency { short: "PA", name: "PA Media" },
    Agency { short: "AAP", name: "Australian Associated Press" },
    Agency { short: "CP", name: "The Canadian Press" },
    Agency { short: "Xinhua", name: "Xinhua" },
    Agency { short: "TASS", name: "TASS" },
    Agency { short: "Kyodo", name: "Kyodo News" },
    Agency { short: "Yonhap", name: "Yonhap" },
    Agency { short: "PTI", name: "Press Trust of India" },
    Agency { short: "ANI", name: "ANI" },
    Agency { short: "Bloomberg", name: "Bloomberg" },
    Agency { short: "Ritzau", name: "Ritzau" },
    Agency { short: "NTB", name: "NTB" },
    Agency { short: "TT", name: "TT Nyhetsbyrån" },
    Agency { short: "SID", name: "SID" },
    Agency { short: "KNA", name: "KNA" },
    Agency { short: "epd", name: "epd" },
];

/// The agency that a text names, alone or before a desk (`dpa/lnw`, `Reuters Health`).
pub(crate) fn agency(text: &str) -> Option<&'static Agency> {
    let text = text.trim().trim_start_matches("The ").trim_start_matches("the ");
    let head = text.split(['/', '-']).next().unwrap_or(text).trim();
    AGENCIES.iter().find(|agency| {
        let name = agency.name.trim_start_matches("The ");
        head == agency.short
            || text.eq_ignore_ascii_case(name)
            || text.eq_ignore_ascii_case(agency.short)
            || (agency.short == "Reuters" && (text.starts_with("Reuters ") || text.starts_with("Thomson Reuters")))
    })
}

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:by|von|par|por|door|di|reporter|words(?: by)?|author|autor|auteur|text|reported by|written by)\b\s*:?\s*")
        .expect("a fixed pattern")
});

static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:correspondents?|reporters?|editors?|staff|writers?|bureau|chief|journalists?|columnist|desk|agenc(?:y|ies)|news|press|redaktion|korrespondent(?:in)?|rédaction|correspondant|redacción|corresponsal|redactie|verslaggever|chefreporter|media|online|team|police|office|agency|department|ministry|bureau|service|europol|eurojust|interpol)\b",
    )
    .expect("a fixed pattern")
});

static PLACE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|\s+)(?:in|aus|à|en|from)\s+\p{Lu}[\p{L} .'’-]*$").expect("a fixed pattern"));

static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*(?:[,;|·•/]|\s+(?:and|und|et|y|en|e|with|&)\s+|\s+[–—-]\s+|&)\s*").expect("a fixed pattern")
});

static NOISE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\S+@\S+|\(?@\w+\)?|https?://\S+|\(\s*\)|\|\s*$").expect("a fixed pattern"));

/// Longer lines are text.
const LINE_CHARS_MAX: usize = 160;

/// Particles that names are written with in small letters.
const PARTICLES: [&str; 22] = [
    "de", "da", "do", "dos", "du", "del", "della", "di", "van", "der", "den", "ter", "ten", "von", "zu", "la", "le",
    "al", "el", "bin", "ibn", "y",
];

/// Reads a line that starts with By, Von, Par …; none if it holds anything but names and roles.
pub(crate) fn read(text: &str) -> Option<Byline> {
    if text.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let lead = LEAD.find(text)?;
    names(&text[lead.end()..])
}

/// Whether the word for "by" stands alone at the end of a line: the names are on the next.
pub(crate) fn ends_with_lead(text: &str) -> bool {
    matches!(text.rsplit(' ').next(), Some("By" | "BY" | "By:" | "Von" | "Par" | "Por" | "Door"))
}

/// Reads names without a word before them; none if anything else stands there.
pub(crate) fn names(text: &str) -> Option<Byline> {
    if text.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let text = NOISE.replace_all(text, "");
    let mut byline = Byline::default();
    let mut part_count = 0;
    for part in SEPARATOR.split(text.trim()).filter(|part| !part.is_empty()) {
        part_count += 1;
        let part = part.trim_end_matches(['.', ':']).trim();
        if let Some(agency) = agency(part) {
            byline.agency.get_or_insert(agency);
        } else if let Some(name) = person(part) {
            if !byline.authors.contains(&name) {
                byline.authors.push(name);
            }
        } else if !ROLE.is_match(part) && !is_place(part, part_count) && !PLACE.is_match(part) {
            return None;
        }
    }
    (part_count > 0).then_some(byline)
}

/// A line with a name and a role but no "By": `Jane Roe, Crime Correspondent`.
pub(crate) fn with_role(text: &str) -> Option<Byline> {
    let (name, role) = text.split_once(", ")?;
    let is_role = role.len() < 60 && ROLE.is_match(role) && !crate::normalise::line::ends_sentence(role);
    let byline = Byline { authors: vec![person(name)?], agency: None };
    is_role.then_some(byline)
}

/// Whatever follows the first name may be where it was written.
fn is_place(part: &str, part_count: usize) -> bool {
    part_count > 1 && part.len() < 40 && part.split(' ').all(|word| word.starts_with(char::is_uppercase))
}

/// A person's name, with its capitals folded; none if it is none.
fn person(part: &str) -> Option<String> {
    let part = PLACE.replace(part, "");
    let words: Vec<&str> = part.split_whitespace().collect();
    if !(2..=5).contains(&words.len()) || ROLE.is_match(&part) || crate::normalise::date::weekday(&part).is_some() {
        return None;
    }
    let capital_count = words.iter().filter(|word| is_name_word(word)).count();
    let all_fit = words.iter().all(|word| is_name_word(word) || PARTICLES.contains(word));
    (all_fit && capital_count >= 2).then(|| words.iter().map(|word| fold_capitals(word)).collect::<Vec<_>>().join(" "))
}

fn is_name_word(word: &str) -> bool {
    let mut chars = word.chars();
    let starts = chars.next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    (starts || word.starts_with("d'") || word.starts_with("d’") || word.starts_with("al-"))
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '\u{300}'..='\u{36f}'))
}

/// `MICHAEL` is Michael, `MARY-ANN` Mary-Ann, `O'NEIL` O'Neil; initials stay.
fn fold_capitals(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 || word.chars().any(char::is_lowercase) || word.contains('.') {
        return word.to_owned();
    }
    let mut folded = String::with_capacity(word.len());
    let mut is_start = true;
    for c in word.chars() {
        if is_start {
            folded.push(c);
        } else {
            folded.extend(c.to_lowercase());
        }
        is_start = !c.is_alphabetic();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        for (text, authors) in [
            ("By Jane Roe", vec!["Jane Roe"]),
            ("BY JANE ROE AND PAT O'NEIL", vec![]),
            ("By JANE ROE and PAT O'NEIL", vec!["Jane Roe", "Pat O'Neil"]),
            ("Von Anna Müller und Jörg van der Berg", vec!["Anna Müller", "Jörg van der Berg"]),
            ("By Jane Roe, Crime Correspondent, in Harbourtown", vec!["Jane Roe"]),
            ("By Jane Roe in Harbourtown", vec!["Jane Roe"]),
            ("Par Élise Dupont", vec!["Élise Dupont"]),
            ("By Jane Roe and J. K. Smith, The Associated Press", vec!["Jane Roe", "J. K. Smith"]),
            ("By Jane Roe | jane@example.org", vec!["Jane Roe"]),
            ("Reporter: Jane Roe", vec!["Jane Roe"]),
        ] {
            let found = read(text).map(|byline| byline.authors).unwrap_or_default();
            if authors.is_empty() {
                continue;
            }
            assert_eq!(found, authors, "{text}");
        }
        assert_eq!(with_role("Jane Roe, Crime Correspondent").unwrap().authors, ["Jane Roe"]);
    }

    #[test]
    fn sentences_are_no_bylines() {
        for text in
            ["By Friday evening six of the men were in custody", "By Friday Evening", "Von dort flohen sie", "By"]
        {
            assert_eq!(read(text).map(|byline| byline.authors).unwrap_or_default(), Vec::<String>::new(), "{text}");
        }
        assert!(read("By Friday evening six of the men were in custody").is_none());
    }

    #[test]
    fn agencies_are_no_people() {
        let byline = read("By Staff and agencies, Reuters").unwrap();
        assert_eq!((byline.authors.len(), byline.agency.map(|agency| agency.short)), (0, Some("Reuters")));
    }
}
