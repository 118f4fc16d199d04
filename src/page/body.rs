//! Markdown as HTML that is safe to show: links resolved, headings under the page's own, nothing that runs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use regex::Regex;

use super::Site;
use crate::diag::{Code, Diagnostic, Place, code};
use crate::ident::slugify;
use crate::paths::{ContentPath, OutPath};
use crate::policy::{Cleared, PublicText};

/// The body of a text that may be shown in full; `root` leads from the page to the root of the site.
pub(super) fn html(
    cleared: &Cleared,
    site: &Site<'_>,
    root: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let PublicText::Full(markdown) = cleared.text() else { return None };
    let mut body = Body { cleared, site, root, markdown, found: Vec::new(), shown: BTreeSet::new() };
    let html = body.render();
    diagnostics.append(&mut body.found);
    Some(html)
}

/// The body, or why it is not here: for pages that have no place of their own for that.
pub(super) fn html_or_reason(
    cleared: &Cleared,
    site: &Site<'_>,
    root: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    match cleared.text() {
        PublicText::Full(_) => html(cleared, site, root, diagnostics).unwrap_or_default(),
        PublicText::Excerpt { why, .. } | PublicText::Withheld { why } => {
            let mut html = String::new();
            html::push_html(&mut html, [Event::Text(why.as_str().into())].into_iter());
            format!("<p>{html}</p>\n")
        }
    }
}

/// The files that a text shows, as they lie in the site.
pub(super) fn assets(cleared: &Cleared, site: &Site<'_>) -> Vec<ContentPath> {
    let listed = cleared.meta().images.iter().filter_map(|image| image.file.clone());
    let mut links: Vec<String> = listed.collect();
    if let PublicText::Full(markdown) = cleared.text() {
        links.extend(Parser::new_ext(markdown, options()).filter_map(|event| match event {
            Event::Start(Tag::Image { dest_url, .. } | Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
            _ => None,
        }));
    }
    links.iter().filter_map(|link| asset_source(cleared.path(), link, site)).collect()
}

/// Where a file that a text shows goes.
pub(super) fn asset(from: &ContentPath, link: &str, site: &Site<'_>) -> Option<OutPath> {
    asset_path(&asset_source(from, link, site)?)
}

/// Files keep their place below `content/`.
pub(super) fn asset_path(source: &ContentPath) -> Option<OutPath> {
    OutPath::new(source.0.strip_prefix("content/")?).ok()
}

fn asset_source(from: &ContentPath, link: &str, site: &Site<'_>) -> Option<ContentPath> {
    let source = from.resolve_link(link)?;
    (site.assets.contains(&source) && asset_path(&source).is_some()).then_some(source)
}

fn options() -> Options {
    // One by one: `all()` would switch on the old footnotes, which switch off the new ones.
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// A picture in sanitised HTML.
static PICTURE: LazyLock<Regex> = LazyLock::new(|| Regex::new("<img[^>]*>").expect("a fixed pattern"));

/// HTML nested deeper than this is left out: sanitising it would exhaust the stack.
const HTML_DEPTH_MAX: usize = 200;

struct Body<'a> {
    cleared: &'a Cleared,
    site: &'a Site<'a>,
    root: &'a str,
    markdown: &'a str,
    found: Vec<Diagnostic>,
    /// Addresses of the pictures that the text shows.
    shown: BTreeSet<String>,
}

/// What must be remembered from one event of a text to the next.
struct Rewriting {
    headings: Headings,
    /// How many headings there were.
    heading_number: usize,
    /// 1 if the text has headings of the level that is the page's own.
    shift: usize,
    /// Level of the last heading, as shown.
    level: usize,
    /// For each link or picture that is open: whether it was left out.
    dropped: Vec<bool>,
    drops_html: bool,
}

impl Rewriting {
    /// No level is skipped, whatever the text does: screen readers navigate by them.
    fn heading(&mut self, level: HeadingLevel) -> Tag<'static> {
        self.level = (level as usize + self.shift).clamp(2, 6).min(self.level + 1);
        let id = self.headings.ids[self.heading_number].clone();
        self.heading_number += 1;
        let level = heading_level(self.level);
        Tag::Heading { level, id: Some(id.into()), classes: Vec::new(), attrs: Vec::new() }
    }

    fn keep(&mut self, target: Target) -> Option<String> {
        self.dropped.push(matches!(target, Target::Text));
        match target {
            Target::Href(href) => Some(href),
            Target::Text => None,
        }
    }
}

