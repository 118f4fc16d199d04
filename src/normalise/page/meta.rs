//! Metadata of a page: JSON-LD, then meta elements, then visible elements, then the address.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html, Selector};

use crate::article::{Confidence, Origin};
use crate::normalise::byline;
use crate::normalise::date::{self, Reading};
use crate::normalise::decode::tidy;
use crate::normalise::draft::{Draft, Found};
use crate::normalise::head;
use crate::normalise::headline;
use crate::normalise::line::{fold, squeeze};
use crate::normalise::page::json_ld::{self, Described};
use crate::normalise::rights::licence;
use crate::when::When;

/// A selector that the program wrote itself.
pub(crate) fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("a fixed selector")
}

/// Names and values of the meta elements, names in lower case.
pub(crate) struct MetaElements(Vec<(String, String)>);

impl MetaElements {
    pub(super) fn of(page: &Html) -> Self {
        let mut elements = Vec::new();
        for element in page.select(&selector("meta[content]")).take(2000) {
            let content = text_of(element.attr("content").unwrap_or_default());
            for key in ["property", "name", "itemprop"].iter().filter_map(|key| element.attr(key)) {
                if !content.is_empty() && content.len() < 4000 {
                    elements.push((key.to_lowercase(), content.clone()));
                }
            }
        }
        MetaElements(elements)
    }

    /// The first value under any of the names, tried in order.
    pub(super) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.all(name).next())
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn text_of(text: &str) -> String {
    squeeze(&tidy(text))
}

/// The visible words of an element.
pub(crate) fn words(element: ElementRef<'_>) -> String {
    text_of(&element.text().collect::<Vec<_>>().join(" "))
}

/// Reads all metadata into the draft.
pub(crate) fn read(draft: &mut Draft<'_>, page: &Html) {
    let described = json_ld::read(page).unwrap_or_default();
    let elements = MetaElements::of(page);
    title(draft, page, &described, &elements);
    source(draft, page, &described, &elements);
    dates(draft, page, &described, &elements);
    authors(draft, page, &described, &elements);
    lang(draft, page, &described);
    rights(draft, &described);
}

/// The longest `h1` that the page's title holds, else JSON-LD, else OpenGraph, else the longest part of the title.
fn title(draft: &mut Draft<'_>, page: &Html, described: &Described, elements: &MetaElements) {
    let page_title = page.select(&selector("head title, title")).next().map(words).unwrap_or_default();
    let og_title = elements.first(&["og:title", "twitter:title", "headline", "dc.title"]).map(str::to_owned);
    let holders: Vec<String> =
        [Some(page_title.clone()), og_title.clone()].into_iter().flatten().map(|t| fold(&t)).collect();
    let is_held = |heading: &String| {
        let folded = fold(heading);
        !folded.is_empty() && holders.iter().any(|holder| holder.contains(&folded))
    };
    let heading_selector = selector("h1");
    let headings = page.select(&heading_selector).take(20).map(words);
    let heading = headings.filter(is_held).max_by_key(|heading| heading.chars().count());
    let choices = [
        (heading, Origin::Element, Confidence::Certain),
        (described.headline.clone(), Origin::JsonLd, Confidence::Likely),
        (og_title, Origin::MetaElement, Confidence::Likely),
        (longest_part(&page_title), Origin::Element, Confidence::Guess),
        (page.select(&selector("h1")).next().map(words), Origin::Element, Confidence::Guess),
    ];
    for (text, from, confidence) in choices {
        let text = text.filter(|text| !text.is_empty() && text.chars().count() < 500);
        if let Some(text) = text.filter(|_| draft.meta.title.is_empty()) {
            draft.note_origin("title", Found::at(from), confidence);
            head::set_title(draft, &text, None);
        }
    }
}

fn longest_part(title: &str) -> Option<String> {
    headline::parts(title).into_iter().max_by_key(|part| part.chars().count()).map(str::to_owned)
}

