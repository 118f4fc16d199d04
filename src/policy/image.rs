//! Which pictures may go out. A notice that asks for more than a credit keeps its picture back.

use super::PublicText;
use crate::article::{Article, Image};
use crate::paths::ContentPath;

/// Flags that a page can honour: naming the giver, and words in the caption.
const HONOURED: [&str; 5] = ["mandatory-credit", "handout", "undated", "file", "pixelated-at-source"];

/// Drops pictures that may not be shown from an article, and returns their files: no page may publish those, by whatever
/// link. Pictures of somebody else's text do not come with the right to its facts.
pub(super) fn reduce(article: &mut Article, text: &PublicText) -> Vec<ContentPath> {
    let is_full = matches!(text, PublicText::Full(_));
    let (shown, blocked): (Vec<_>, Vec<_>) =
        std::mem::take(&mut article.meta.images).into_iter().partition(|image| is_full && may_show(image));
    article.meta.images = shown;
    let files = blocked.iter().filter_map(|image| image.file.as_deref());
    files.filter_map(|file| article.path.resolve_link(file)).collect()
}

fn may_show(image: &Image) -> bool {
    let honoured = image.flags.iter().all(|flag| HONOURED.contains(&flag.as_str()));
    let credited = !image.flags.iter().any(|flag| flag == "mandatory-credit") || image.credit.is_some();
    // A notice whose meaning nobody could tell is not honoured.
    let understood = image.notice.is_none() || !image.flags.is_empty();
    image.file.is_some() && honoured && credited && understood
}
