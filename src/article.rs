//! What an article says, whatever form it came in: front matter as meant, and a body in Markdown.
//!
//! An [`Article`] is made by `normalise` and reduced by `policy`. Nothing in it has been cleared for publication.

mod rights;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::edtf::EventDate;
use crate::ident::ArticleId;
use crate::paths::ContentPath;
use crate::when::When;

pub use rights::{Republish, Rights, RightsOverride};

/// One source text, understood.
#[derive(Debug, Clone)]
pub struct Article {
    /// The file that it came from.
    pub path: ContentPath,
    /// Its name for good.
    pub id: ArticleId,
    /// What is known about it.
    pub meta: Meta,
    /// The text, as Markdown.
    pub body: String,
    /// The line of the file (from 1) at which the body starts, where the body is a part of the file as it stands.
    pub body_line: Option<usize>,
    /// Where each field came from; keys as in the front matter.
    pub provenance: BTreeMap<&'static str, Provenance>,
}

/// Where a field came from, and how sure we are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// The kind of place.
    pub from: Origin,
    /// The bytes of the decoded file that say so, where it is a part of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Range<usize>>,
    /// How sure we are.
    pub confidence: Confidence,
}

/// The kind of place that a field was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Somebody wrote it as front matter.
    FrontMatter,
    /// The running text.
    Text,
    /// JSON-LD of a saved page.
    JsonLd,
    /// Meta elements of a saved page.
    MetaElement,
    /// Visible elements of a saved page.
    Element,
    /// The name of the file.
    FileName,
}

/// How sure a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// One of several readings.
    Guess,
    /// The usual meaning of what stands there.
    Likely,
    /// Said in so many words.
    Certain,
}

/// What is known about an article; in the order and form in which it is written as front matter.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Meta {
    /// Headline.
    pub title: String,
    /// Stable identity, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When the report was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<When>,
    /// Last change that a reader should know of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<When>,
    /// The article's own part of its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Older addresses, relative to the root of the site.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Language of the text, BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// What sort of text it is.
    pub kind: Kind,
    /// Where it came from; the main source first.
    #[serde(rename = "source", skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub sources: Vec<Source>,
    /// Byline.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Place and date at the head of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// In the editor's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Storylines that it belongs to.
    #[serde(rename = "case", skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<String>,
    /// Subjects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Police, prosecutors, courts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<String>,
    /// Where it happened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Code names of operations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<String>,
    /// Offences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offences: Vec<String>,
    /// What happened when.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// Arrests, seizures, sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// Pictures and what may be done with them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// What may be done with the text.
    #[serde(skip_serializing_if = "Rights::is_empty")]
    pub rights: Rights,
    /// Not to be published yet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// Not to be published before.
    #[serde(skip_serializing_if = "Embargo::is_none")]
    pub embargo: Embargo,
    /// Not to be published after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<When>,
    /// Whether it may be used at all.
    #[serde(skip_serializing_if = "Status::is_usable")]
    pub status: Status,
    /// What was wrong and is right now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Everything else, for a site's own templates.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

fn one_or_many<S: serde::Serializer>(sources: &[Source], serializer: S) -> Result<S::Ok, S::Error> {
    match sources {
        [source] => source.serialize(serializer),
        sources => sources.serialize(serializer),
    }
}

/// What sort of text an article is; decides its rights where nothing else does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Our own words.
    #[default]
    Note,
    /// Copy of a news agency.
    Wire,
    /// A release of an authority or organisation.
    PressRelease,
    /// A page of somebody else, saved.
    SavedPage,
}

impl Kind {
    /// All kinds, with the words of the front matter.
    pub const ALL: [(&'static str, Kind); 4] = [
        ("note", Kind::Note),
        ("wire", Kind::Wire),
        ("press-release", Kind::PressRelease),
        ("saved-page", Kind::SavedPage),
    ];

    /// The word of the front matter.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("note", |(word, _)| word)
    }
}

/// Who published the original, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Name of the outlet or authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address of the original.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// News agency that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When the original was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<When>,
    /// When we fetched it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<When>,
    /// Address of an archived copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive_url: Option<String>,
}

/// Place and date at the head of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Dateline {
    /// `London`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The day that the dateline names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<When>,
}

/// Something that happened, with its date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub date: EventDate,
    /// What, in a few words.
    pub label: String,
    /// Event, statement, hearing …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How the date is known.
    pub certainty: Certainty,
}

/// How the date of an event is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Stated in full, or forced by arithmetic.
    #[default]
    Exact,
    /// A part was filled from the date of the report.
    Inferred,
    /// The text itself is rough.
    Approx,
}

/// A number that somebody announced.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// `arrests`, `cash-seized` …
    pub kind: String,
    /// The number, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Lower bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// `people`, `kg`, an ISO 4217 currency …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// `exact`, `about`, `over` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<String>,
    /// As stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What it counts, and as of when; figures of different scopes are never added up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The day for which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Who announced it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<String>,
}

/// A picture, and what its notices say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Image {
    /// The file beside the article, or an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// What it shows, for those who do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Text below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Who is to be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// Handling notice, verbatim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// What the notice means: `mandatory-credit`, `no-archive` …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
}

/// Until when an article is kept back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Embargo {
    /// No embargo.
    #[default]
    None,
    /// Until a moment.
    Until(When),
    /// There is one, but not in a form that we can read; it holds until somebody decides.
    Unreadable(String),
}

impl Embargo {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        *self == Embargo::None
    }
}

impl Serialize for Embargo {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Embargo::None => serializer.serialize_none(),
            Embargo::Until(when) => when.serialize(serializer),
            Embargo::Unreadable(text) => serializer.serialize_str(text),
        }
    }
}

/// Whether an article may be used at all; the words are those of ninjs, but for `withdrawn`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Yes.
    #[default]
    Usable,
    /// Not now.
    Withheld,
    /// Not any more.
    Withdrawn,
}

impl Status {
    /// Whether it may be used.
    pub fn is_usable(&self) -> bool {
        *self == Status::Usable
    }
}

/// What was wrong and is right now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// When it was corrected.
    pub date: When,
    /// `correction`, `clarification`, `update` …
    pub kind: String,
    /// What readers are told.
    pub text: String,
}

/// What an article is for, told by its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// An entry of the timeline.
    Entry,
    /// The introduction of a case: `content/cases/ID.md`.
    Case,
    /// A plain page: `content/pages/NAME.md`.
    Page,
}

impl Role {
    /// By the folder.
    pub fn of(path: &ContentPath) -> Self {
        if path.0.starts_with("content/cases/") {
            Role::Case
        } else if path.0.starts_with("content/pages/") {
            Role::Page
        } else {
            Role::Entry
        }
    }
}