fn source(draft: &mut Draft<'_>, page: &Html, described: &Described, elements: &MetaElements) {
    let canonical =
        page.select(&selector("link[rel~='canonical' i]")).find_map(|link| link.attr("href").map(str::to_owned));
    let url = canonical
        .or_else(|| elements.first(&["og:url", "twitter:url"]).map(str::to_owned))
        .or_else(|| described.url.clone())
        .or_else(|| saved_from(draft.text))
        .filter(|url| is_address(url));
    let (name, from) = match elements.first(&["og:site_name", "application-name"]) {
        Some(name) => (Some(name.to_owned()), Origin::MetaElement),
        None => (described.publisher.clone(), Origin::JsonLd),
    };
    if let Some(name) = name {
        draft.set_source_name(&name, Found::at(from), Confidence::Certain);
    }
    if let Some(url) = url {
        draft.source().url = Some(url);
        draft.note_origin("source", Found::at(Origin::MetaElement), Confidence::Certain);
    }
}

fn is_address(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Browsers note where a page was saved from.
fn saved_from(text: &str) -> Option<String> {
    static SAVED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<!-- saved from url=\(\d+\)(\S+) -->").expect("a fixed pattern"));
    let head = &text[..text.floor_char_boundary(4000)];
    SAVED.captures(head).map(|captures| captures[1].to_owned())
}

fn dates(draft: &mut Draft<'_>, page: &Html, described: &Described, elements: &MetaElements) {
    const PUBLISHED: [&str; 14] = [
        "article:published_time",
        "datepublished",
        "og:published_time",
        "og:article:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "date",
    ];
    const MODIFIED: [&str; 6] = [
        "article:modified_time",
        "datemodified",
        "og:updated_time",
        "dcterms.modified",
        "last-modified",
        "dc.date.modified",
    ];
    let visible = time_element(page);
    let published = [
        (described.published.as_deref(), Origin::JsonLd),
        (elements.first(&PUBLISHED), Origin::MetaElement),
        (visible.as_deref(), Origin::Element),
    ];
    if let Some((when, from)) = published.into_iter().find_map(|(text, from)| Some((moment(text?)?, from))) {
        draft.meta.date = Some(when);
        draft.note_origin("date", Found::at(from), Confidence::Certain);
    }
    let modified = [(described.modified.as_deref(), Origin::JsonLd), (elements.first(&MODIFIED), Origin::MetaElement)];
    let modified = modified.into_iter().find_map(|(text, from)| Some((moment(text?)?, from)));
    if let Some((when, from)) = modified.filter(|(when, _)| draft.meta.date.is_some_and(|date| date != *when)) {
        draft.meta.updated = Some(when);
        draft.note_origin("updated", Found::at(from), Confidence::Likely);
    }
}

/// The date of the first `<time>` that says it is the publication, else of the first in the article's own header.
fn time_element(page: &Html) -> Option<String> {
    let explicit = "time[itemprop~=datePublished], time[pubdate], [itemprop~=datePublished][content], time.published, time.entry-date";
    let usual = "article header time[datetime], header time[datetime], article time[datetime], main time[datetime]";
    [explicit, usual].iter().find_map(|css| {
        let element = page.select(&selector(css)).find(|element| !is_aside(*element))?;
        Some(element.attr("datetime").or_else(|| element.attr("content")).map_or_else(|| words(element), str::to_owned))
    })
}

/// Whether an element stands in a part of the page that is about other articles.
pub(crate) fn is_aside(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|outer| {
        let value = outer.value();
        let class = value.attr("class").unwrap_or_default().to_lowercase();
        let words = ["related", "recommend", "sidebar", "comment", "teaser", "most-read", "newsletter", "promo"];
        matches!(value.name(), "aside" | "nav" | "footer")
            || class.split_ascii_whitespace().any(|class| words.iter().any(|word| class.starts_with(word)))
    })
}

