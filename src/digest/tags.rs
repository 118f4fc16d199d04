//! Folding tags: spellings that mean one thing become one tag, and nothing else does.
//!
//! Letter case, width, hyphens and the vocabulary's aliases always fold. Accents fold as long as only one accented
//! spelling is in use: `cafe` joins `Café`, but beside `pâté` and `pâte` all three stay apart.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, EntryIndex, Tag};
use crate::ident::{short_hash, slugify};
use crate::vocab::{List, Term, Vocabulary, fold, without_accents};

/// Spellings of one tag: how often each is used, and where.
#[derive(Default)]
struct Group<'a> {
    spellings: BTreeMap<&'a str, usize>,
    entries: BTreeSet<EntryIndex>,
    term: Option<&'a Term>,
}

/// Makes the tags of the entries, and tells each entry its own.
pub(super) fn collect(entries: &mut [Entry], vocabulary: &Vocabulary) -> Vec<Tag> {
    let written: Vec<Vec<String>> = entries.iter().map(|entry| entry.cleared.meta().tags.clone()).collect();
    let keys = folded_keys(&written, vocabulary);
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for (index, tags) in written.iter().enumerate() {
        for tag in tags {
            let Some(key) = keys.get(tag.as_str()) else { continue };
            let group = groups.entry(key).or_default();
            *group.spellings.entry(tag.as_str()).or_default() += 1;
            group.entries.insert(index);
            group.term = group.term.or_else(|| vocabulary.find(tag));
        }
    }
    let slugs = slugs(&groups);
    let mut tags: Vec<(&str, Tag)> = groups.iter().map(|(key, group)| (*key, tag(group, slugs[key].clone()))).collect();
    tags.sort_by_cached_key(|(key, tag)| (without_accents(&fold(&tag.title)), *key));
    let index_of: BTreeMap<&str, usize> = tags.iter().enumerate().map(|(index, (key, _))| (*key, index)).collect();
    for (entry, written) in entries.iter_mut().zip(&written) {
        let mut seen = BTreeSet::new();
        let indices = written.iter().filter_map(|tag| keys.get(tag.as_str())).map(|key| index_of[key.as_str()]);
        entry.tags = indices.filter(|index| seen.insert(*index)).collect();
    }
    tags.into_iter().map(|(_, tag)| tag).collect()
}

/// Each spelling in use, with the key that it shares with the others of its tag.
fn folded_keys<'a>(written: &'a [Vec<String>], vocabulary: &Vocabulary) -> BTreeMap<&'a str, String> {
    let mut keys: BTreeMap<&str, String> = BTreeMap::new();
    let mut accented: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for tag in written.iter().flatten() {
        let key = fold(vocabulary.label(tag));
        // A tag of signs alone folds to nothing of its own; it keeps what was typed.
        let key = if key.is_empty() { tag.trim().to_owned() } else { key };
        if key.is_empty() {
            continue;
        }
        let bare = without_accents(&key);
        if bare != key {
            accented.entry(bare).or_default().insert(key.clone());
        }
        keys.insert(tag, key);
    }
    for key in keys.values_mut() {
        if let Some(only) = accented.get(key.as_str()).filter(|forms| forms.len() == 1).and_then(|forms| forms.first())
        {
            key.clone_from(only);
        }
    }
    keys
}

fn tag(group: &Group<'_>, slug: String) -> Tag {
    let title = group.term.map_or_else(|| most_used(&group.spellings).to_owned(), |term| term.label.clone());
    let shown = fold(&title);
    let mut seen = BTreeSet::from([shown]);
    let aliases = group.spellings.keys().filter(|spelling| seen.insert(fold(spelling)));
    Tag {
        aliases: aliases.map(|spelling| (*spelling).to_owned()).collect(),
        slug,
        list: group.term.map(|term| term.list).filter(|list| *list != List::Site),
        entries: group.entries.iter().copied().collect(),
        title,
    }
}

