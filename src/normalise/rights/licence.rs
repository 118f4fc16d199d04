//! Licences that a text names, as SPDX ids.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::normalise::rights::pattern::{Hit, Pattern};

static VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[^\d\n]{0,60}?(?:v|version )?\s*(\d\.\d)\b").expect("a fixed pattern"));

/// The id of the licence that a phrase names; none for what is no licence.
pub(crate) fn named(pattern: &'static Pattern, text: &str, hit: &Hit) -> Option<String> {
    let id = pattern.flag("licence=")?;
    if id.starts_with("CC-BY") && !id.ends_with(|c: char| c.is_ascii_digit()) {
        // The version stands behind the name; the phrase itself may reach into it.
        let version =
            VERSION.captures(&text[hit.span.start..]).map_or("", |captures| captures.get(1).map_or("", |v| v.as_str()));
        return Some(if version.is_empty() { id.to_owned() } else { format!("{id}-{version}") });
    }
    ["CC", "OGL", "OPL"].iter().any(|family| id.starts_with(family)).then(|| id.to_owned())
}

/// Whether a licence is said to be that of the text: of nothing else, not denied, and in words for a text or in none.
pub(crate) fn is_of_text(text: &str, hit: &Hit) -> bool {
    static TEXT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:texts?|articles?|stor(?:y|ies)|reports?|pages?|(?:web)?sites?|works?|contents?|materials?|releases?|publications?|posts?|documents?|information|statements?)\b")
            .expect("a fixed pattern")
    });
    static BARE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^[\W_]*(?:©|\(c\)|&copy;|copyright\b|crown copyright|cc[ 0-]|creative commons|licen[cs]e|(?:re-?)?(?:published|released|available|licensed) (?:under|from)|https?:|public domain|not (?:subject to|protected by) copyright|(?:re-?use|reproduction|use) (?:is|of)|open (?:government|parliament)|ogl\b|contains \w+ (?:sector|\w+ sector)|contains parliamentary|attribution)")
            .expect("a fixed pattern")
    });
    static DENIED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:not|never|no longer|nor|cannot|isn['’]t|aren['’]t|neither)\b[^.;]{0,60}$")
            .expect("a fixed pattern")
    });
    let context = context(text, hit);
    // "Not subject to copyright" denies by its own words, not by those before it.
    let before = text[context.start..hit.span.start].to_lowercase();
    let is_denied = DENIED.is_match(&before.replace("not otherwise", ""));
    let said = &text[context];
    !is_denied && !is_of_picture(text, hit) && (TEXT.is_match(said) || BARE.is_match(said))
}

/// Whether a licence is that of something beside the text: a picture, a map, comments.
pub(crate) fn is_of_picture(text: &str, hit: &Hit) -> bool {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:photo\w*|pictures?|pics?|images?|imagery|maps?|map ?data|openstreetmap|osm|videos?|footage|film|audio|music|podcasts?|comments?|covers?|illustrations?|illustrat(?:ed|or)|graphics?|infographics?|drawings?|charts?|icons?|logos?|fonts?|thumbnails?|banners?|foto\w*|bild(?:er|nachweis)?|abbildung\w*|karten?|kartendaten|imagen|imágenes|immagin\w+|afbeelding\w*|cartes?|source code|software|dataset)\b")
            .expect("a fixed pattern")
    });
    OTHER.is_match(&text[context(text, hit)])
}

/// The sentence with a phrase, and the one before it: "Photo: Jane Doe. CC BY 2.0."
fn context(text: &str, hit: &Hit) -> Range<usize> {
    let mut before = 0;
    let mut start = 0;
    let mut end = text.len();
    for sentence in super::sentences(text) {
        if sentence.start <= hit.span.start {
            (before, start) = (start, sentence.start);
        }
        if sentence.end >= hit.span.end {
            end = sentence.end;
            break;
        }
    }
    before.min(start)..end
}

/// The id of a licence by its address.
pub(crate) fn of_url(url: &str) -> Option<String> {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)|publicdomain/(zero)/1\.0)")
            .expect("a fixed pattern")
    });
    if let Some(captures) = ADDRESS.captures(url) {
        return Some(match (captures.get(1), captures.get(2)) {
            (Some(kind), Some(version)) => format!("CC-{}-{}", kind.as_str().to_uppercase(), version.as_str()),
            _ => "CC0-1.0".to_owned(),
        });
    }
    url.contains("open-government-licence/version/3").then(|| "OGL-UK-3.0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::rights::pattern::{Scope, hits};

    #[test]
    fn licences_are_named_with_their_versions() {
        for (text, id) in [
            ("licensed under CC BY 4.0", "CC-BY-4.0"),
            ("CC BY-NC-ND 3.0 licence", "CC-BY-NC-ND-3.0"),
            ("Creative Commons Attribution 4.0 International", "CC-BY-4.0"),
            ("Open Government Licence v3.0", "OGL-UK-3.0"),
            ("https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
            ("This work is released under CC0 1.0", "CC0-1.0"),
        ] {
            let found = hits(text, Scope::Text);
            let ids: Vec<_> = found.iter().filter_map(|hit| named(hit.pattern, text, hit)).collect();
            assert!(ids.contains(&id.to_owned()), "{text}: {ids:?}");
        }
        assert_eq!(of_url("https://creativecommons.org/licenses/by-nc/4.0/deed.en").as_deref(), Some("CC-BY-NC-4.0"));
    }
}
