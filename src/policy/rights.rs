//! How much of a text may be shown: the most restrictive of what its notices, its kind and its editor say.

use std::sync::LazyLock;

use regex::Regex;

use super::PublicText;
use super::excerpt::{first_sentences, plain_text};
use crate::article::{Article, Kind, Meta, Republish};
use crate::config::Config;
use crate::normalise::rights as notices;
use crate::vocab::fold;

/// Share of a text's words that a quotation may have, as a divisor.
const EXCERPT_SHARE: usize = 10;

/// The level that holds for an article.
pub(super) fn level(meta: &Meta, config: &Config) -> Republish {
    let rights = &meta.rights;
    if let Some(over) = &rights.override_ {
        return over.to;
    }
    let noticed = noticed(meta);
    let is_open = noticed == Some(Republish::Full) || rights.license.as_deref().is_some_and(is_open);
    // An open licence frees a text of its kind's default; nothing else does but an override.
    let allowed = if is_open { Republish::Full } else { of_kind(meta, config) };
    [Some(allowed), noticed, rights.republish].into_iter().flatten().min().unwrap_or(Republish::None)
}

/// What the notices and the licence say. What nobody understands does not mean "allowed".
fn noticed(meta: &Meta) -> Option<Republish> {
    let rights = &meta.rights;
    let is_clear =
        |notice: &String| notices::implied_level(std::slice::from_ref(notice)).is_some() || notices::is_neutral(notice);
    let unclear = (!rights.notice.iter().all(is_clear)).then_some(Republish::FactsOnly);
    let licensed = rights.license.as_deref().and_then(licensed);
    [notices::implied_level(&rights.notice), unclear, licensed].into_iter().flatten().min()
}

/// The level to which a licence that is no open one limits a text.
fn licensed(license: &str) -> Option<Republish> {
    if is_open(license) || is_family(license) {
        return None;
    }
    let stated = notices::implied_level(&[license.to_owned()]);
    Some(stated.filter(|level| *level < Republish::Full).unwrap_or(Republish::FactsOnly))
}

fn of_kind(meta: &Meta, config: &Config) -> Republish {
    let trusted = meta
        .sources
        .iter()
        .filter_map(|source| source.name.as_deref())
        .any(|name| config.trusted_issuers.iter().any(|issuer| fold(issuer) == fold(name)));
    match meta.kind {
        Kind::Note => Republish::Full,
        Kind::PressRelease if trusted => Republish::Full,
        Kind::PressRelease | Kind::SavedPage => Republish::Excerpt,
        Kind::Wire => Republish::FactsOnly,
    }
}

/// Whether a licence allows a text to be shown in full with attribution: a whole SPDX id or a known address.
fn is_open(license: &str) -> bool {
    static OPEN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(?i:cc[- ]by(?:[- ]nc)?(?:[- ](?:nd|sa))?[- ]\d\.\d(?:[- ](?:[a-z]{2,4}|international))?|creative commons attribution(?:[- ][a-z]+){0,2} \d\.\d(?: international)?|open government licen[cs]e,? v(?:ersion )?[123](?:\.0)?|cc0(?:[- ]1\.0)?|ogl-uk-[123]\.0|ogl-canada-2\.0|opl-uk-3\.0|public[- ]domain|https?://(?:www\.)?creativecommons\.org/(?:licenses/by(?:-nc)?(?:-nd|-sa)?/\d\.\d|publicdomain/(?:zero|mark)/1\.0)(?:/[a-z]{2,4})?(?:/(?:deed|legalcode)(?:\.[a-z-]{2,7})?)?/?|https?://(?:www\.)?nationalarchives\.gov\.uk/doc/open-government-licence/version/[123]/?)$",
        )
        .expect("a fixed pattern")
    });
    OPEN.is_match(license.trim())
}

/// Whether a licence is an open one whose version is not known: it allows nothing by itself, and forbids nothing.
fn is_family(license: &str) -> bool {
    static FAMILY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?i:cc[- ]by(?:[- ]nc)?(?:[- ](?:nd|sa))?)$").expect("a fixed pattern"));
    FAMILY.is_match(license.trim())
}

/// Takes the text out of the article, and gives back what may be shown of it.
pub(super) fn public_text(article: &mut Article, config: &Config) -> PublicText {
    let level = level(&article.meta, config);
    let body = std::mem::take(&mut article.body);
    let holder = holder(&article.meta);
    match level {
        Republish::Full => PublicText::Full(body),
        Republish::Excerpt => {
            let why = format!("This page quotes {holder} only in part; the whole text is at the source.");
            match quote(&body, &article.meta, config) {
                Some(quote) => PublicText::Excerpt { quote, why },
                None => PublicText::Withheld { why: why_withheld(&holder, false, &article.meta) },
            }
        }
        Republish::FactsOnly | Republish::None => {
            let noticed = noticed(&article.meta).is_some_and(|level| level <= Republish::FactsOnly);
            PublicText::Withheld { why: why_withheld(&holder, noticed, &article.meta) }
        }
    }
}

/// Why a text is not here, and what readers find instead.
fn why_withheld(holder: &str, noticed: bool, meta: &Meta) -> String {
    let reason = if noticed {
        format!("The rights notice of {holder} does not allow the text to be republished.")
    } else {
        format!("The text belongs to {holder} and is not republished here.")
    };
    let has_facts = meta.summary.is_some()
        || [meta.agencies.len(), meta.places.len(), meta.events.len(), meta.figures.len()]
            .iter()
            .any(|count| *count > 0);
    let has_link = meta.sources.iter().any(|source| source.url.is_some());
    let instead = match (has_facts, has_link) {
        (true, true) => " This page gives its facts, and a link to the report.",
        (true, false) => " This page gives its facts.",
        (false, true) => " The report is to be read at the source.",
        (false, false) => "",
    };
    format!("{reason}{instead}")
}

fn holder(meta: &Meta) -> String {
    let source = meta.sources.first();
    let name = meta.rights.attribution.as_deref().or_else(|| source.and_then(|source| source.name.as_deref()));
    name.map_or_else(|| "its publisher".to_owned(), ToOwned::to_owned)
}

/// A quotation needs a source that can be named and followed.
fn quote(body: &str, meta: &Meta, config: &Config) -> Option<String> {
    meta.sources.iter().find(|source| source.name.is_some())?;
    let text = plain_text(body);
    let words_max = config.excerpt_words_max.min(text.split_whitespace().count() / EXCERPT_SHARE);
    first_sentences(&text, words_max)
}
