//! The phrases that state rights, compiled once.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use crate::article::Republish;
use crate::normalise::rights::fold;

/// Where a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// On the text.
    Text,
    /// On a picture.
    Image,
}

/// One row of the data.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// Its name.
    pub(crate) id: String,
    /// The level that it implies.
    pub(crate) republish: Option<Republish>,
    /// Whom to name: `yes` is whoever holds the rights.
    pub(crate) attribution: String,
    /// What it means for a picture.
    pub(crate) image_flags: Vec<String>,
    /// What else it means: `agency=reuters`, `licence=CC-BY`, `embargo` …
    pub(crate) other_flags: Vec<String>,
    /// A text that it must find.
    #[cfg(test)]
    pub(crate) example: String,
    scope: String,
    regex: Regex,
}

/// A phrase that was found.
#[derive(Debug)]
pub(crate) struct Hit {
    /// The row.
    pub(crate) pattern: &'static Pattern,
    /// Where it stands.
    pub(crate) span: Range<usize>,
}

const DATA: &str = include_str!("../../vocab/rights-patterns.csv");

static PATTERNS: LazyLock<(Vec<Pattern>, RegexSet)> = LazyLock::new(|| {
    let mut sources = Vec::new();
    let mut patterns = Vec::new();
    for record in csv::Reader::from_reader(DATA.as_bytes()).records() {
        let record = record.expect("the embedded data is well-formed");
        let field = |index: usize| record.get(index).unwrap_or_default().to_owned();
        let list = |index: usize| field(index).split(';').filter(|flag| !flag.is_empty()).map(str::to_owned).collect();
        let is_any_case = field(2) == "i";
        // Unicode word boundaries would throw the engine back to its slow path at the first letter beyond ASCII: 40 times
        // slower on news. The phrases begin and end with ASCII, so its boundaries tell the same.
        let phrase = field(3).replace(r"\b", r"(?-u:\b)");
        let regex = RegexBuilder::new(&phrase).case_insensitive(is_any_case).build().expect("the examples are tested");
        sources.push(if is_any_case { format!("(?i:{phrase})") } else { phrase });
        patterns.push(Pattern {
            id: field(0),
            scope: field(1),
            regex,
            republish: Republish::ALL.iter().find(|(word, _)| *word == field(4)).map(|(_, level)| *level),
            attribution: field(5),
            image_flags: list(6),
            other_flags: list(7),
            #[cfg(test)]
            example: field(8),
        });
    }
    // Together the phrases need more room than the default, which would throw the engine back to its slow path too.
    let set = RegexSetBuilder::new(sources).dfa_size_limit(32 << 20).build().expect("the examples are tested");
    (patterns, set)
});

/// All phrases of a scope in a text; spans are places in it.
pub(crate) fn hits(text: &str, scope: Scope) -> Vec<Hit> {
    let folded = fold::fold(text);
    let (patterns, set) = &*PATTERNS;
    let found = set.matches(&folded.text);
    found
        .iter()
        .map(|index| &patterns[index])
        .filter(|pattern| pattern.is_of(scope))
        .filter_map(|pattern| {
            let found = pattern.regex.find(&folded.text)?;
            Some(Hit { pattern, span: folded.original(&found.range()) })
        })
        .collect()
}

impl Pattern {
    fn is_of(&self, scope: Scope) -> bool {
        match scope {
            Scope::Text => self.scope != "image",
            Scope::Image => self.scope != "text",
        }
    }

    /// Embargoes, kills and advisories are read elsewhere, line by line: in prose they are news.
    fn is_state(&self) -> bool {
        self.other_flags.iter().any(|flag| matches!(flag.as_str(), "embargo" | "status=canceled"))
    }

    /// Whether it says what may be done with the text.
    pub(crate) fn speaks_of_rights(&self) -> bool {
        self.republish.is_some() && !self.is_state() && self.id != "press-release" && self.id != "doj-release"
    }

    /// Whether it is a © line and no more: whose the text is, not what may be done with it.
    pub(crate) fn is_bare_copyright(&self) -> bool {
        matches!(self.id.as_str(), "generic-c" | "generic-c2")
    }

    /// Whether it is a licence that allows republication.
    pub(crate) fn is_open(&self) -> bool {
        self.speaks_of_rights() && self.republish == Some(Republish::Full) && self.flag("licence=").is_some()
    }

    /// Whether a sentence with it is a notice.
    pub(crate) fn is_notice(&self) -> bool {
        self.speaks_of_rights() && !self.is_dateline() && !self.other_flags.iter().any(|flag| flag == "advisory")
    }

    /// Whether it is the dateline of an agency, which is part of the report.
    pub(crate) fn is_dateline(&self) -> bool {
        self.id.ends_with("-dateline")
    }

    /// Whether it permits republication.
    pub(crate) fn permits(&self) -> bool {
        self.speaks_of_rights() && self.republish == Some(Republish::Full)
    }

    /// Whether it is a notice only on a line of its own: in prose it is news.
    pub(crate) fn is_for_lines(&self) -> bool {
        self.other_flags.iter().any(|flag| flag == "line")
    }

    /// Whether it counts in running text too: it restricts, and is no phrase of ordinary reports.
    pub(crate) fn restricts_in_prose(&self) -> bool {
        const ORDINARY: [&str; 6] = ["prior-consent", "nfp", "licensed-only", "press-use", "crown", "personal-use"];
        // A © in a sentence credits somebody else's work.
        let is_ordinary = self.is_for_lines() || self.is_bare_copyright() || ORDINARY.contains(&self.id.as_str());
        self.speaks_of_rights() && self.republish < Some(Republish::Full) && !is_ordinary
    }

    /// The agency that it names.
    pub(crate) fn agency(&'static self) -> Option<&'static str> {
        self.flag("agency=").filter(|agency| *agency != "other")
    }

    /// The value of a flag such as `licence=`.
    pub(crate) fn flag(&self, key: &str) -> Option<&str> {
        self.other_flags.iter().find_map(|flag| flag.strip_prefix(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_found() {
        let (patterns, _) = &*PATTERNS;
        assert!(patterns.len() > 90);
        for pattern in patterns {
            let scope = if pattern.is_of(Scope::Text) { Scope::Text } else { Scope::Image };
            let ids: Vec<_> = hits(&pattern.example, scope).iter().map(|hit| hit.pattern.id.as_str()).collect();
            assert!(ids.contains(&pattern.id.as_str()), "{} does not find `{}`: {ids:?}", pattern.id, pattern.example);
        }
    }

    #[test]
    fn wrapped_notices_are_found() {
        let ids: Vec<_> = hits("All rights\nreserved.", Scope::Text).iter().map(|hit| hit.pattern.id.clone()).collect();
        assert_eq!(ids, ["arr"]);
    }
}
