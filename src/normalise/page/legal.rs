//! Rights statements of a page: licence links, meta elements, and the small print of the footer.

use scraper::{ElementRef, Html};

use crate::article::{Confidence, Origin};
use crate::normalise::draft::{Draft, Found};
use crate::normalise::page::block;
use crate::normalise::page::meta::{MetaElements, selector, words};
use crate::normalise::rights::{self, Notice, licence};

/// Longer lines are no small print.
const LINE_BYTES_MAX: usize = 1500;

/// Reads them all; those found in JSON-LD are moved here, so that all are judged alike.
pub(crate) fn read(draft: &mut Draft<'_>, page: &Html) -> Vec<Notice> {
    let mut texts = std::mem::take(&mut draft.meta.rights.notice);
    for link in
        page.select(&selector("a[rel~='license' i], link[rel~='license' i]")).filter(|link| !is_beside(*link)).take(10)
    {
        let address = link.attr("href").unwrap_or_default();
        if let Some(license) = licence::of_url(address) {
            draft.meta.rights.license.get_or_insert(license);
            draft.note_origin("rights", Found::at(Origin::Element), Confidence::Certain);
            // The address says the level too.
            texts.push(address.to_owned());
        }
        let said = words(link);
        // "Licence" and the like name the link, and say nothing.
        if rights::implied_level(std::slice::from_ref(&said)).is_some() {
            texts.push(said);
        }
    }
    let elements = MetaElements::of(page);
    let stated = elements.first(&["copyright", "dcterms.rights", "dc.rights", "rights", "dcterms.license"]);
    texts.extend(stated.filter(|text| rights::is_notice(text)).map(str::to_owned));
    let small_print = "footer, small, [class*=copyright i], [id*=copyright i], [class*=footer i], [id*=footer i], [class*=licen i], [class*=legal i]";
    for element in page.select(&selector(small_print)).filter(|element| !is_beside(*element)).take(50) {
        let lines = block::read_all(element);
        let is_small_print = |text: &str| text.len() <= LINE_BYTES_MAX && rights::is_notice(text);
        texts.extend(lines.iter().map(|line| line.text.to_string()).filter(|text| is_small_print(text)));
    }
    let mut notices: Vec<Notice> = Vec::new();
    for text in texts.iter().filter(|text| !text.is_empty()) {
        let notice = Notice::new(text, None);
        if !notices.iter().any(|known| known.text.contains(&notice.text)) {
            notices.push(notice);
        }
    }
    notices
}

/// Whether an element belongs to a picture or to comments: what it says of rights is not about the text.
fn is_beside(element: ElementRef<'_>) -> bool {
    const WORDS: [&str; 8] = ["caption", "comment", "figure", "photo", "picture", "image", "gallery", "map"];
    element.ancestors().filter_map(ElementRef::wrap).any(|outer| {
        let class = outer.value().attr("class").unwrap_or_default().to_lowercase();
        let is_named = class.split_ascii_whitespace().any(|class| WORDS.iter().any(|word| class.starts_with(word)));
        is_named || matches!(outer.value().name(), "figure" | "figcaption" | "picture")
    })
}