/// What becomes of a link.
enum Target {
    Href(String),
    /// Only its text stays.
    Text,
}

impl Body<'_> {
    fn render(&mut self) -> String {
        let events: Vec<_> = Parser::new_ext(self.markdown, options()).into_offset_iter().collect();
        let has_h1 =
            events.iter().any(|(event, _)| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })));
        let mut state = Rewriting {
            headings: heading_ids(&events),
            heading_number: 0,
            shift: usize::from(has_h1),
            level: 1,
            dropped: Vec::new(),
            drops_html: self.raw_html_depth(&events) > HTML_DEPTH_MAX,
        };
        let rewritten: Vec<Event<'_>> =
            events.into_iter().filter_map(|(event, range)| self.rewrite(event, range.start, &mut state)).collect();
        let has_html = rewritten.iter().any(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
        let mut html = String::with_capacity(self.markdown.len() * 3 / 2);
        html::push_html(&mut html, rewritten.into_iter());
        if has_html { self.sanitise(&html) } else { html }
    }

    /// One event as it is shown; none if it is left out. `at` is its byte in the text.
    fn rewrite<'e>(&mut self, event: Event<'e>, at: usize, state: &mut Rewriting) -> Option<Event<'e>> {
        match event {
            Event::Start(Tag::Heading { level, .. }) => Some(Event::Start(state.heading(level))),
            Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(heading_level(state.level)))),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let href = state.keep(self.link(&dest_url, at, &state.headings))?;
                Some(Event::Start(Tag::Link { link_type, dest_url: href.into(), title, id }))
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let href = state.keep(self.image(&dest_url, at))?;
                Some(Event::Start(Tag::Image { link_type, dest_url: href.into(), title, id }))
            }
            Event::End(TagEnd::Link | TagEnd::Image) if state.dropped.pop().unwrap_or(false) => None,
            Event::Html(_) | Event::InlineHtml(_) if state.drops_html => None,
            event => Some(event),
        }
    }

    /// How deeply the raw HTML of the text may nest: open tags that are not closed, at most.
    fn raw_html_depth(&mut self, events: &[(Event<'_>, std::ops::Range<usize>)]) -> usize {
        let mut open: Vec<&str> = Vec::new();
        let (mut deepest, mut at) = (0, 0);
        for (event, range) in events {
            let (Event::Html(raw) | Event::InlineHtml(raw)) = event else { continue };
            for (index, _) in raw.match_indices('<') {
                let rest = &raw[index + 1..];
                let name = rest.trim_start_matches('/');
                let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
                // An end that closes nothing near leaves the depth as it is, as it does in a browser.
                if !rest.starts_with('/') {
                    open.push(name);
                } else if let Some(from_top) =
                    open.iter().rev().take(8).position(|open| open.eq_ignore_ascii_case(name))
                {
                    open.truncate(open.len() - 1 - from_top);
                }
                if open.len() > deepest {
                    (deepest, at) = (open.len(), range.start);
                }
            }
        }
        if deepest > HTML_DEPTH_MAX {
            self.warn(
                code::HTML_TOO_DEEP,
                format!("HTML nested {deepest} levels deep was left out"),
                at,
                "by here",
                None,
            );
        }
        deepest
    }

    /// Raw HTML stays as far as it only formats.
    fn sanitise(&mut self, html: &str) -> String {
        let shown = self.shown.clone();
        let cleaned = ammonia::Builder::default()
            .attribute_filter(move |element, attribute, value| {
                let is_ours = element != "img" || attribute != "src" || shown.contains(value);
                is_ours.then(|| value.into())
            })
            .add_generic_attributes(["id", "lang", "dir"])
            .add_tag_attributes("table", ["class"])
            .add_tag_attributes("sup", ["class"])
            .add_tag_attributes("div", ["class"])
            .add_tag_attributes("td", ["style"])
            .add_tag_attributes("th", ["style"])
            .filter_style_properties(["text-align"].into_iter().collect())
            .link_rel(None)
            .url_relative(ammonia::UrlRelative::PassThrough)
            .clean(html)
            .to_string();
        // What is left of a picture that Markdown did not look at has no address.
        let cleaned = PICTURE.replace_all(&cleaned, |picture: &regex::Captures<'_>| {
            if picture[0].contains(" src=\"") { picture[0].to_owned() } else { String::new() }
        });
        let count = |text: &str| {
            ["<img", "<script", "<iframe", "<style", "<form", "<object", "<embed", "<svg", "<math"]
                .iter()
                .map(|tag| text.to_lowercase().matches(tag).count())
                .sum::<usize>()
        };
        if count(html) > count(&cleaned) {
            let at = self.markdown.find('<').unwrap_or(0);
            self.warn(
                code::HTML_DROPPED,
                "HTML that can run or load something was left out".to_owned(),
                at,
                "HTML starts here",
                Some("use Markdown; a picture can lie beside the article"),
            );
        }
        cleaned.into_owned()
    }

    fn warn(&mut self, code: Code, message: String, at: usize, label: &str, hint: Option<&str>) {
        let line_in_body = self.markdown[..at.min(self.markdown.len())].matches('\n').count() + 1;
        let place = match self.cleared.body_line() {
            Some(first) => {
                let mut place = Place::line(self.cleared.path().0.as_str(), self.markdown, line_in_body, label);
                place.line_number += first - 1;
                place
            }
            None => Place::file(self.cleared.path().0.as_str()),
        };
        let mut diagnostic = Diagnostic::warning(code, message).at(place);
        diagnostic.hint = hint.map(ToOwned::to_owned);
        self.found.push(diagnostic);
    }

    fn link(&mut self, link: &str, at: usize, headings: &Headings) -> Target {
        let link = link.trim();
        if let Some(fragment) = link.strip_prefix('#') {
            if let Some(id) = headings.find(fragment) {
                return Target::Href(format!("#{id}"));
            }
            return self.broken(link, at, "there is no such heading on this page");
        }
        if let Some(rest) = link.strip_prefix("//") {
            return Target::Href(format!("https://{rest}"));
        }
        match scheme(link) {
            Some("http" | "https" | "mailto") => return Target::Href(link.to_owned()),
            Some(scheme) => {
                let message = format!("a link with `{scheme}:` was left out");
                self.warn(
                    code::LINK_UNSAFE,
                    message,
                    at,
                    "in this line",
                    Some("link to https://…, a file beside the article, or another article"),
                );
                return Target::Text;
            }
            None => {}
        }
        match self.internal(link, at) {
            Some(href) => Target::Href(format!("{}{href}", self.root)),
            None => self.broken(link, at, "no published article, page or file is there"),
        }
    }

    fn broken(&mut self, link: &str, at: usize, why: &str) -> Target {
        let message = format!("the link `{link}` leads nowhere: {why}");
        self.warn(
            code::LINK_BROKEN,
            message,
            at,
            "in this line",
            Some("link to the article's file, as in `../2020/raid.md`"),
        );
        Target::Text
    }

    /// A link within the site, by the file of an article, a file beside it, or the address of a page.
    fn internal(&mut self, link: &str, at: usize) -> Option<String> {
        let fragment = link.split_once('#').map(|(_, fragment)| fragment).filter(|fragment| !fragment.is_empty());
        let source = self.cleared.path().resolve_link(link)?;
        if let Some((cleared, path)) = self.site.targets.get(&source).copied() {
            let anchor = fragment.map_or(String::new(), |fragment| self.anchor_in(cleared, fragment, link, at));
            return Some(format!("{}{anchor}", path.href()));
        }
        let path = link.split(['#', '?']).next().unwrap_or(link);
        let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        asset(self.cleared.path(), link, self.site).map(|path| path.href()).or_else(|| self.address(&decoded))
    }

    /// `#h-results` for a heading of another text; nothing, and a warning, if it has none of that name.
    fn anchor_in(&mut self, target: &Cleared, fragment: &str, link: &str, at: usize) -> String {
        let PublicText::Full(markdown) = target.text() else { return String::new() };
        let events: Vec<_> = Parser::new_ext(markdown, options()).into_offset_iter().collect();
        let headings = heading_ids(&events);
        let Some(id) = headings.find(fragment) else {
            self.broken(link, at, "there is no such heading on that page");
            return String::new();
        };
        format!("#{id}")
    }

    /// `/2020/07/raid/`: the address of a page that an article has.
    fn address(&self, path: &str) -> Option<String> {
        let wanted = OutPath::page(path.strip_prefix('/')?).ok()?;
        self.site.addresses.get(&wanted).map(OutPath::href)
    }

    /// Pictures of other hosts are not shown: readers' browsers would tell that host what they read.
    fn image(&mut self, link: &str, at: usize) -> Target {
        if let Some(path) = asset(self.cleared.path(), link, self.site) {
            let href = format!("{}{}", self.root, path.href());
            self.shown.insert(href.clone());
            return Target::Href(href);
        }
        let (message, hint) = if scheme(link).is_some() || link.starts_with("//") {
            ("a picture of another host was left out".to_owned(), "save it beside the article, if its rights allow it")
        } else {
            (format!("the picture `{link}` is not there"), "put it beside the article")
        };
        self.warn(code::LINK_BROKEN, message, at, "in this line", Some(hint));
        Target::Text
    }
}

