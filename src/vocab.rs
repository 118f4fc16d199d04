//! Words that mean the same: agencies, subjects and a site's own tags, with their aliases.
//!
//! The embedded lists are described in `src/vocab/README.md`; a site adds to them, and overrules them, in `tags.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::diag::{Diagnostic, Place, code};
use crate::front_matter;
use crate::source::SourceFile;

/// One thing with all its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `nca`, `medtop:20000096`, or the slug of a site's own tag.
    pub id: String,
    /// The one spelling that is shown.
    pub label: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Whose list it is from.
    pub list: List,
}

/// Whose list a term is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// `tags.yaml` of the site.
    Site,
    /// The embedded list of agencies.
    Agencies,
    /// IPTC Media Topics.
    Iptc,
    /// UNODC's classification of crime.
    Iccs,
}

/// All terms, found by any of their names.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
    /// Folded name to the index of its term; none where two terms of one list claim it.
    by_key: BTreeMap<String, Option<usize>>,
}

/// Short names of agencies that mean little else; the others are too ambiguous to fold without their context.
const SHORT_SAFE: [&str; 10] = ["FBI", "DEA", "NCA", "NYPD", "LAPD", "RCMP", "PSNI", "HMRC", "MI5", "Europol"];

fn is_unambiguous(name: &str) -> bool {
    name.chars().count() > 4 || SHORT_SAFE.iter().any(|safe| safe.eq_ignore_ascii_case(name))
}

/// What two spellings of one name share: letter case, width, and what separates words. Accents and signs stay.
pub fn fold(name: &str) -> String {
    let folded: String = caseless::default_case_fold_str(&name.nfkc().collect::<String>()).nfc().collect();
    let spaced: String =
        folded.chars().map(|c| if matches!(c, '_' | '-' | '‐' | '‑' | '–') { ' ' } else { c }).collect();
    let words: Vec<_> = spaced.trim_start_matches(|c: char| c == '#' || c.is_whitespace()).split_whitespace().collect();
    words.join(" ")
}

/// A folded name without its accents.
pub fn without_accents(key: &str) -> String {
    key.nfd().filter(|c| !is_combining_mark(*c)).nfc().collect()
}

impl Vocabulary {
    /// The embedded lists alone.
    pub fn embedded() -> &'static Vocabulary {
        static EMBEDDED: LazyLock<Vocabulary> = LazyLock::new(|| {
            let mut vocabulary = Vocabulary::default();
            vocabulary.extend(agencies());
            vocabulary.extend(iptc());
            vocabulary.extend(iccs());
            vocabulary
        });
        &EMBEDDED
    }

    /// The embedded lists, below those of a site's `tags.yaml`.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(file: Option<&SourceFile>) -> Result<Vocabulary, Vec<Diagnostic>> {
        let mut vocabulary = Vocabulary::default();
        if let Some(file) = file {
            vocabulary.extend(read_site(file)?);
        }
        vocabulary.extend(Self::embedded().terms.iter().cloned());
        Ok(vocabulary)
    }

    /// The term that a name means, if it means exactly one.
    pub fn find(&self, name: &str) -> Option<&Term> {
        let key = fold(name);
        let index = match self.by_key.get(&key) {
            Some(index) => *index,
            None => self.by_key.get(&without_accents(&key)).copied().flatten(),
        };
        index.map(|index| &self.terms[index])
    }

    /// The label of a name, or the name itself if no term has it.
    pub fn label<'a>(&'a self, name: &'a str) -> &'a str {
        self.find(name).map_or(name, |term| term.label.as_str())
    }

    /// Adds a list; names that an earlier list has stay with it, names that two terms of this list claim go to neither.
    fn extend(&mut self, terms: impl IntoIterator<Item = Term>) {
        let first_new = self.terms.len();
        for term in terms {
            let index = self.terms.len();
            // A label beats the alias of another; a short id is as ambiguous as a short alias.
            let id = Some(&term.id).filter(|id| is_unambiguous(id));
            let aliases = term.aliases.iter().map(|alias| (alias, false));
            for (name, is_label) in id.into_iter().chain([&term.label]).map(|name| (name, true)).chain(aliases) {
                self.claim(&fold(name), index, first_new, is_label);
            }
            self.terms.push(term);
        }
    }

    fn claim(&mut self, key: &str, index: usize, first_new: usize, is_label: bool) {
        if key.is_empty() {
            return;
        }
        let entry = self.by_key.entry(key.to_owned()).or_insert(Some(index));
        match *entry {
            Some(owner) if owner == index || owner < first_new => {}
            Some(owner) if fold(&self.terms[owner].label) == key => {}
            Some(_) | None if is_label => *entry = Some(index),
            _ => *entry = None,
        }
    }
}