/// The most frequent spelling; of equals the one with accents, then the first.
fn most_used<'a>(spellings: &BTreeMap<&'a str, usize>) -> &'a str {
    let rank = |spelling: &str, count: usize| {
        (count, without_accents(spelling) != spelling, std::cmp::Reverse(spelling.to_owned()))
    };
    spellings
        .iter()
        .max_by_key(|(spelling, count)| rank(spelling, **count))
        .map_or("", |(spelling, _)| spelling.trim_start_matches('#').trim())
}

/// An address for each key. Where two would share one, the key that reads like the address keeps it and the others get
/// a mark of their own, so that a later tag never moves an earlier one.
fn slugs<'a>(groups: &BTreeMap<&'a str, Group<'_>>) -> BTreeMap<&'a str, String> {
    let mut by_slug: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (key, group) in groups {
        let site_id = group.term.filter(|term| term.list == List::Site).map(|term| slugify(&term.id));
        let slug = site_id.filter(|id| !id.is_empty()).unwrap_or_else(|| slugify(key));
        by_slug.entry(slug).or_default().push(key);
    }
    let mut slugs = BTreeMap::new();
    for (slug, keys) in by_slug {
        let is_alone = keys.len() == 1;
        for key in keys {
            let reads_alike = fold(&slug) == *key;
            let plain = !slug.is_empty() && crate::paths::check_part(&slug).is_ok() && (is_alone || reads_alike);
            slugs.insert(
                key,
                if plain {
                    slug.clone()
                } else {
                    format!("{slug}-{}", short_hash(key)).trim_start_matches('-').to_owned()
                },
            );
        }
    }
    slugs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys_of(tags: &[&str]) -> usize {
        let written = vec![tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>()];
        folded_keys(&written, Vocabulary::embedded()).into_values().collect::<BTreeSet<_>>().len()
    }

    #[test]
    fn one_thing_is_one_tag() {
        for tags in [
            &["Café", "CAFÉ", "cafe", "Cafe\u{301}"][..],
            &["NCA", "National Crime Agency", "nca"],
            &["Money Laundering", "money-laundering", "#money_laundering"],
            &["İstanbul", "i\u{307}stanbul"],
            &["Straße", "STRASSE"],
        ] {
            assert_eq!(keys_of(tags), 1, "{tags:?}");
        }
    }

    #[test]
    fn different_things_stay_apart() {
        for tags in [
            &["C++", "C", "C#"][..],
            &["pâté", "pâte", "pate"],
            &["東京", "北京"],
            &["🔥", "🚓"],
            &["ICE", "Ice cream"],
            &[".NET", "net"],
        ] {
            assert_eq!(keys_of(tags), tags.len(), "{tags:?}");
        }
        assert_eq!(keys_of(&["", "  "]), 0);
    }

    #[test]
    fn the_result_does_not_depend_on_the_order() {
        let one = vec![vec!["pâte".to_owned(), "cafe".to_owned()], vec!["Café".to_owned(), "pâté".to_owned()]];
        let mut other = one.clone();
        other.reverse();
        let vocabulary = Vocabulary::embedded();
        assert_eq!(folded_keys(&one, vocabulary), folded_keys(&other, vocabulary));
    }

    #[test]
    fn every_tag_has_an_address_of_its_own() {
        let mut groups = BTreeMap::new();
        for key in ["pâté", "pâte", "pate", "🔥", "c++", "c", ".net", "net", "con"] {
            groups.insert(key, Group::default());
        }
        let slugs = slugs(&groups);
        let distinct: BTreeSet<_> = slugs.values().collect();
        assert_eq!(distinct.len(), groups.len());
        assert_eq!(
            (slugs["pate"].as_str(), slugs["c++"].as_str(), slugs["net"].as_str()),
            ("pate", "c-plus-plus", "net")
        );
        assert!(slugs.values().all(|slug| crate::paths::check_part(slug).is_ok()));
    }
}