/// The scheme of a link as browsers read it, which ignores white space and control characters.
fn scheme(link: &str) -> Option<&'static str> {
    let text: String = link.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let end = text.find([':', '/', '?', '#'])?;
    if text.as_bytes()[end] != b':' {
        return None;
    }
    match text[..end].to_lowercase().as_str() {
        "http" => Some("http"),
        "https" => Some("https"),
        "mailto" => Some("mailto"),
        "javascript" => Some("javascript"),
        "data" => Some("data"),
        "vbscript" => Some("vbscript"),
        "file" => Some("file"),
        _ => Some("another scheme"),
    }
}

fn heading_level(level: usize) -> HeadingLevel {
    HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6)
}

/// So that no heading of a text takes the id of a landmark of the page.
const HEADING_PREFIX: &str = "h-";

/// The ids of a text's headings, in order, each once.
struct Headings {
    ids: Vec<String>,
    set: BTreeSet<String>,
}

impl Headings {
    /// The id that a fragment means: as it is, or without the prefix that ids have.
    fn find(&self, fragment: &str) -> Option<&String> {
        let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
        self.set.get(&format!("{HEADING_PREFIX}{decoded}")).or_else(|| self.set.get(decoded.as_ref()))
    }
}

fn heading_ids(events: &[(Event<'_>, std::ops::Range<usize>)]) -> Headings {
    let mut headings = Headings { ids: Vec::new(), set: BTreeSet::new() };
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let mut text: Option<String> = None;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Heading { .. }) => text = Some(String::new()),
            Event::Text(part) | Event::Code(part) => {
                if let Some(text) = &mut text {
                    text.push_str(part);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let slug = slugify(&text.take().unwrap_or_default());
                let base = format!("{HEADING_PREFIX}{}", if slug.is_empty() { "section" } else { &slug });
                let count = used.entry(base.clone()).and_modify(|count| *count += 1).or_insert(1);
                let id = if *count == 1 { base } else { format!("{base}-{count}") };
                headings.set.insert(id.clone());
                headings.ids.push(id);
            }
            _ => {}
        }
    }
    headings
}
