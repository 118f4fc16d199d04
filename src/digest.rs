//! Everything that is ordered or counted: the timeline, tags and cases of what was cleared.
//!
//! [`assemble`] sees cleared articles only, so no count, neighbour or list can tell that something is held.

mod cases;
mod tags;
pub mod timeline;

use crate::article::{Event, Figure, Role};
use crate::diag::{Diagnostic, Place, code};
use crate::ident::{CaseId, short_hash, slugify};
use crate::paths::{ContentPath, OutPath, check_part};
use crate::policy::excerpt::{first_sentences, plain_text};
use crate::policy::{Cleared, PublicText};
use crate::vocab::{List, Vocabulary};

pub use timeline::{Timeline, Year};

/// The whole site, as its pages will tell it.
#[derive(Debug, Default)]
pub struct Digest {
    /// Newest first; undated ones last.
    pub entries: Vec<Entry>,
    /// The entries by year and month.
    pub timeline: Timeline,
    /// In alphabetical order.
    pub tags: Vec<Tag>,
    /// In alphabetical order.
    pub cases: Vec<Case>,
    /// Plain pages, in the order of their files.
    pub pages: Vec<PlainPage>,
}

impl Digest {
    /// Every text of the site, with its page: entries, plain pages, introductions of cases.
    pub fn texts(&self) -> impl Iterator<Item = (&Cleared, &OutPath)> {
        let entries = self.entries.iter().map(|entry| (&entry.cleared, &entry.path));
        let pages = self.pages.iter().map(|page| (&page.cleared, &page.path));
        let introductions = self.cases.iter().filter_map(|case| Some((case.introduction.as_ref()?, &case.path)));
        entries.chain(pages).chain(introductions)
    }
}

/// Index into [`Digest::entries`].
pub type EntryIndex = usize;

/// An article's place in the digest.
#[derive(Debug)]
pub struct Entry {
    /// What may be said about it.
    pub cleared: Cleared,
    /// Its page.
    pub path: OutPath,
    /// Older addresses that lead to it.
    pub aliases: Vec<OutPath>,
    /// The editor's summary, else the first sentences of a text that may be shown in full.
    pub summary: Option<String>,
    /// Its tags, as indices into [`Digest::tags`], in the order of its front matter.
    pub tags: Vec<usize>,
    /// Its cases, as indices into [`Digest::cases`].
    pub cases: Vec<usize>,
}

/// A subject, with all its spellings folded into one.
#[derive(Debug)]
pub struct Tag {
    /// The spelling that is shown.
    pub title: String,
    /// Its part of the address.
    pub slug: String,
    /// Other spellings in use.
    pub aliases: Vec<String>,
    /// Whose list the spelling is from; none if it is the articles' own.
    pub list: Option<List>,
    /// Newest first.
    pub entries: Vec<EntryIndex>,
}

/// A storyline.
#[derive(Debug)]
pub struct Case {
    /// Its name for good.
    pub id: CaseId,
    /// Headline.
    pub title: String,
    /// Its introduction, if somebody wrote one.
    pub introduction: Option<Cleared>,
    /// Its page.
    pub path: OutPath,
    /// Newest first.
    pub entries: Vec<EntryIndex>,
    /// What happened, in order, with the entry that says so.
    pub events: Vec<(Event, Option<EntryIndex>)>,
    /// What was announced, newest first, with the entry that says so.
    pub figures: Vec<(Figure, Option<EntryIndex>)>,
}

/// A page outside the timeline: about, contact.
#[derive(Debug)]
pub struct PlainPage {
    /// What it says.
    pub cleared: Cleared,
    /// Its page.
    pub path: OutPath,
    /// Older addresses that lead to it.
    pub aliases: Vec<OutPath>,
}

/// Puts cleared articles in order.
pub fn assemble(cleared: Vec<Cleared>, vocabulary: &Vocabulary) -> (Digest, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut digest = Digest::default();
    let mut introductions = Vec::new();
    for cleared in cleared {
        match Role::of(cleared.path()) {
            Role::Entry => digest.entries.extend(entry(cleared, &mut diagnostics)),
            Role::Case => introductions.push(cleared),
            Role::Page => digest.pages.extend(plain_page(cleared, &mut diagnostics)),
        }
    }
    sort(&mut digest.entries);
    digest.timeline = timeline::group(&digest.entries);
    digest.tags = tags::collect(&mut digest.entries, vocabulary);
    digest.cases = cases::collect(&mut digest.entries, introductions, &mut diagnostics);
    (digest, diagnostics)
}

