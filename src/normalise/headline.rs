//! Headlines: what agencies put before them, and what sites put behind them.

use std::sync::LazyLock;

use regex::Regex;

use crate::normalise::line::squeeze;

/// A headline without its flags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Headline {
    /// The words.
    pub(crate) text: String,
    /// `UPDATE 2`, `CORRECTED`, `EXCLUSIVE` …
    pub(crate) flags: Vec<String>,
}

static FLAG: LazyLock<Regex> = LazyLock::new(|| {
    let flags = "UPDATE|WRAPUP|CORRECTED|CORRECTION|REFILE|RPT|REPEAT|EXCLUSIVE|ADVISORY|BREAKING|URGENT|FLASH|ALERT|NEWSALERT|\
                 CLARIFICATION|RECAST|WITHDRAWN|KILL|EILMELDUNG|EIL|ACTUALIZACIÓN|CORRIGÉ|BERICHTIGUNG|KORREKTUR";
    Regex::new(&format!(
        r"^(?:((?:{flags})(?: ?\d+)?)\s*(?:-+|–|—|:|/)\s*|(Exclusive|Breaking|Update|Corrected)\s*:\s+)"
    ))
    .expect("a fixed pattern")
});

static POLICE_DESK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^((?:POL|FW|BPOL|ZOLL|StA)-[A-ZÄÖÜ]{1,6}):\s+").expect("a fixed pattern"));

static SLUG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[A-Z0-9]+(?:-[A-Z0-9]+)*/(?:\s?\(.*\)|[A-Z ]*)$").expect("a fixed pattern"));

/// Takes the flags off a headline.
pub(crate) fn read(text: &str) -> Headline {
    let text = squeeze(text);
    let mut rest = text.as_str();
    let mut flags = Vec::new();
    while let Some(flag) = FLAG.captures(rest).or_else(|| POLICE_DESK.captures(rest)) {
        let word = flag.get(1).or_else(|| flag.get(2)).map_or("", |word| word.as_str());
        let end = flag.get(0).map_or(0, |whole| whole.end());
        if rest[end..].is_empty() {
            break;
        }
        flags.push(word.to_uppercase());
        rest = &rest[end..];
    }
    Headline { text: rest.to_owned(), flags }
}

/// Whether a flag is that of a police press desk (`POL-HH`).
pub(crate) fn is_police_desk(flag: &str) -> bool {
    ["POL-", "BPOL-", "FW-", "ZOLL-", "STA-"].iter().any(|desk| flag.starts_with(desk))
}

/// Whether a line is the slug of an agency (`BRITAIN-CRIME/ (UPDATE 1)`), which is no headline.
pub(crate) fn is_slug(text: &str) -> bool {
    SLUG.is_match(text)
}

/// The parts of a page's title: headline and site.
pub(crate) fn parts(title: &str) -> Vec<&str> {
    static SEPARATOR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\s+[|–—·»›:]\s+|\s+-{1,2}\s+").expect("a fixed pattern"));
    SEPARATOR.split(title).map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_taken_off_and_kept() {
        for (text, title, flags) in [
            ("UPDATE 2-Police raid harbour", "Police raid harbour", vec!["UPDATE 2"]),
            ("CORRECTED-UPDATE 1-Two held", "Two held", vec!["CORRECTED", "UPDATE 1"]),
            ("EXCLUSIVE-A ring falls", "A ring falls", vec!["EXCLUSIVE"]),
            ("POL-HH: Razzia im Hafen", "Razzia im Hafen", vec!["POL-HH"]),
            ("Exclusive: A ring falls", "A ring falls", vec!["EXCLUSIVE"]),
            ("EXCLUSIVE club raided", "EXCLUSIVE club raided", vec![]),
        ] {
            assert_eq!(
                read(text),
                Headline { text: title.into(), flags: flags.into_iter().map(String::from).collect() }
            );
        }
        assert!(is_slug("HARBOUR-CRIME/ (UPDATE 1, PIX)"));
        assert!(!is_slug("A/B testing"));
    }
}
