//! What every page is given: the site, the page itself, and the way to the root.

use serde::Serialize;
use tera::{Context, Value};

use super::views::{Date, Link};
use super::{Page, Site, View, labels};
use crate::paths::OutPath;
use crate::vocab::List;

/// What the masthead and the head of a page say of the page.
#[derive(Debug, Serialize)]
struct PageView<'a> {
    kind: &'a str,
    section: &'a str,
    title: &'a str,
    description: Option<&'a str>,
    path: String,
    canonical: Option<String>,
    language: &'a str,
    direction: &'static str,
    noindex: bool,
}

/// What a page is about, for its head.
pub(super) struct About<'a> {
    /// The template's name without `.html`.
    pub(super) template: &'static str,
    pub(super) section: &'a str,
    pub(super) title: &'a str,
    pub(super) description: Option<&'a str>,
    pub(super) noindex: bool,
}

impl<'a> About<'a> {
    pub(super) fn new(template: &'static str, section: &'a str, title: &'a str) -> Self {
        About { template, section, title, description: None, noindex: false }
    }
}

/// The view of a page: what all pages get, and the values of its own.
pub(super) fn view<const N: usize>(
    site: &Site<'_>,
    page: &Page,
    about: &About<'_>,
    values: [(&'static str, Value); N],
) -> View {
    let language = site.config.language.as_str();
    let address = page.path.address();
    let mut context = Context::new();
    context.insert_value("root", Value::from(page.path.root()));
    context.insert(
        "page",
        &PageView {
            kind: about.template.strip_suffix(".html").unwrap_or(about.template),
            section: about.section,
            title: about.title,
            description: about.description,
            path: page.path.href(),
            canonical: site.config.base_url.as_ref().map(|base| format!("{base}{address}")),
            language,
            direction: labels::direction(language),
            noindex: about.noindex,
        },
    );
    for (name, value) in values {
        context.insert_value(name, value);
    }
    View::Template { name: about.template, context }
}

/// A view struct as a template value.
pub(super) fn value<T: Serialize + ?Sized>(view: &T) -> Value {
    Value::from_serializable(view)
}

#[derive(Debug, Serialize)]
struct SiteView<'a> {
    title: &'a str,
    description: Option<&'a str>,
    language: &'a str,
    direction: &'static str,
    base_url: Option<&'a str>,
    publisher: &'a str,
    generator: &'static str,
    menu: Vec<MenuItem>,
    feeds: Vec<FeedLink>,
    entry_count: usize,
    tag_count: usize,
    case_count: usize,
    newest: Option<Date>,
    credits: Vec<&'static str>,
    extra: &'a serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Serialize)]
struct MenuItem {
    #[serde(flatten)]
    link: Link,
    section: String,
}

#[derive(Debug, Serialize)]
struct FeedLink {
    #[serde(flatten)]
    link: Link,
    #[serde(rename = "type")]
    media_type: &'static str,
}

/// `site`, the same value for every page.
pub fn site(site: &Site<'_>) -> Value {
    let (config, digest) = (site.config, site.digest);
    let newest = digest.entries.first().and_then(|entry| entry.cleared.meta().date);
    let uses_iptc = digest.tags.iter().any(|tag| tag.list == Some(List::Iptc));
    value(&SiteView {
        title: &config.title,
        description: config.description.as_deref(),
        language: &config.language,
        direction: labels::direction(&config.language),
        base_url: config.base_url.as_deref(),
        publisher: &config.publisher,
        generator: concat!("blotter ", env!("CARGO_PKG_VERSION")),
        menu: menu(site),
        feeds: vec![FeedLink {
            link: Link { title: config.title.clone(), path: "atom.xml".to_owned() },
            media_type: "application/atom+xml",
        }],
        entry_count: digest.entries.len(),
        tag_count: digest.tags.len(),
        case_count: digest.cases.len(),
        newest: newest.map(Date::new),
        credits: if uses_iptc { vec![super::tags::IPTC_CREDIT] } else { Vec::new() },
        extra: &config.extra,
    })
}

fn menu(site: &Site<'_>) -> Vec<MenuItem> {
    let item = |title: &str, path: &OutPath, section: &str| MenuItem {
        link: Link::new(title, path),
        section: section.to_owned(),
    };
    let mut menu = vec![item("Timeline", &OutPath::made("index.html"), "timeline")];
    if !site.digest.cases.is_empty() {
        menu.push(item("Cases", &OutPath::made("cases/index.html"), "cases"));
    }
    if !site.digest.tags.is_empty() {
        menu.push(item("Tags", &OutPath::made("tags/index.html"), "tags"));
    }
    // A plain page is a section of its own, named by its path.
    menu.extend(site.digest.pages.iter().map(|page| item(&page.cleared.meta().title, &page.path, page.path.as_str())));
    menu
}

/// The page for missing addresses. A host shows it at any depth, so its links cannot be relative: they start with the
/// path of the site's address, on whatever host; with the host's root if that is not known.
pub(super) fn not_found(site: &Site<'_>, page: &Page) -> View {
    let mut about = About::new("404.html", "pages", "Page not found");
    about.noindex = true;
    let View::Template { name, mut context } = view(site, page, &about, []) else {
        unreachable!("views of pages have templates")
    };
    let base = site.config.base_url.as_deref().and_then(|base| url::Url::parse(base).ok());
    let root = base.map_or_else(|| "/".to_owned(), |base| base.path().to_owned());
    context.insert_value("root", Value::from(root));
    View::Template { name, context }
}

/// An older address.
pub(super) fn redirect(site: &Site<'_>, page: &Page, target: &OutPath) -> View {
    let mut about = About::new("redirect.html", "pages", "This page has moved");
    about.noindex = true;
    let target = Link::new(target.address(), target);
    let canonical = site.config.base_url.as_ref().map(|base| format!("{base}{}", target.title));
    view(site, page, &about, [("target", value(&target)), ("canonical", value(&canonical))])
}