/// A tag of `tags.yaml`, as typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TagFile {
    label: String,
    id: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
}

fn read_site(file: &SourceFile) -> Result<Vec<Term>, Vec<Diagnostic>> {
    let path = file.path.0.as_str();
    let text = String::from_utf8_lossy(&file.bytes);
    let text = text.trim_start_matches('\u{feff}');
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Vec::new());
    }
    let tags: Vec<TagFile> = front_matter::read_document(path, text, code::VOCABULARY_INVALID)
        .map_err(|diagnostic| vec![diagnostic.with_hint("write a list of `- {label: …, aliases: […]}`")])?;
    let empty = tags.iter().find(|tag| fold(&tag.label).is_empty());
    if empty.is_some() {
        let diagnostic = Diagnostic::error(code::VOCABULARY_INVALID, "a tag has an empty label").at(Place::file(path));
        return Err(vec![diagnostic]);
    }
    Ok(tags
        .into_iter()
        .map(|tag| Term {
            id: tag.id.unwrap_or_else(|| crate::ident::slugify(&tag.label)),
            label: tag.label,
            aliases: tag.aliases,
            list: List::Site,
        })
        .collect())
}

fn rows(csv: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(csv.as_bytes()).into_records().map(|row| row.expect("the embedded lists are well formed"))
}

fn split_aliases(text: &str) -> Vec<String> {
    text.split(';').map(|alias| alias.trim().to_owned()).filter(|alias| !alias.is_empty()).collect()
}

fn agencies() -> impl Iterator<Item = Term> {
    rows(include_str!("vocab/agencies.csv")).map(|row| Term {
        id: row[0].to_owned(),
        label: row[1].to_owned(),
        aliases: split_aliases(&row[2]).into_iter().filter(|alias| is_unambiguous(alias)).collect(),
        list: List::Agencies,
    })
}

fn iptc() -> impl Iterator<Item = Term> {
    rows(include_str!("vocab/iptc-mediatopics-crime.csv")).map(|row| Term {
        id: format!("medtop:{}", &row[0]),
        label: row[1].to_owned(),
        aliases: split_aliases(&row[5]),
        list: List::Iptc,
    })
}

fn iccs() -> impl Iterator<Item = Term> {
    rows(include_str!("vocab/iccs.csv")).map(|row| Term {
        id: format!("iccs:{}", &row[0]),
        // Subjects stand in lower case, as those of IPTC do.
        label: row[1].to_lowercase(),
        aliases: Vec::new(),
        list: List::Iccs,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::ContentPath;

    #[test]
    fn an_agency_is_found_by_any_of_its_names() {
        let vocabulary = Vocabulary::embedded();
        for name in ["NCA", "nca", "National Crime Agency", "national crime agency", "NATIONAL CRIME AGENCY"] {
            assert_eq!(vocabulary.label(name), "National Crime Agency", "{name}");
        }
        assert_eq!(vocabulary.label("medtop:20000096"), "drug trafficking");
        assert_eq!(vocabulary.label("harbour fire"), "harbour fire");
    }

    #[test]
    fn short_and_shared_names_are_not_folded() {
        let vocabulary = Vocabulary::embedded();
        for name in ["AFP", "ICE", "ED", "OM", "CAB"] {
            assert_eq!(vocabulary.find(name), None, "{name}");
        }
    }

    #[test]
    fn folding_keeps_what_differs() {
        assert_eq!(fold(" #Money-Laundering "), "money laundering");
        assert_ne!(fold("C++"), fold("C"));
        assert_ne!(fold("pâté"), fold("pâte"));
        assert_eq!(fold("ＮＣＡ"), "nca");
        assert_eq!(without_accents(&fold("CAFÉ")), "cafe");
    }

    #[test]
    fn a_site_overrules_the_embedded_lists() {
        let file = SourceFile {
            path: ContentPath("tags.yaml".to_owned()),
            bytes: b"- {label: The Agency, aliases: [NCA]}\n- {label: Ice, aliases: []}\n".to_vec(),
        };
        let vocabulary = Vocabulary::read(Some(&file)).unwrap();
        assert_eq!(vocabulary.label("nca"), "The Agency");
        assert_eq!(vocabulary.label("National Crime Agency"), "National Crime Agency");
    }
}
