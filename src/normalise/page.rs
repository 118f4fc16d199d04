//! Saved pages: metadata from JSON-LD, meta elements and visible elements; the body by `dom_smoothie`, as Markdown.
//!
//! The blocks of the body then follow the line rules of clippings: furniture, bylines, notices and sign-offs go.

mod block;
mod depth;
mod figure;
mod json_ld;
mod legal;
mod meta;

use dom_smoothie::{Config, Readability};
use scraper::{ElementRef, Html};

use crate::article::{Confidence, Kind, Origin};
use crate::diag::{Diagnostic, code};
use crate::normalise::clipping;
use crate::normalise::draft::{Draft, Found};
use crate::normalise::furniture;
use crate::normalise::line::{Line, Shape, fold};

/// Pages with more elements are read without looking for their main part.
const ELEMENTS_MAX: usize = 50_000;

/// So are pages with a longer run of text: `dom_smoothie` takes quadratic time for one.
const TEXT_BYTES_MAX: usize = 32 * 1024;

/// Reads a page.
pub(crate) fn read(draft: &mut Draft<'_>) {
    let text = draft.text;
    if let Some(why) = depth::refusal(text) {
        return refuse(draft, &why);
    }
    let page = Html::parse_document(text);
    let shape = depth::measure(&page);
    if shape.depth > depth::DEPTH_MAX {
        return refuse(draft, &format!("elements are nested {} deep", shape.depth));
    }
    meta::read(draft, &page);
    figure::read(draft, &page);
    let notices = legal::read(draft, &page);
    let is_usual = shape.element_count <= ELEMENTS_MAX && shape.text_bytes_max <= TEXT_BYTES_MAX;
    let lines = if is_usual { main_part(&page, text) } else { whole(&page) };
    let lines = without_related(lines);
    clipping::read_lines(draft, without_captions(draft, lines), notices);
    meta::date_from_address(draft);
    draft.set_kind(Kind::SavedPage, Found::at(Origin::Element), Confidence::Likely);
}

fn refuse(draft: &mut Draft<'_>, why: &str) {
    let refusal = Diagnostic::error(code::HTML_TOO_DEEP, format!("the page cannot be read: {why}"))
        .at(draft.place(None, ""))
        .with_hint("save the text of the page as .txt");
    draft.diagnostics.push(refusal);
}

/// The blocks of the part that is the article; of the whole page if none can be told.
fn main_part(page: &Html, text: &str) -> Vec<Line<'static>> {
    let config = Config { disable_json_ld: true, max_elements_to_parse: 2 * ELEMENTS_MAX, ..Config::default() };
    let content = Readability::new(text, None, Some(config)).and_then(|mut reader| reader.parse());
    let lines = match content {
        Ok(content) => {
            let content = Html::parse_fragment(&content.content);
            let is_shallow = depth::measure(&content).depth <= depth::DEPTH_MAX;
            if is_shallow { block::read(content.root_element()) } else { Vec::new() }
        }
        Err(_) => Vec::new(),
    };
    if lines.is_empty() { whole(page) } else { lines }
}

/// The blocks of the element that says it is the article, else of the body.
fn whole(page: &Html) -> Vec<Line<'static>> {
    let find = |css: &str| page.select(&meta::selector(css)).next();
    let root: Option<ElementRef<'_>> =
        ["[itemprop=articleBody]", "article", "main", "[role=main]", "body"].iter().find_map(|css| find(css));
    root.map(block::read).unwrap_or_default()
}

/// Drops lists of links below a heading such as "Related".
fn without_related(lines: Vec<Line<'static>>) -> Vec<Line<'static>> {
    let mut kept: Vec<Line<'static>> = Vec::with_capacity(lines.len());
    let mut is_related = false;
    for line in lines {
        if line.is_blank() {
            kept.push(line);
            continue;
        }
        let is_link = line.markdown.as_deref().is_some_and(is_only_link);
        is_related = if is_related { is_link } else { furniture::is_furniture(&line.text) };
        if !(is_related && is_link) {
            kept.push(line);
        }
    }
    kept
}

fn is_only_link(markdown: &str) -> bool {
    let bare = markdown.trim_start_matches(['-', ' ', '#', '1', '.', '*']).trim_end_matches('*');
    bare.starts_with('[') && bare.ends_with(')') && bare.matches("](").count() == 1
}

/// Drops blocks that repeat a caption.
fn without_captions(draft: &Draft<'_>, mut lines: Vec<Line<'static>>) -> Vec<Line<'static>> {
    let captions: Vec<String> = draft
        .meta
        .images
        .iter()
        .filter_map(|image| image.caption.as_deref().or(image.alt.as_deref()))
        .map(fold)
        .collect();
    lines.retain(|line| {
        let is_short = line.text.len() < 1000 && line.shape == Shape::Text && !line.is_blank();
        let folded = if is_short { fold(&line.text) } else { String::new() };
        !(folded.len() > 10
            && captions.iter().any(|caption| !caption.is_empty() && folded.starts_with(caption.as_str())))
    });
    lines
}
