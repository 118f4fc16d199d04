//! What lists show of an article: made once, shared by every page that shows it.

use rayon::prelude::*;
use serde::Serialize;

use super::labels;
use super::views::{Date, Link, Source};
use crate::article;
use crate::config::Config;
use crate::digest::{Digest, Entry};
use crate::policy::PublicText;

/// An article in a list.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Card {
    id: String,
    path: String,
    title: String,
    lang: String,
    direction: &'static str,
    kind: &'static str,
    date: Option<Date>,
    updated: Option<Date>,
    place: Option<String>,
    summary: Option<String>,
    source: Option<Source>,
    tags: Vec<Link>,
    cases: Vec<Link>,
    text: &'static str,
    corrected: bool,
}

/// The cards of all entries, in their order, as template values.
pub(super) fn cards(digest: &Digest, config: &Config) -> Vec<tera::Value> {
    digest.entries.par_iter().map(|entry| tera::Value::from_serializable(&card(entry, digest, config))).collect()
}

fn card(entry: &Entry, digest: &Digest, config: &Config) -> Card {
    let meta = entry.cleared.meta();
    let lang = meta.lang.clone().unwrap_or_else(|| config.language.clone());
    Card {
        id: entry.cleared.id().0.clone(),
        path: entry.path.href(),
        title: meta.title.clone(),
        direction: labels::direction(&lang),
        lang,
        kind: meta.kind.as_str(),
        date: meta.date.map(Date::new),
        updated: meta.updated.map(Date::new),
        place: meta.dateline.as_ref().and_then(|dateline| dateline.place.clone()),
        summary: entry.summary.clone(),
        source: meta.sources.first().map(source),
        tags: entry.tags.iter().map(|index| tag_link(digest, *index)).collect(),
        cases: entry.cases.iter().map(|index| case_link(digest, *index)).collect(),
        text: match entry.cleared.text() {
            PublicText::Full(_) => "full",
            PublicText::Excerpt { .. } => "excerpt",
            PublicText::Withheld { .. } => "withheld",
        },
        corrected: !meta.corrections.is_empty(),
    }
}

pub(super) fn source(source: &article::Source) -> Source {
    Source {
        name: source.name.clone(),
        url: source.url.clone(),
        // An agency that published its own report is named once.
        agency: source.agency.clone().filter(|agency| source.name.as_ref() != Some(agency)),
        author: source.author.clone(),
        published: source.published.map(Date::new),
        archive_url: source.archive_url.clone(),
    }
}

pub(super) fn tag_link(digest: &Digest, index: usize) -> Link {
    let tag = &digest.tags[index];
    Link::new(tag.title.as_str(), &super::tags::path(tag, None))
}

pub(super) fn case_link(digest: &Digest, index: usize) -> Link {
    let case = &digest.cases[index];
    Link::new(case.title.as_str(), &case.path)
}
