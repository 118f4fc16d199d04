//! Pictures of a page, with what stands below them.

use scraper::{ElementRef, Html};

use crate::article::{Confidence, Image, Origin};
use crate::normalise::caption;
use crate::normalise::decode::tidy;
use crate::normalise::draft::{Draft, Found};
use crate::normalise::line::{fold, squeeze};
use crate::normalise::page::meta::{is_aside, selector, words};

/// No article has more.
const IMAGES_MAX: usize = 100;

/// Reads the figures of the article; each caption counts once.
pub(crate) fn read(draft: &mut Draft<'_>, page: &Html) {
    let (picture, below) = (selector("img"), selector("figcaption, [class*=caption i]"));
    for figure in page.select(&selector("figure, [itemprop~=image], .wp-caption")).take(IMAGES_MAX) {
        if is_aside(figure) {
            continue;
        }
        let caption = figure.select(&below).next().map(words).unwrap_or_default();
        let image = image(figure.select(&picture).next(), &caption);
        let is_empty = image.caption.is_none() && image.alt.is_none();
        let is_known = draft.meta.images.iter().any(|known| {
            known.caption.as_deref().map(fold) == image.caption.as_deref().map(fold)
                && (known.caption.is_some() || known.file == image.file)
        });
        if !is_empty && !is_known {
            draft.meta.images.push(image);
            draft.note_origin("images", Found::at(Origin::Element), Confidence::Certain);
        }
    }
}

fn image(picture: Option<ElementRef<'_>>, caption: &str) -> Image {
    let mut image = if caption.len() < 4000 { caption::read(caption) } else { Image::default() };
    let attribute = |name: &str| picture.and_then(|picture| picture.attr(name)).map(|text| squeeze(&tidy(text)));
    image.alt = attribute("alt").filter(|alt| !alt.is_empty());
    image.file = attribute("src")
        .filter(|address| is_file(address))
        .or_else(|| attribute("data-src").filter(|address| is_file(address)));
    image
}

/// Data in the page itself is a placeholder.
fn is_file(address: &str) -> bool {
    let lower = address.to_lowercase();
    !address.is_empty() && !lower.starts_with("data:") && !lower.starts_with("javascript:") && address.len() < 2000
}
