//! The gate: what may go out, and how much of it. Nothing held passes this module, and nothing below it asks again.
//!
//! [`clear`] is the only maker of a [`Cleared`]. It *reduces*: a text that may not be republished is not in what it
//! returns, so no page, feed or index can leak it. The last module that knows an uncleared article is this one.

pub mod excerpt;
mod image;
mod rights;

use jiff::Timestamp;
use serde::Serialize;

use crate::article::{Article, Embargo, Meta, Status};
use crate::config::Config;
use crate::ident::ArticleId;
use crate::paths::ContentPath;

/// An article that may be published, reduced to what may be shown of it.
#[derive(Debug, Clone)]
pub struct Cleared {
    article: Article,
    text: PublicText,
    published_at: Option<Timestamp>,
    blocked_files: Vec<ContentPath>,
}

/// What may be shown of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicText {
    /// All of it, as Markdown.
    Full(String),
    /// A short quotation.
    Excerpt {
        /// Plain text, whole sentences.
        quote: String,
        /// Why there is not more, as a sentence for readers.
        why: String,
    },
    /// None of it.
    Withheld {
        /// Why, as a sentence for readers.
        why: String,
    },
}

impl Cleared {
    /// Where it came from.
    pub fn path(&self) -> &ContentPath {
        &self.article.path
    }

    /// Its name for good.
    pub fn id(&self) -> &ArticleId {
        &self.article.id
    }

    /// What may be said about it.
    pub fn meta(&self) -> &Meta {
        &self.article.meta
    }

    /// What may be shown of its text.
    pub fn text(&self) -> &PublicText {
        &self.text
    }

    /// The line of its file at which the text starts, if the text stands there as it is.
    pub fn body_line(&self) -> Option<usize> {
        self.article.body_line
    }

    /// Files of pictures that its notices keep back.
    pub fn blocked_files(&self) -> &[ContentPath] {
        &self.blocked_files
    }

    /// When it was published; none if nobody knows.
    pub fn published_at(&self) -> Option<Timestamp> {
        self.published_at
    }
}

/// An article that is kept back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hold {
    /// Which.
    pub path: ContentPath,
    /// Why.
    pub reason: Reason,
    /// When that ends by itself.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "display")]
    pub until: Option<Timestamp>,
}

#[expect(clippy::ref_option, reason = "the signature is serde's")]
fn display<S: serde::Serializer>(until: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    until.map(|until| until.to_string()).serialize(serializer)
}

/// Why an article is kept back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// `draft: true`.
    Draft,
    /// `status: withheld`.
    Withheld,
    /// `status: withdrawn`.
    Withdrawn,
    /// `embargo` lies ahead.
    Embargoed,
    /// There is an embargo, but nobody knows until when.
    EmbargoUnreadable,
    /// `date` lies ahead.
    Scheduled,
    /// `expires` has passed.
    Expired,
    /// Its rights allow nothing at all.
    Rights,
}

impl Reason {
    /// For the report.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Draft => "draft",
            Reason::Withheld => "withheld",
            Reason::Withdrawn => "withdrawn",
            Reason::Embargoed => "embargoed",
            Reason::EmbargoUnreadable => "embargo without a readable end",
            Reason::Scheduled => "dated in the future",
            Reason::Expired => "expired",
            Reason::Rights => "its rights allow no mention",
        }
    }
}

/// What [`clear`] decided.
#[derive(Debug, Default)]
pub struct Clearance {
    /// What may go out, in the order of the input.
    pub cleared: Vec<Cleared>,
    /// What may not, in the order of the input.
    pub holds: Vec<Hold>,
    /// The first moment after `now` at which a build would decide otherwise.
    pub next_change: Option<Timestamp>,
}

/// Decides about every article, as of `now`.
pub fn clear(articles: Vec<Article>, config: &Config, now: Timestamp) -> Clearance {
    let mut clearance = Clearance::default();
    for article in articles {
        let expiry = article.meta.expires.map(|expires| expires.start(&config.timezone));
        let change = match hold(&article.meta, config, now) {
            Some((reason, until)) => {
                clearance.holds.push(Hold { path: article.path, reason, until });
                until
            }
            None => {
                clearance.cleared.push(reduce(article, config));
                expiry
            }
        };
        clearance.next_change = [clearance.next_change, change].into_iter().flatten().filter(|at| *at > now).min();
    }
    clearance
}

/// Why an article is kept back as of `now`, and until when; none if it is not.
fn hold(meta: &Meta, config: &Config, now: Timestamp) -> Option<(Reason, Option<Timestamp>)> {
    if meta.draft {
        return Some((Reason::Draft, None));
    }
    match meta.status {
        Status::Usable => {}
        Status::Withheld => return Some((Reason::Withheld, None)),
        Status::Withdrawn => return Some((Reason::Withdrawn, None)),
    }
    if rights::level(meta, config) == crate::article::Republish::None {
        return Some((Reason::Rights, None));
    }
    match &meta.embargo {
        Embargo::None => {}
        Embargo::Unreadable(_) => return Some((Reason::EmbargoUnreadable, None)),
        // A time without an offset is no moment: hold, rather than release it in the wrong zone.
        Embargo::Until(when) => match when.moment() {
            None => return Some((Reason::EmbargoUnreadable, None)),
            Some(until) if until > now => return Some((Reason::Embargoed, Some(until))),
            Some(_) => {}
        },
    }
    let published_at = meta.date.map(|date| date.start(&config.timezone));
    if let Some(published_at) = published_at.filter(|at| *at > now) {
        return Some((Reason::Scheduled, Some(published_at)));
    }
    let expired = meta.expires.is_some_and(|expires| expires.start(&config.timezone) <= now);
    expired.then_some((Reason::Expired, None))
}

/// Takes out of an article what may not be shown.
fn reduce(mut article: Article, config: &Config) -> Cleared {
    let text = rights::public_text(&mut article, config);
    let blocked_files = image::reduce(&mut article, &text);
    let published_at = article.meta.date.map(|date| date.start(&config.timezone));
    Cleared { article, text, published_at, blocked_files }
}

#[cfg(test)]
mod tests;
