//! The index of tags, and a page for each; a large tag has a page for each year, so that a page costs what it shows.

use std::collections::BTreeMap;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use super::frame::{About, value, view};
use super::timeline::{PAGE_ENTRIES_MAX, cards};
use super::views::{Link, YearGroup};
use super::{Page, Site, Subject, View};
use crate::digest::{Digest, EntryIndex, Tag};
use crate::paths::OutPath;
use crate::vocab::List;

/// What IPTC's licence asks for where its labels are shown.
pub(super) const IPTC_CREDIT: &str = "Some subject labels: IPTC Media Topics, © IPTC, CC BY 4.0";

/// The index, the tags, and the years of large ones.
pub(super) fn plan(digest: &Digest) -> Vec<Page> {
    let mut pages = Vec::new();
    if !digest.tags.is_empty() {
        pages.push(Page { path: OutPath::made("tags/index.html"), subject: Subject::Tags });
    }
    for (index, tag) in digest.tags.iter().enumerate() {
        pages.push(Page { path: path(tag, None), subject: Subject::Tag(index, None) });
        if tag.entries.len() > PAGE_ENTRIES_MAX {
            for year in by_year(digest, &tag.entries).into_keys().flatten() {
                pages.push(Page { path: path(tag, Some(year)), subject: Subject::Tag(index, Some(year)) });
            }
        }
    }
    pages
}

/// The page of a tag, or of one year of it.
pub(super) fn path(tag: &Tag, year: Option<i16>) -> OutPath {
    match year {
        None => OutPath::made(&format!("tags/{}/index.html", tag.slug)),
        Some(year) => OutPath::made(&format!("tags/{}/{year:04}/index.html", tag.slug)),
    }
}

fn by_year(digest: &Digest, entries: &[EntryIndex]) -> BTreeMap<Option<i16>, Vec<EntryIndex>> {
    let mut years: BTreeMap<Option<i16>, Vec<EntryIndex>> = BTreeMap::new();
    for index in entries {
        let year = digest.entries[*index].cleared.meta().date.map(|date| date.year());
        years.entry(year).or_default().push(*index);
    }
    years
}

/// Entries under their years, newest first, undated ones last.
pub(super) fn groups(site: &Site<'_>, entries: &[EntryIndex]) -> Vec<YearGroup> {
    by_year(site.digest, entries)
        .into_iter()
        .rev()
        .map(|(year, entries)| YearGroup {
            year,
            anchor: year.map_or_else(|| "undated".to_owned(), |year| format!("y{year:04}")),
            entries: cards(site, &entries),
        })
        .collect()
}

#[derive(Debug, Serialize)]
struct Letter {
    letter: String,
    tags: Vec<TagLink>,
}

#[derive(Debug, Serialize)]
struct TagLink {
    #[serde(flatten)]
    link: Link,
    count: usize,
    level: usize,
}

/// All tags by first letter.
pub(super) fn index(site: &Site<'_>, page: &Page) -> View {
    let tags = &site.digest.tags;
    let max = tags.iter().map(|tag| tag.entries.len()).max().unwrap_or(1);
    let mut letters: Vec<Letter> = Vec::new();
    for tag in tags {
        let letter = letter(&tag.title);
        let level = 1 + (tag.entries.len() * 3).div_ceil(max).saturating_sub(1);
        let link = TagLink { link: Link::new(tag.title.as_str(), &path(tag, None)), count: tag.entries.len(), level };
        match letters.iter_mut().find(|group| group.letter == letter) {
            Some(group) => group.tags.push(link),
            None => letters.push(Letter { letter, tags: vec![link] }),
        }
    }
    let about = About::new("tags.html", "tags", "Tags");
    view(site, page, &about, [("letters", value(&letters))])
}

fn letter(title: &str) -> String {
    match title.nfd().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "0–9".to_owned(),
    }
}

#[derive(Debug, Serialize)]
struct TagView<'a> {
    title: &'a str,
    path: String,
    aliases: &'a [String],
    count: usize,
    year: Option<i16>,
    groups: Vec<YearGroup>,
    years: Vec<YearLink>,
    related: Vec<TagLink>,
    credit: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct YearLink {
    #[serde(flatten)]
    link: Link,
    count: usize,
    current: bool,
}

/// How many neighbours a tag names.
const RELATED_MAX: usize = 8;

/// A tag: all its entries if they fit, else the newest, and links to its years.
pub(super) fn tag(site: &Site<'_>, page: &Page, index: usize, year: Option<i16>) -> View {
    let tag = &site.digest.tags[index];
    let is_large = tag.entries.len() > PAGE_ENTRIES_MAX;
    let years = if is_large { by_year(site.digest, &tag.entries) } else { BTreeMap::new() };
    let shown: &[EntryIndex] = match year {
        Some(_) => years.get(&year).map_or(&[], Vec::as_slice),
        None => &tag.entries[..tag.entries.len().min(PAGE_ENTRIES_MAX)],
    };
    let links = years.iter().rev().filter_map(|(key, entries)| {
        let link = Link::new((*key)?.to_string(), &path(tag, *key));
        Some(YearLink { link, count: entries.len(), current: *key == year })
    });
    let tag_view = TagView {
        title: &tag.title,
        path: path(tag, None).href(),
        aliases: &tag.aliases,
        count: tag.entries.len(),
        year,
        groups: groups(site, shown),
        years: links.collect(),
        related: related(site, index, shown),
        credit: (tag.list == Some(List::Iptc)).then_some(IPTC_CREDIT),
    };
    let title = match year {
        None => tag.title.clone(),
        Some(year) => format!("{}, {year}", tag.title),
    };
    let about = About::new("tag.html", "tags", &title);
    view(site, page, &about, [("tag", value(&tag_view))])
}

/// The tags that stand beside this one most often, on the entries shown.
fn related(site: &Site<'_>, index: usize, shown: &[EntryIndex]) -> Vec<TagLink> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for other in shown.iter().flat_map(|entry| &site.digest.entries[*entry].tags).filter(|other| **other != index) {
        *counts.entry(*other).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(other, count)| (std::cmp::Reverse(*count), *other));
    let link = |(other, count): (usize, usize)| {
        let tag = &site.digest.tags[other];
        TagLink { link: Link::new(tag.title.as_str(), &path(tag, None)), count, level: 1 }
    };
    counts.into_iter().take(RELATED_MAX).map(link).collect()
}