/// By the printed day, so that an entry stands in the month of its date line whatever its offset; then by the moment;
/// ties by id. Within a day, what has no time comes last.
fn sort(entries: &mut [Entry]) {
    entries.sort_by_cached_key(|entry| {
        let date = entry.cleared.meta().date;
        let key = date
            .map(|date| (date.first_day(), date.month().is_some(), date.day().is_some(), entry.cleared.published_at()));
        (std::cmp::Reverse(key), entry.cleared.id().clone())
    });
}

const SUMMARY_WORDS_MAX: usize = 45;

fn entry(cleared: Cleared, diagnostics: &mut Vec<Diagnostic>) -> Option<Entry> {
    let folder = match cleared.meta().date {
        None => "undated".to_owned(),
        Some(date) => match date.month() {
            Some(month) => format!("{:04}/{month:02}", date.year()),
            None => format!("{:04}", date.year()),
        },
    };
    let slug = slug(&cleared, diagnostics)?;
    let path = checked(OutPath::page(&format!("{folder}/{slug}")), &cleared, diagnostics)?;
    let aliases = aliases(&cleared, diagnostics);
    let summary = summary(&cleared);
    Some(Entry { cleared, path, aliases, summary, tags: Vec::new(), cases: Vec::new() })
}

fn summary(cleared: &Cleared) -> Option<String> {
    if let Some(summary) = &cleared.meta().summary {
        return Some(summary.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let PublicText::Full(markdown) = cleared.text() else { return None };
    let first = markdown.split("\n\n").find(|block| {
        let block = block.trim_start();
        !block.is_empty() && !block.starts_with(['#', '>', '|', '-', '*', '!', '<', '`', '['])
    })?;
    first_sentences(&plain_text(first), SUMMARY_WORDS_MAX)
}

/// The slug of the front matter as it is, else made from the file's name, which does not change with the headline.
fn slug(cleared: &Cleared, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    if let Some(slug) = &cleared.meta().slug {
        let slug = slug.trim_matches('/');
        return checked(check_part(slug).map(|()| slug.to_owned()), cleared, diagnostics);
    }
    Some(slug_of_stem(cleared.path()))
}

/// A file's name as a slug; Jekyll's dates go, and a name without letters gets a short one that is its own.
fn slug_of_stem(path: &ContentPath) -> String {
    let stem = match path.stem() {
        "index" | "_index" => path.folder().rsplit('/').next().unwrap_or("index"),
        stem => stem,
    };
    let dated = stem.len() > 11 && stem.is_char_boundary(11) && stem.as_bytes()[10] == b'-';
    let stem = if dated && crate::when::When::parse(&stem[..10]).is_some() { &stem[11..] } else { stem };
    let slug = slugify(stem);
    let reserved = check_part(&slug).is_err();
    if slug.is_empty() || reserved { format!("text-{}", short_hash(&path.0)) } else { slug }
}

fn aliases(cleared: &Cleared, diagnostics: &mut Vec<Diagnostic>) -> Vec<OutPath> {
    let mut paths = Vec::new();
    for alias in &cleared.meta().aliases {
        let trimmed = alias.strip_prefix('/').unwrap_or(alias);
        let is_file = trimmed.to_lowercase().ends_with(".html") || trimmed.to_lowercase().ends_with(".htm");
        let path = if is_file { OutPath::new(trimmed) } else { OutPath::page(trimmed.trim_end_matches('/')) };
        paths.extend(checked(path, cleared, diagnostics));
    }
    paths
}

fn checked<T>(
    result: Result<T, crate::paths::PathUnsafe>,
    cleared: &Cleared,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    result
        .map_err(|error| {
            let diagnostic =
                Diagnostic::error(code::PATH_UNSAFE, format!("this cannot be an address of the site: {error}"))
                    .at(Place::file(cleared.path().0.as_str()))
                    .with_hint("use letters, digits and hyphens in `slug` and `aliases`");
            diagnostics.push(diagnostic);
        })
        .ok()
}

fn plain_page(cleared: Cleared, diagnostics: &mut Vec<Diagnostic>) -> Option<PlainPage> {
    let slug = slug(&cleared, diagnostics)?;
    let path = checked(OutPath::page(&slug), &cleared, diagnostics)?;
    let aliases = aliases(&cleared, diagnostics);
    Some(PlainPage { cleared, path, aliases })
}
