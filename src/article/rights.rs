//! What may be done with a text, as its notices and its editor say; what follows is decided by `policy`.

use serde::Serialize;

use crate::when::When;

/// How much of a text may be shown; a later level allows more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Republish {
    /// Nothing, not even that it exists.
    None,
    /// Headline, facts and link, no sentence of the source.
    FactsOnly,
    /// And a short quotation.
    Excerpt,
    /// The whole text.
    Full,
}

impl Republish {
    /// All levels, with the words of the front matter.
    pub const ALL: [(&'static str, Republish); 4] = [
        ("none", Republish::None),
        ("facts-only", Republish::FactsOnly),
        ("excerpt", Republish::Excerpt),
        ("full", Republish::Full),
    ];

    /// The word of the front matter.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, level)| *level == self).map_or("none", |(word, _)| word)
    }
}

/// What may be done with a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Rights {
    /// Notices on the text, verbatim.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notice: Vec<String>,
    /// SPDX id or address of a licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// How much may be shown, as stated or as the notices imply; none if neither says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub republish: Option<Republish>,
    /// Who must be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// A named person's decision to allow more.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub override_: Option<RightsOverride>,
}

impl Rights {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Rights::default()
    }
}

/// Who allowed more than the notices do, and why; all parts are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RightsOverride {
    /// The level that holds instead.
    pub to: Republish,
    /// `licensed`, `permission`, `own-work`, `public-domain` or `quotation`.
    pub basis: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub date: When,
}