/// A day, or a moment with the offset that is written there; a time without one is left out.
fn moment(text: &str) -> Option<When> {
    let text = text.trim();
    match When::parse(text) {
        Some(When::Local(time)) => Some(When::Day(time.date())),
        Some(When::Moment(time, offset)) => {
            Some(When::Moment(time.with().subsec_nanosecond(0).build().unwrap_or(time), offset))
        }
        Some(when) => Some(when),
        None => match date::find(text).as_slice() {
            [printed, ..] => match printed.reading {
                Reading::Sure(when) => Some(date::with_clock(text, printed, when)),
                _ => None,
            },
            [] => None,
        },
    }
}

/// `/2020/07/03/` in the address is the day, where nothing else says it.
pub(crate) fn date_from_address(draft: &mut Draft<'_>) {
    static DAY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"/((?:19|20)\d\d)[/-](\d{2})[/-](\d{2})(?:[/-]|$)").expect("a fixed pattern"));
    let Some(url) = draft.meta.sources.first().and_then(|source| source.url.as_deref()) else { return };
    let day = DAY.captures(url).and_then(|day| When::parse(&format!("{}-{}-{}", &day[1], &day[2], &day[3])));
    if let Some(day) = day.filter(|_| draft.meta.date.is_none()) {
        draft.meta.date = Some(day);
        draft.note_origin("date", Found::at(Origin::MetaElement), Confidence::Guess);
    }
}

fn authors(draft: &mut Draft<'_>, page: &Html, described: &Described, elements: &MetaElements) {
    let from_elements: Vec<String> = ["author", "article:author", "parsely-author", "dc.creator"]
        .iter()
        .flat_map(|name| elements.all(name))
        .map(str::to_owned)
        .collect();
    let css = "[itemprop~=author] [itemprop~=name], [itemprop~=author], a[rel~=author], .byline .author, .author-name";
    let visible = page.select(&selector(css)).filter(|element| !is_aside(*element)).take(10).map(words).collect();
    let site = draft.meta.sources.first().and_then(|source| source.name.clone()).unwrap_or_default();
    let choices = [
        (described.authors.clone(), Origin::JsonLd, Confidence::Certain),
        (from_elements, Origin::MetaElement, Confidence::Likely),
        (visible, Origin::Element, Confidence::Likely),
    ];
    for (names, from, confidence) in choices {
        let mut people: Vec<String> = Vec::new();
        for name in names.iter().filter(|name| fold(name) != fold(&site)) {
            let byline = byline::read(name).or_else(|| byline::names(name)).unwrap_or_default();
            if let Some(agency) = byline.agency {
                draft.set_agency(agency.short, agency.name, Found::at(from), Confidence::Likely);
            }
            people.extend(byline.authors);
        }
        let mut known = Vec::new();
        people.retain(|name| {
            !known.contains(&fold(name)) && {
                known.push(fold(name));
                true
            }
        });
        draft.set_authors(people, Found::at(from), confidence);
    }
}

fn lang(draft: &mut Draft<'_>, page: &Html, described: &Described) {
    static TAG: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$").expect("a fixed pattern"));
    let declared = page.root_element().attr("lang").map(str::to_owned);
    let choices = [(declared, Origin::Element), (described.lang.clone(), Origin::JsonLd)];
    for (lang, from) in choices {
        if let Some(lang) = lang.map(|lang| lang.trim().replace('_', "-")).filter(|lang| TAG.is_match(lang)) {
            draft.meta.lang.get_or_insert(lang);
            draft.note_origin("lang", Found::at(from), Confidence::Certain);
        }
    }
}

/// The licence that JSON-LD names.
fn rights(draft: &mut Draft<'_>, described: &Described) {
    if let Some(license) = described.license.as_deref().and_then(licence::of_url) {
        draft.meta.rights.license = Some(license);
        draft.note_origin("rights", Found::at(Origin::JsonLd), Confidence::Certain);
    }
    if let Some(notice) = &described.notice {
        draft.meta.rights.notice.push(notice.clone());
        draft.note_origin("rights", Found::at(Origin::JsonLd), Confidence::Certain);
    }
}
