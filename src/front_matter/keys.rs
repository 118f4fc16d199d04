//! Which keys there are, what other generators call them, and what a misspelling was meant to be.

use serde_json::{Map, Value};

/// A key, and the names that other tools have for it. The first alias that is there is taken if the key is not.
pub(super) const ALIASES: [(&str, &[&str]); 15] = [
    ("title", &["headline"]),
    ("date", &["created"]),
    ("updated", &["lastmod", "modified", "last_modified", "last_modified_at", "updated_at"]),
    ("expires", &["expiryDate", "expiry_date", "expirydate", "unpublishDate"]),
    ("authors", &["author", "byline"]),
    ("source", &["sources"]),
    ("summary", &["description", "abstract"]),
    ("tags", &["tag", "keywords"]),
    ("lang", &["language", "locale"]),
    ("aliases", &["alias", "redirect_from"]),
    ("case", &["cases", "storyline"]),
    ("images", &["image", "pictures"]),
    ("status", &["state"]),
    ("places", &["place", "location"]),
    ("agencies", &["agency"]),
];

/// Keys of other tools that say when to publish.
pub(super) const PUBLISH: [&str; 8] = [
    "published",
    "publishDate",
    "publish_date",
    "published_date",
    "published_at",
    "pubDate",
    "publication_date",
    "datePublished",
];

/// Gives keys that differ from a known one in case, hyphens or underscores alone its name: `Draft` means `draft`.
pub(super) fn fold_names(map: Map<String, Value>) -> Map<String, Value> {
    let known =
        || KNOWN.into_iter().chain(PUBLISH).chain(ALIASES.iter().flat_map(|(_, aliases)| aliases.iter().copied()));
    let exact = |key: &str| known().any(|name| name == key);
    let mut folded_map = Map::new();
    for (key, value) in map {
        let meant = known().find(|name| fold(name) == fold(&key));
        match meant.filter(|_| !exact(&key)) {
            Some(name) if !folded_map.contains_key(name) => folded_map.insert(name.to_owned(), value),
            _ => folded_map.insert(key, value),
        };
    }
    folded_map
}

fn fold(key: &str) -> String {
    key.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Every key that an article has.
pub(super) const KNOWN: [&str; 27] = [
    "title",
    "date",
    "updated",
    "slug",
    "aliases",
    "id",
    "lang",
    "kind",
    "source",
    "authors",
    "dateline",
    "summary",
    "tags",
    "places",
    "agencies",
    "operations",
    "offences",
    "case",
    "events",
    "figures",
    "images",
    "rights",
    "draft",
    "embargo",
    "expires",
    "status",
    "corrections",
];

/// Keys of other tools that mean nothing to us and are no misspelling.
pub(super) const FOREIGN: [&str; 24] = [
    "layout",
    "permalink",
    "weight",
    "type",
    "template",
    "path",
    "url",
    "menu",
    "math",
    "toc",
    "series",
    "comments",
    "featured",
    "cover",
    "image_alt",
    "subtitle",
    "eleventyNavigation",
    "sitemap",
    "outputs",
    "category",
    "guid",
    "in_search_index",
    "render",
    "insert_anchor_links",
];

/// Keys that keep something back: a misspelling of these would publish it.
const HOLD: [&str; 5] = ["embargo", "draft", "expires", "status", "rights"];
/// Parts of words that only such keys have.
const HOLD_STEMS: [&str; 10] =
    ["embarg", "draft", "expir", "unpublish", "withh", "withdr", "republish", "retract", "sperrfrist", "notbefore"];

/// Words of other tools that keep something back.
const HOLD_WORDS: [&str; 17] = [
    "publish",
    "hidden",
    "private",
    "unlisted",
    "unpublished",
    "scheduled",
    "publishon",
    "publishat",
    "releasedate",
    "visible",
    "public",
    "hold",
    "held",
    "wip",
    "validfrom",
    "validuntil",
    "validthrough",
];

/// What an unknown key may have been meant to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// Nothing that we know.
    Nothing,
    /// Perhaps this key.
    Perhaps(&'static str),
    /// A key that keeps something back.
    Hold(&'static str),
}

/// What an unknown key of the top level may have been meant to be.
pub(super) fn meant(key: &str) -> Meant {
    let folded = fold(key);
    if let Some(stem) = HOLD_STEMS.iter().find(|stem| folded.contains(**stem)) {
        return Meant::Hold(hold_of(stem));
    }
    if HOLD_WORDS.contains(&folded.as_str()) {
        return Meant::Hold("draft");
    }
    let distance = |known: &str| strsim::damerau_levenshtein(&folded, known);
    if let Some(known) = HOLD.iter().find(|known| distance(known) <= if known.len() > 5 { 2 } else { 1 }) {
        return Meant::Hold(known);
    }
    let near = KNOWN.iter().filter(|known| distance(known) <= if known.len() > 5 { 2 } else { 1 });
    near.min_by_key(|known| distance(known)).map_or(Meant::Nothing, |known| Meant::Perhaps(known))
}

fn hold_of(stem: &str) -> &'static str {
    match stem {
        "draft" => "draft",
        "expir" | "unpublish" => "expires",
        "withh" | "withdr" | "retract" => "status",
        "republish" => "rights",
        _ => "embargo",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_of_holding_keys_are_told_apart() {
        for (key, meant_key) in [
            ("embargo_untill", "embargo"),
            ("Embargo", "embargo"),
            ("embrago", "embargo"),
            ("darft", "draft"),
            ("is_draft", "draft"),
            ("expire", "expires"),
            ("stauts", "status"),
            ("right", "rights"),
            ("withdrawn", "status"),
            ("publish", "draft"),
            ("publish_on", "draft"),
        ] {
            assert_eq!(meant(key), Meant::Hold(meant_key), "{key}");
        }
        assert_eq!(meant("sumary"), Meant::Perhaps("summary"));
        assert_eq!(meant("reviewer"), Meant::Nothing);
        assert_eq!(meant("hero"), Meant::Nothing);
    }
}
