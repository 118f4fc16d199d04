//! Which keys there are, what other generators call them, and what a misspelling was meant to be.

/// A key, and the names that other tools have for it. The first alias that is there is taken if the key is not.
pub(super) const ALIASES: [(&str, &[&str]); 15] = [
    ("title", &["headline"]),
    ("date", &["published", "published_date", "pubDate", "pubdate", "created"]),
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
    let folded: String = key.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    if let Some(stem) = HOLD_STEMS.iter().find(|stem| folded.contains(**stem)) {
        return Meant::Hold(hold_of(stem));
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
        ] {
            assert_eq!(meant(key), Meant::Hold(meant_key), "{key}");
        }
        assert_eq!(meant("sumary"), Meant::Perhaps("summary"));
        assert_eq!(meant("reviewer"), Meant::Nothing);
        assert_eq!(meant("hero"), Meant::Nothing);
    }
}
