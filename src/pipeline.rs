//! One build: everything above, in order, on data in memory. It opens no file and asks no clock.
//!
//! ```text
//! SourceSet -> Vec<Article> -> Vec<Cleared> -> Digest -> Vec<Page> -> Vec<Rendered>
//!    read        normalise       clear        assemble    plan         render
//! ```

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::Serialize;

use crate::article::Article;
use crate::config::{self, Config};
use crate::diag::{self, Diagnostic, Place, code};
use crate::digest;
use crate::ident::ArticleId;
use crate::normalise::{Normalised, normalise};
use crate::page::{self, Page, Site, View};
use crate::paths::{ContentPath, OutPath};
use crate::policy::{self, Clearance, Cleared, Hold, PublicText};
use crate::render::{self, Templates};
use crate::source::{SourceFile, SourceSet};
use crate::vocab::Vocabulary;

/// What a build is asked for, besides the site's own files.
#[derive(Debug, Clone)]
pub struct Request {
    /// The clock: what is published, held or expired is decided as of this moment.
    pub now: Timestamp,
    /// Overrules `base_url` of the configuration.
    pub base_url: Option<String>,
}

/// The finished bytes of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Where it goes.
    pub path: OutPath,
    /// What is there.
    pub content: Content,
}

/// What a page holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the site.
    File(ContentPath),
}

/// An article of which the digest shows less than its whole text, for its rights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reduced {
    /// Which.
    pub path: ContentPath,
    /// What is shown: `excerpt` or `facts only`.
    pub shown: &'static str,
}

/// What a build made, and everything there is to say about it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Sorted by path. Incomplete if there are errors.
    pub pages: Vec<Rendered>,
    /// Articles that are in the digest.
    pub article_count: usize,
    /// Of these, the ones that are there without their whole text.
    pub reduced: Vec<Reduced>,
    /// What was kept back.
    pub holds: Vec<Hold>,
    /// Sorted by file and line.
    pub diagnostics: Vec<Diagnostic>,
    /// The first moment after `now` at which a build would come out otherwise.
    pub next_change: Option<Timestamp>,
    /// Seconds that each stage took, in order.
    pub timings: Vec<(&'static str, f64)>,
}

impl Outcome {
    /// How many errors there are.
    pub fn error_count(&self) -> usize {
        diag::error_count(&self.diagnostics)
    }
}

/// How far a build is, for those who watch it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Files or pages that are done in this stage.
    pub done: AtomicUsize,
    /// How many there are.
    pub total: AtomicUsize,
}

