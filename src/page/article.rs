//! The page of one article, and plain pages.

use std::collections::BTreeSet;

use serde::Serialize;
use tera::Value;

use super::frame::{About, value};
use super::views::{Date, Event, Fact, Figure, Link, Source};
use super::{Page, Site, View, body, cases, entry, labels};
use crate::article::{Meta, Republish};
use crate::diag::{Diagnostic, Place, code};
use crate::digest::EntryIndex;
use crate::policy::PublicText;
use crate::vocab::Vocabulary;

/// What an article's page shows besides its card.
#[derive(Debug, Serialize)]
struct ArticleView<'a> {
    /// The editor's own; what lists show of a text without one stands in the text itself.
    summary: Option<&'a str>,
    html: Option<String>,
    excerpt: Option<&'a str>,
    withheld: Option<&'a str>,
    authors: &'a [String],
    sources: Vec<Source>,
    dateline: Option<DatelineView<'a>>,
    facts: Vec<Fact>,
    events: Vec<Event>,
    figures: Vec<Figure>,
    images: Vec<ImageView<'a>>,
    corrections: Vec<CorrectionView<'a>>,
    rights: RightsView<'a>,
    newer: Option<Link>,
    older: Option<Link>,
    related: Vec<Related>,
    extra: &'a serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Serialize)]
struct DatelineView<'a> {
    place: Option<&'a str>,
    date: Option<Date>,
}

#[derive(Debug, Serialize)]
struct ImageView<'a> {
    path: String,
    alt: &'a str,
    caption: Option<&'a str>,
    credit: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct CorrectionView<'a> {
    date: Date,
    kind: &'a str,
    label: String,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct RightsView<'a> {
    attribution: Option<&'a str>,
    license: Option<LicenseView>,
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct LicenseView {
    title: String,
    url: Option<String>,
}

#[derive(Debug, Serialize)]
struct Related {
    case: Link,
    entries: Vec<Value>,
}

/// Entries that an article's page names of each of its cases.
const RELATED_MAX: usize = 5;

/// An article.
pub(super) fn view(site: &Site<'_>, page: &Page, index: EntryIndex, diagnostics: &mut Vec<Diagnostic>) -> View {
    let entry = &site.digest.entries[index];
    let cleared = &entry.cleared;
    let meta = cleared.meta();
    let (excerpt, withheld, level) = match cleared.text() {
        PublicText::Full(_) => (None, None, Republish::Full),
        PublicText::Excerpt { quote, why } => (Some(quote.as_str()), Some(why.as_str()), Republish::Excerpt),
        PublicText::Withheld { why } => (None, Some(why.as_str()), Republish::FactsOnly),
    };
    let article = ArticleView {
        summary: entry.summary.as_deref().filter(|_| meta.summary.is_some()),
        html: body::html(cleared, site, &page.path.root(), diagnostics),
        excerpt,
        withheld,
        authors: &meta.authors,
        sources: meta.sources.iter().map(entry::source).collect(),
        dateline: meta
            .dateline
            .as_ref()
            .map(|dateline| DatelineView { place: dateline.place.as_deref(), date: dateline.date.map(Date::new) }),
        facts: facts(meta, site.vocabulary),
        events: events(site, meta),
        figures: meta.figures.iter().map(|figure| cases::figure(site, figure, None)).collect(),
        images: images(site, cleared, diagnostics),
        corrections: corrections(meta),
        rights: RightsView {
            attribution: meta.rights.attribution.as_deref().filter(|name| !is_named(meta, name)),
            license: meta.rights.license.as_deref().map(|license| {
                let (title, url) = labels::license(license);
                LicenseView { title, url }
            }),
            level: level.as_str(),
        },
        newer: index.checked_sub(1).map(|index| Link::entry(&site.digest.entries[index])),
        older: site.digest.entries.get(index + 1).map(Link::entry),
        related: related(site, index),
        extra: &meta.extra,
    };
    let mut about = About::new("article.html", "timeline", &meta.title);
    about.description = entry.summary.as_deref();
    super::frame::view(site, page, &about, [("article", merged(&site.cards[index], &article))])
}

/// Whether the sources name somebody already.
fn is_named(meta: &Meta, name: &str) -> bool {
    meta.sources.iter().any(|source| source.name.as_deref() == Some(name))
}

