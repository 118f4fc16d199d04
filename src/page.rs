//! Every output is a page: a path, and what it shows. [`plan`] lists them; [`view`] gathers the data of one.
//!
//! Feeds, sitemap, redirects and files are pages too, so that collision checks, rendering and clean-up need no second
//! way. A view is made when its page is rendered, so that the memory of a build does not grow with what all pages show.

mod article;
mod body;
mod cases;
mod entry;
mod feed;
mod frame;
mod labels;
mod sitemap;
mod tags;
mod timeline;
mod views;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Diagnostic, Place, code};
use crate::digest::{Digest, EntryIndex};
use crate::paths::{ContentPath, OutPath};
use crate::policy::Cleared;
use crate::source::SourceFile;
use crate::vocab::Vocabulary;

pub use frame::site as site_value;
pub use labels::number;

use entry::cards;

/// One output of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it goes.
    pub path: OutPath,
    /// What it shows.
    pub subject: Subject,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The newest entries.
    Timeline,
    /// A year.
    Year(i16),
    /// A month, or a part of a long one (from 1, the oldest).
    Month(i16, i8, Option<usize>),
    /// Entries without a date.
    Undated,
    /// One article.
    Article(EntryIndex),
    /// The index of tags.
    Tags,
    /// A tag, or one year of a large one.
    Tag(usize, Option<i16>),
    /// The index of cases.
    Cases,
    /// A case.
    Case(usize),
    /// A plain page.
    Plain(usize),
    /// The page for missing addresses.
    NotFound,
    /// An older address of another page.
    Redirect(OutPath),
    /// The Atom feed.
    Feed,
    /// The sitemap; from 1 if there are several, 0 for the only one or the index of several.
    Sitemap(usize),
    /// `robots.txt`.
    Robots,
    /// A file of the theme or the site's `static/`, by its index.
    Static(usize),
    /// A file beside an article that shows it.
    Asset(ContentPath),
}

/// What a page is made from.
#[derive(Debug)]
pub enum View {
    /// Data for a template.
    Template {
        /// The template's name.
        name: &'static str,
        /// What it is given.
        context: tera::Context,
    },
    /// The finished bytes.
    Bytes(Vec<u8>),
    /// A file of the site, to be copied.
    Copy(ContentPath),
}

/// Everything that views are made from.
#[derive(Debug)]
pub struct Site<'a> {
    /// What was cleared, in order.
    pub digest: &'a Digest,
    /// How the site is made.
    pub config: &'a Config,
    /// Names and labels.
    pub vocabulary: &'a Vocabulary,
    /// Files that are published as they are, by output path.
    pub statics: &'a [(OutPath, SourceFile)],
    /// What lists show of each entry, as template values that are shared, not copied.
    pub cards: Vec<tera::Value>,
    /// Where the texts of the site went: source path to text and page.
    pub targets: BTreeMap<&'a ContentPath, (&'a Cleared, &'a OutPath)>,
    /// Every page that readers can be led to, for links by address.
    pub addresses: BTreeSet<OutPath>,
    /// Files that texts may show: those that no notice keeps back.
    pub assets: BTreeSet<&'a ContentPath>,
}

impl<'a> Site<'a> {
    /// Prepares what all views share.
    pub fn new(
        digest: &'a Digest,
        config: &'a Config,
        vocabulary: &'a Vocabulary,
        statics: &'a [(OutPath, SourceFile)],
        assets: &'a [ContentPath],
    ) -> Self {
        let blocked: BTreeSet<&ContentPath> = digest.texts().flat_map(|(cleared, _)| cleared.blocked_files()).collect();
        let targets: BTreeMap<_, _> = digest.texts().map(|(cleared, path)| (cleared.path(), (cleared, path))).collect();
        let pages = targets.values().map(|(_, path)| (*path).clone());
        Site {
            cards: cards(digest, config),
            addresses: pages.chain(lists(digest).map(|page| page.path)).collect(),
            targets,
            assets: assets.iter().filter(|path| !blocked.contains(path)).collect(),
            digest,
            config,
            vocabulary,
            statics,
        }
    }
}

/// All outputs of the site, sorted by path, each path once; and what is wrong with those that were left out.
pub fn plan(site: &Site<'_>) -> (Vec<Page>, Vec<Diagnostic>) {
    let mut planned = Planned::default();
    let digest = site.digest;
    for (index, entry) in digest.entries.iter().enumerate() {
        planned.add(entry.path.clone(), Subject::Article(index), Some(entry.cleared.path()));
    }
    for (index, page) in digest.pages.iter().enumerate() {
        planned.add(page.path.clone(), Subject::Plain(index), Some(page.cleared.path()));
    }
    for page in lists(digest) {
        planned.add(page.path, page.subject, None);
    }
    for (index, (path, file)) in site.statics.iter().enumerate() {
        planned.add(path.clone(), Subject::Static(index), Some(&file.path));
    }
    planned.add(OutPath::made("404.html"), Subject::NotFound, None);
    planned.add(OutPath::made("atom.xml"), Subject::Feed, None);
    planned.add_unless_taken(OutPath::made("robots.txt"), Subject::Robots);
    for page in assets(site) {
        let Subject::Asset(source) = &page.subject else { continue };
        let source = source.clone();
        planned.add(page.path, page.subject, Some(&source));
    }
    let entries = digest.entries.iter().map(|entry| (&entry.aliases, &entry.path, entry.cleared.path()));
    let pages = digest.pages.iter().map(|page| (&page.aliases, &page.path, page.cleared.path()));
    for (aliases, target, source) in entries.chain(pages) {
        for alias in aliases.iter().filter(|alias| *alias != target) {
            planned.add(alias.clone(), Subject::Redirect(target.clone()), Some(source));
        }
    }
    for page in sitemap::plan(site, planned.pages.len()) {
        planned.add(page.path, page.subject, None);
    }
    planned.finish()
}