impl Progress {
    fn start(&self, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// Builds the site.
pub fn build(mut sources: SourceSet, request: &Request, progress: &Progress) -> Outcome {
    let mut outcome = Outcome { diagnostics: std::mem::take(&mut sources.diagnostics), ..Outcome::default() };
    let mut stage = Stages::new();
    let Some((config, vocabulary)) = settings(&sources, request, &mut outcome) else { return outcome };

    let articles = articles(std::mem::take(&mut sources.texts), progress, &mut outcome);
    stage.end("normalise", &mut outcome);
    let clearance = clear(articles, &config, request.now, &mut outcome);
    stage.end("clear", &mut outcome);
    let (digest, found) = digest::assemble(clearance.cleared, &vocabulary);
    outcome.diagnostics.extend(found);
    count(&digest, &mut outcome);
    stage.end("assemble", &mut outcome);

    let templates = render::load(&sources.templates, &config.theme);
    let (statics, found) = render::statics(std::mem::take(&mut sources.statics), &config.theme);
    outcome.diagnostics.extend(found);
    let site = Site::new(&digest, &config, &vocabulary, &statics, &sources.assets);
    let (pages, found) = page::plan(&site);
    outcome.diagnostics.extend(found);
    report_unused(&pages, &sources.assets, &mut outcome);
    stage.end("plan", &mut outcome);
    match templates {
        Ok(templates) => render_all(&site, templates, &pages, progress, &mut outcome),
        Err(found) => outcome.diagnostics.extend(found),
    }
    stage.end("render", &mut outcome);
    diag::sort(&mut outcome.diagnostics);
    outcome
}

/// Measures stages one after the other. The readings are shown, never part of what is built.
struct Stages(Instant);

impl Stages {
    fn new() -> Self {
        Stages(Instant::now())
    }

    fn end(&mut self, name: &'static str, outcome: &mut Outcome) {
        outcome.timings.push((name, self.0.elapsed().as_secs_f64()));
        self.0 = Instant::now();
    }
}

/// Configuration and vocabulary; nothing can be built without them.
fn settings(sources: &SourceSet, request: &Request, outcome: &mut Outcome) -> Option<(Config, Vocabulary)> {
    let config = config::read(sources.config.as_ref()).map_err(|found| outcome.diagnostics.extend(found)).ok();
    let vocabulary = Vocabulary::read(sources.tags.as_ref()).map_err(|found| outcome.diagnostics.extend(found)).ok();
    let (mut config, vocabulary) = (config?, vocabulary?);
    if let Some(base_url) = &request.base_url {
        config.base_url = Some(base_url.clone());
    }
    if config.base_url.is_none() {
        outcome.diagnostics.push(
            Diagnostic::note(
                code::BASE_URL_MISSING,
                "no `base_url` is set, so there is no sitemap and no canonical address",
            )
            .with_hint("write `base_url: https://…` into blotter.yaml, or give `--base-url`"),
        );
    }
    Some((config, vocabulary))
}

fn articles(texts: Vec<SourceFile>, progress: &Progress, outcome: &mut Outcome) -> Vec<Article> {
    progress.start(texts.len());
    let normalised: Vec<Normalised> = texts
        .into_par_iter()
        .map(|file| {
            let normalised = normalise(&file);
            progress.step();
            normalised
        })
        .collect();
    let mut articles = Vec::with_capacity(normalised.len());
    for one in normalised {
        outcome.diagnostics.extend(one.diagnostics);
        articles.extend(one.article);
    }
    articles
}

/// Two articles with one id would be one to every reader of the feed. What is held takes no id from what is published.
fn refuse_twins(cleared: Vec<Cleared>, outcome: &mut Outcome) -> Vec<Cleared> {
    let mut by_id: BTreeMap<ArticleId, ContentPath> = BTreeMap::new();
    let mut kept = Vec::with_capacity(cleared.len());
    for article in cleared {
        match by_id.get(article.id()) {
            Some(first) => outcome.diagnostics.push(
                Diagnostic::error(code::ID_TAKEN, format!("the id `{}` is taken", article.id().0))
                    .at(Place::file(article.path().0.as_str()))
                    .with_note(format!("`{first}` has it"))
                    .with_hint("rename one of the files, or give it an `id` of its own"),
            ),
            None => {
                by_id.insert(article.id().clone(), article.path().clone());
                kept.push(article);
            }
        }
    }
    kept
}

fn clear(articles: Vec<Article>, config: &Config, now: Timestamp, outcome: &mut Outcome) -> Clearance {
    let mut clearance = policy::clear(articles, config, now);
    outcome.holds = std::mem::take(&mut clearance.holds);
    outcome.next_change = clearance.next_change;
    clearance.cleared = refuse_twins(clearance.cleared, outcome);
    clearance
}

fn count(digest: &digest::Digest, outcome: &mut Outcome) {
    outcome.article_count = digest.entries.len();
    let reduced = digest.texts().filter_map(|(cleared, _)| {
        let shown = match cleared.text() {
            PublicText::Full(_) => return None,
            PublicText::Excerpt { .. } => "excerpt",
            PublicText::Withheld { .. } => "facts only",
        };
        Some(Reduced { path: cleared.path().clone(), shown })
    });
    outcome.reduced = reduced.collect();
    outcome.reduced.sort_by(|a, b| a.path.cmp(&b.path));
}

/// Files under `content/` that are no article and that nothing published shows: said, so that none is lost silently.
fn report_unused(pages: &[Page], assets: &[ContentPath], outcome: &mut Outcome) {
    let used: std::collections::BTreeSet<&ContentPath> = pages
        .iter()
        .filter_map(|page| match &page.subject {
            page::Subject::Asset(source) => Some(source),
            _ => None,
        })
        .collect();
    for path in assets.iter().filter(|path| !used.contains(path)) {
        outcome.diagnostics.push(
            Diagnostic::note(
                code::FORMAT_UNKNOWN,
                "this file is not published: it is no article, and no published article may show it",
            )
            .at(Place::file(path.0.as_str()))
            .with_hint("articles are .md, .txt, .html and .htm files"),
        );
    }
}

fn render_all(site: &Site<'_>, mut templates: Templates, pages: &[Page], progress: &Progress, outcome: &mut Outcome) {
    templates.share("site", page::site_value(site));
    progress.start(pages.len());
    let rendered: Vec<(Option<Rendered>, Vec<Diagnostic>)> = pages
        .par_iter()
        .map(|page| {
            let mut found = Vec::new();
            let rendered = render_one(site, &templates, page, &mut found);
            progress.step();
            (rendered, found)
        })
        .collect();
    outcome.pages.reserve(rendered.len());
    let mut failed: BTreeMap<String, (Diagnostic, usize)> = BTreeMap::new();
    for (page, found) in rendered {
        outcome.pages.extend(page);
        for diagnostic in found {
            // One broken template fails on every page that uses it: say it once, with the number of pages.
            if diagnostic.code == code::TEMPLATE_FAILED {
                let key = format!("{:?} {}", diagnostic.place, diagnostic.message);
                failed.entry(key).or_insert((diagnostic, 0)).1 += 1;
            } else {
                outcome.diagnostics.push(diagnostic);
            }
        }
    }
    for (diagnostic, count) in failed.into_values() {
        let more = count - 1;
        outcome.diagnostics.push(if more == 0 {
            diagnostic
        } else {
            diagnostic.with_note(format!("and on {more} more pages"))
        });
    }
}

fn render_one(site: &Site<'_>, templates: &Templates, page: &Page, found: &mut Vec<Diagnostic>) -> Option<Rendered> {
    let content = match page::view(site, page, found) {
        View::Bytes(bytes) => Content::Bytes(bytes),
        View::Copy(path) => Content::File(path),
        View::Template { name, context } => match templates.render(name, &context) {
            Ok(bytes) => Content::Bytes(bytes),
            Err(diagnostic) => {
                found.push(diagnostic.with_note(format!("while rendering `{}`", page.path.address())));
                return None;
            }
        },
    };
    Some(Rendered { path: page.path.clone(), content })
}