/// The card of an entry with the fields of its page.
fn merged(card: &Value, article: &ArticleView<'_>) -> Value {
    let mut map = card.as_map().cloned().unwrap_or_default();
    if let Some(fields) = value(article).into_map() {
        map.extend(fields);
    }
    Value::from(map)
}

/// What is known about an article beside its text: agencies, places, operations, offences, by their one label.
pub(super) fn facts(meta: &Meta, vocabulary: &Vocabulary) -> Vec<Fact> {
    let labelled = |names: &[String]| {
        let mut seen = BTreeSet::new();
        let labels = names.iter().map(|name| vocabulary.label(name).to_owned());
        labels.filter(|label| seen.insert(crate::vocab::fold(label))).collect::<Vec<_>>()
    };
    let facts = [
        Fact { label: "Agencies", values: labelled(&meta.agencies) },
        Fact { label: "Places", values: meta.places.clone() },
        Fact { label: "Operations", values: meta.operations.clone() },
        Fact { label: "Offences", values: labelled(&meta.offences) },
    ];
    facts.into_iter().filter(|fact| !fact.values.is_empty()).collect()
}

/// In the order in which they happened.
fn events(site: &Site<'_>, meta: &Meta) -> Vec<Event> {
    let mut events: Vec<_> = meta.events.iter().collect();
    events.sort_by(|a, b| a.date.cmp(&b.date));
    events.into_iter().map(|event| cases::event(site, event, None)).collect()
}

fn images<'a>(
    site: &Site<'_>,
    cleared: &'a crate::policy::Cleared,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ImageView<'a>> {
    let mut views = Vec::new();
    for image in &cleared.meta().images {
        let file = image.file.as_deref().unwrap_or("");
        match body::asset(cleared.path(), file, site) {
            Some(path) => views.push(ImageView {
                path: path.href(),
                alt: image.alt.as_deref().unwrap_or(""),
                caption: image.caption.as_deref(),
                credit: image.credit.as_deref(),
            }),
            // Saved pages name their pictures by address; those are never shown.
            None if file.contains("://") => {}
            None => diagnostics.push(
                Diagnostic::warning(
                    code::LINK_BROKEN,
                    format!("the picture `{file}` is not there, or may not be shown"),
                )
                .at(Place::file(cleared.path().0.as_str()))
                .with_hint("put it beside the article"),
            ),
        }
    }
    views
}

/// Newest first.
fn corrections(meta: &Meta) -> Vec<CorrectionView<'_>> {
    let mut corrections: Vec<_> = meta.corrections.iter().collect();
    corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date.first_day()));
    corrections
        .into_iter()
        .map(|correction| CorrectionView {
            date: Date::new(correction.date),
            kind: &correction.kind,
            label: labels::correction(&correction.kind),
            text: &correction.text,
        })
        .collect()
}

/// The entries nearest in time of each case that this one belongs to.
fn related(site: &Site<'_>, index: EntryIndex) -> Vec<Related> {
    let mut shown = BTreeSet::from([index]);
    let mut related = Vec::new();
    for case_index in &site.digest.entries[index].cases {
        let entries = &site.digest.cases[*case_index].entries;
        let at = entries.iter().position(|other| *other == index).unwrap_or(0);
        let mut others: Vec<_> = entries.iter().enumerate().filter(|(_, other)| !shown.contains(other)).collect();
        others.sort_by_key(|(position, _)| position.abs_diff(at));
        let mut others: Vec<EntryIndex> = others.into_iter().take(RELATED_MAX).map(|(_, other)| *other).collect();
        others.sort_unstable();
        shown.extend(&others);
        if !others.is_empty() {
            related.push(Related {
                case: entry::case_link(site.digest, *case_index),
                entries: super::timeline::cards(site, &others),
            });
        }
    }
    related
}

#[derive(Debug, Serialize)]
struct ContentView<'a> {
    title: &'a str,
    summary: Option<&'a str>,
    html: String,
}

/// A plain page.
pub(super) fn plain(site: &Site<'_>, page: &Page, index: usize, diagnostics: &mut Vec<Diagnostic>) -> View {
    let cleared = &site.digest.pages[index].cleared;
    let meta = cleared.meta();
    let content = ContentView {
        title: &meta.title,
        summary: meta.summary.as_deref(),
        html: body::html_or_reason(cleared, site, &page.path.root(), diagnostics),
    };
    let mut about = About::new("page.html", page.path.as_str(), &meta.title);
    about.description = meta.summary.as_deref();
    super::frame::view(site, page, &about, [("content", value(&content))])
}
