//! An article in the making: fields are set once, each with its origin; the first reading wins.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::article::{Article, Confidence, Kind, Meta, Origin, Provenance};
use crate::diag::{self, Code, Diagnostic, Place, code};
use crate::ident::ArticleId;
use crate::normalise::Normalised;
use crate::paths::ContentPath;

/// What is known so far about one file.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    /// The file.
    pub(crate) path: &'a ContentPath,
    /// Its decoded text; all spans are places in it.
    pub(crate) text: &'a str,
    /// The fields.
    pub(crate) meta: Meta,
    /// The text as Markdown.
    pub(crate) body: String,
    /// Where the body starts in the file, if it is a part of it as it stands.
    pub(crate) body_line: Option<usize>,
    /// Where each field came from.
    pub(crate) provenance: BTreeMap<&'static str, Provenance>,
    /// What should be known.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Where a reading was found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The kind of place.
    pub(crate) from: Origin,
    /// The bytes, if it is a part of the text.
    pub(crate) span: Option<Range<usize>>,
}

impl Found {
    /// In the running text.
    pub(crate) fn text(span: Option<Range<usize>>) -> Self {
        Found { from: Origin::Text, span }
    }

    /// At a place without a span.
    pub(crate) fn at(from: Origin) -> Self {
        Found { from, span: None }
    }
}

impl<'a> Draft<'a> {
    /// Nothing known yet.
    pub(crate) fn new(path: &'a ContentPath, text: &'a str) -> Self {
        Draft {
            path,
            text,
            meta: Meta::default(),
            body: String::new(),
            body_line: None,
            provenance: BTreeMap::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Notes where `key` came from; the first note stands.
    pub(crate) fn note_origin(&mut self, key: &'static str, found: Found, confidence: Confidence) {
        self.provenance.entry(key).or_insert(Provenance { from: found.from, span: found.span, confidence });
    }

    /// Whether somebody wrote `key` as front matter.
    pub(crate) fn was_written(&self, key: &str) -> bool {
        self.provenance.get(key).is_some_and(|provenance| provenance.from == Origin::FrontMatter)
    }

    /// Sets the title if there is none.
    pub(crate) fn set_title(&mut self, title: &str, found: Found, confidence: Confidence) {
        if self.meta.title.is_empty() && !title.is_empty() {
            title.clone_into(&mut self.meta.title);
            self.note_origin("title", found, confidence);
        }
    }

    /// Sets the authors if there are none.
    pub(crate) fn set_authors(&mut self, authors: Vec<String>, found: Found, confidence: Confidence) {
        if self.meta.authors.is_empty() && !authors.is_empty() {
            self.meta.authors = authors;
            self.note_origin("authors", found, confidence);
        }
    }

    /// Sets what sort of text it is, unless that is known.
    pub(crate) fn set_kind(&mut self, kind: Kind, found: Found, confidence: Confidence) {
        if !self.provenance.contains_key("kind") {
            self.meta.kind = kind;
            self.note_origin("kind", found, confidence);
        }
    }

    /// Sets the agency, and the name of the source if there is none.
    pub(crate) fn set_agency(&mut self, agency: &str, name: &str, found: Found, confidence: Confidence) {
        if self.was_written("source") {
            return;
        }
        let source = self.source();
        source.agency.get_or_insert_with(|| agency.to_owned());
        source.name.get_or_insert_with(|| name.to_owned());
        self.note_origin("source", found, confidence);
    }

    /// Sets the name of the source if there is none.
    pub(crate) fn set_source_name(&mut self, name: &str, found: Found, confidence: Confidence) {
        if self.was_written("source") || name.is_empty() {
            return;
        }
        self.source().name.get_or_insert_with(|| name.to_owned());
        self.note_origin("source", found, confidence);
    }

    /// The main source, made if there is none.
    pub(crate) fn source(&mut self) -> &mut crate::article::Source {
        if self.meta.sources.is_empty() {
            self.meta.sources.push(crate::article::Source::default());
        }
        &mut self.meta.sources[0]
    }

    /// Keeps a word on the headline (`UPDATE 2`, `CORRECTED`) for the site's own templates.
    pub(crate) fn add_flag(&mut self, flag: &str) {
        let flags = self.meta.extra.entry("flags").or_insert_with(|| serde_json::Value::Array(Vec::new()));
        let flag = serde_json::Value::from(flag);
        if let Some(flags) = flags.as_array_mut().filter(|flags| !flags.contains(&flag)) {
            flags.push(flag);
        }
    }

    /// Where a span is, for people.
    pub(crate) fn place(&self, span: Option<Range<usize>>, label: &str) -> Place {
        match span {
            Some(span) => Place::span(self.path.0.clone(), self.text, span, label),
            None => Place::file(self.path.0.clone()),
        }
    }

    /// Reports a warning, once for each code and message.
    pub(crate) fn warn(&mut self, code: Code, message: &str, span: Option<Range<usize>>) {
        let warning = Diagnostic::warning(code, message).at(self.place(span, ""));
        if !self.diagnostics.contains(&warning) {
            self.diagnostics.push(warning);
        }
    }

    /// The article, unless an error was found or the title is missing.
    pub(crate) fn finish(mut self) -> Normalised {
        if self.meta.title.trim().is_empty() && diag::error_count(&self.diagnostics) == 0 {
            let place = self.place(None, "");
            self.diagnostics.push(
                Diagnostic::error(code::TITLE_MISSING, "the article has no title")
                    .at(place)
                    .with_hint("write `title:` in front matter, or a first line that is a headline"),
            );
        }
        if self.body.trim().is_empty() && self.meta.summary.is_none() && diag::error_count(&self.diagnostics) == 0 {
            self.warn(code::BODY_MISSING, "the article has no text and no summary", None);
        }
        if diag::error_count(&self.diagnostics) > 0 {
            return Normalised { article: None, diagnostics: self.diagnostics };
        }
        let article = Article {
            path: self.path.clone(),
            id: ArticleId(self.meta.id.clone().unwrap_or_else(|| path_id(self.path))),
            meta: self.meta,
            body: self.body,
            body_line: self.body_line,
            provenance: self.provenance,
        };
        Normalised { article: Some(article), diagnostics: self.diagnostics }
    }
}

/// The path below `content/`, without the extension.
fn path_id(path: &ContentPath) -> String {
    let path_text = path.0.strip_prefix("content/").unwrap_or(&path.0);
    match path.file_name().rsplit_once('.') {
        Some((_, extension)) => path_text[..path_text.len() - extension.len() - 1].to_owned(),
        None => path_text.to_owned(),
    }
}