/// The pages that list others: timeline, tags, cases.
fn lists(digest: &Digest) -> impl Iterator<Item = Page> {
    timeline::plan(digest).into_iter().chain(tags::plan(digest)).chain(cases::plan(digest))
}

/// The files that published texts show.
fn assets(site: &Site<'_>) -> Vec<Page> {
    let texts: Vec<&Cleared> = site.digest.texts().map(|(cleared, _)| cleared).collect();
    let used: BTreeSet<ContentPath> = texts.par_iter().flat_map_iter(|cleared| body::assets(cleared, site)).collect();
    let page = |source: ContentPath| Some(Page { path: body::asset_path(&source)?, subject: Subject::Asset(source) });
    used.into_iter().filter_map(page).collect()
}

/// Pages so far, by what a careless file system takes their path for.
#[derive(Default)]
struct Planned {
    pages: BTreeMap<String, (Page, Option<ContentPath>)>,
    diagnostics: Vec<Diagnostic>,
}

impl Planned {
    fn add(&mut self, path: OutPath, subject: Subject, source: Option<&ContentPath>) {
        let key = path.collision_key();
        if let Some((taken, owner)) = self.pages.get(&key) {
            let diagnostic = path_taken(&path, &taken.path, source, owner.as_ref());
            self.diagnostics.push(diagnostic);
        } else {
            self.pages.insert(key, (Page { path, subject }, source.cloned()));
        }
    }

    fn add_unless_taken(&mut self, path: OutPath, subject: Subject) {
        self.pages.entry(path.collision_key()).or_insert((Page { path, subject }, None));
    }

    /// A path that is a file for one page and a folder for another cannot be both.
    fn finish(mut self) -> (Vec<Page>, Vec<Diagnostic>) {
        let mut clashes = Vec::new();
        for (key, (page, source)) in &self.pages {
            let mut folders = key.match_indices('/').map(|(at, _)| &key[..at]);
            if let Some((file, owner)) = folders.find_map(|folder| self.pages.get(folder)) {
                self.diagnostics.push(path_taken(&page.path, &file.path, source.as_ref(), owner.as_ref()));
                clashes.push(key.clone());
            }
        }
        for key in clashes {
            self.pages.remove(&key);
        }
        let mut pages: Vec<Page> = self.pages.into_values().map(|(page, _)| page).collect();
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        (pages, self.diagnostics)
    }
}

fn path_taken(
    path: &OutPath,
    taken: &OutPath,
    source: Option<&ContentPath>,
    owner: Option<&ContentPath>,
) -> Diagnostic {
    let owner = owner.map_or_else(|| "a page that the program makes".to_owned(), |owner| format!("`{owner}`"));
    let mut diagnostic = Diagnostic::error(code::PATH_TAKEN, format!("the address `/{}` is taken", path.address()))
        .with_note(format!("{owner} has it, as `/{}`", taken.address()))
        .with_hint("give one of them another `slug`, or remove the alias");
    if let Some(source) = source {
        diagnostic = diagnostic.at(Place::file(source.0.as_str()));
    }
    diagnostic
}

/// The data of a page, and what was found on the way.
pub fn view(site: &Site<'_>, page: &Page, diagnostics: &mut Vec<Diagnostic>) -> View {
    match &page.subject {
        Subject::Timeline => timeline::front(site, page),
        Subject::Year(year) => timeline::year(site, page, *year),
        Subject::Month(year, month, part) => timeline::month(site, page, *year, *month, *part),
        Subject::Undated => timeline::undated(site, page),
        Subject::Article(index) => article::view(site, page, *index, diagnostics),
        Subject::Tags => tags::index(site, page),
        Subject::Tag(index, year) => tags::tag(site, page, *index, *year),
        Subject::Cases => cases::index(site, page),
        Subject::Case(index) => cases::case(site, page, *index, diagnostics),
        Subject::Plain(index) => article::plain(site, page, *index, diagnostics),
        Subject::NotFound => frame::not_found(site, page),
        Subject::Redirect(target) => frame::redirect(site, page, target),
        Subject::Feed => View::Bytes(feed::atom(site)),
        Subject::Sitemap(number) => View::Bytes(sitemap::xml(site, *number)),
        Subject::Robots => View::Bytes(sitemap::robots(site)),
        Subject::Static(index) => View::Bytes(site.statics[*index].1.bytes.clone()),
        Subject::Asset(source) => View::Copy(source.clone()),
    }
}
