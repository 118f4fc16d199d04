//! The keys of a block as fields of an article: every value is checked, every mistake named with its line.

mod parts;

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Map, Value};

use super::FrontMatter;
use super::block::Block;
use super::keys::{self, Meant};
use crate::article::{Confidence, Embargo, Kind, Meta, Origin, Provenance, Status};
use crate::diag::{Code, Diagnostic, Place, code};
use crate::paths::ContentPath;
use crate::when::When;

/// Turns the map of a block into fields; `body_start` is left to the caller.
pub(super) fn read(path: &ContentPath, text: &str, block: &Block, map: Map<String, Value>) -> FrontMatter {
    let map = keys::fold_names(map);
    let mut fields = Fields { path, text, block, map, provenance: BTreeMap::new(), diagnostics: Vec::new() };
    fields.unfold_foreign_tables();
    let meta = fields.meta();
    FrontMatter { meta, provenance: fields.provenance, body_start: 0, diagnostics: fields.diagnostics }
}

struct Fields<'a> {
    path: &'a ContentPath,
    text: &'a str,
    block: &'a Block,
    map: Map<String, Value>,
    provenance: BTreeMap<&'static str, Provenance>,
    diagnostics: Vec<Diagnostic>,
}

/// A list of keys that leads to a value, for finding its line: `source`, `url`.
type Trail<'a> = &'a [&'a str];

impl Fields<'_> {
    /// Zola keeps tags in `[taxonomies]`, Hugo and others in `categories`; both become tags.
    fn unfold_foreign_tables(&mut self) {
        if let Some(Value::Object(taxonomies)) = self.map.remove("taxonomies") {
            for (key, value) in taxonomies {
                self.map.entry(key).or_insert(value);
            }
        }
    }

    fn meta(&mut self) -> Meta {
        let mut meta = Meta {
            title: self.string("title").unwrap_or_default(),
            id: self.string("id"),
            date: self.date(),
            updated: self.when("updated"),
            slug: self.string("slug"),
            aliases: self.strings("aliases"),
            lang: self.string("lang").map(|lang| lang.replace('_', "-")),
            kind: self.word("kind", &Kind::ALL).unwrap_or_default(),
            sources: self.sources(),
            authors: self.strings("authors"),
            dateline: self.dateline(),
            summary: self.string("summary"),
            cases: self.strings("case"),
            tags: self.tags(),
            agencies: self.strings("agencies"),
            places: self.strings("places"),
            operations: self.strings("operations"),
            offences: self.strings("offences"),
            events: self.events(),
            figures: self.figures(),
            images: self.images(),
            rights: self.rights(),
            draft: self.flag("draft").unwrap_or(false),
            embargo: self.embargo(),
            expires: self.when("expires"),
            status: Status::Usable,
            corrections: self.corrections(),
            extra: Map::new(),
        };
        self.publication_state(&mut meta);
        meta.extra = self.extra();
        meta
    }

    /// Takes a key, or the first of its aliases that is there; the name that was found is for messages.
    fn take(&mut self, key: &'static str) -> Option<(String, Value)> {
        let aliases = keys::ALIASES.iter().find(|(name, _)| *name == key).map_or(&[][..], |(_, aliases)| aliases);
        let is_there = |name: &&&str| self.map.get(**name).is_some_and(|value| !value.is_null());
        let found = std::iter::once(&key).chain(aliases).find(is_there)?;
        let value = self.map.remove(*found)?;
        let span = self.locate(&[found]);
        let from = Origin::FrontMatter;
        self.provenance.insert(key, Provenance { from, span: Some(span), confidence: Confidence::Certain });
        Some(((*found).to_owned(), value))
    }

    /// The value that a trail of keys leads to, as a span of the text; the whole block if it cannot be found.
    fn locate(&self, trail: Trail<'_>) -> Range<usize> {
        let mut from = self.block.inner.start;
        let mut found = self.block.inner.start..self.block.inner.start;
        for (depth, key) in trail.iter().enumerate() {
            let Some(span) = self.find_key(key, from, depth == 0) else { break };
            from = span.start;
            found = span;
        }
        found
    }

    fn find_key(&self, key: &str, from: usize, top: bool) -> Option<Range<usize>> {
        let block = &self.text[from..self.block.inner.end];
        for (at, _) in block.match_indices(key) {
            let before = &block[..at];
            let quoted = before.ends_with(['"', '\'']);
            let starts = match before.trim_end_matches(['"', '\'']).chars().next_back() {
                None | Some('\n') => true,
                Some(c) => !top && matches!(c, ' ' | '{' | ',' | '-' | '\t' | '.'),
            };
            let rest = &block[at + key.len()..];
            let rest = if quoted { rest.trim_start_matches(['"', '\'']) } else { rest };
            let value = rest.trim_start_matches([' ', '\t']);
            if starts && value.starts_with([':', '=']) {
                let value = value[1..].trim_start_matches([' ', '\t']);
                let start = from + block.len() - value.len();
                let line_end = value.find('\n').unwrap_or(value.len());
                return Some(start..start + value[..line_end].trim_end().len());
            }
        }
        // `[source]` in TOML.
        let header = block.find(&format!("[{key}]"))?;
        Some(from + header..from + header + key.len() + 2)
    }

    fn report(&mut self, diagnostic: Diagnostic, trail: Trail<'_>, label: &str) {
        let place = Place::span(self.path.0.as_str(), self.text, self.locate(trail), label);
        self.diagnostics.push(diagnostic.at(place));
    }

    fn invalid(&mut self, trail: Trail<'_>, value: &Value, expected: &str) {
        let key = trail.join(".");
        let message = format!("`{key}` is {}", describe(value));
        self.report(Diagnostic::error(code::VALUE_INVALID, message), trail, &format!("expected {expected}"));
    }

    /// Text of a scalar, as it was typed where the parser took it for a number.
    fn scalar(&mut self, trail: Trail<'_>, value: &Value) -> Option<String> {
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(_) | Value::Bool(_) => {
                // The parser has the value; only how it was typed (`007`, `1.50`) is looked up, and believed if it is
                // the same value.
                let typed = self.text[self.locate(trail)].split(" #").next().unwrap_or("").trim();
                let is_same = typed.parse::<f64>().ok().is_some_and(|typed| Some(typed) == value.as_f64());
                Some(if is_same { typed.to_owned() } else { value.to_string() })
            }
            Value::Array(_) | Value::Object(_) => {
                self.invalid(trail, value, "a text");
                None
            }
        }
    }

    fn string(&mut self, key: &'static str) -> Option<String> {
        let (name, value) = self.take(key)?;
        self.scalar(&[&name], &value)
    }

    fn strings(&mut self, key: &'static str) -> Vec<String> {
        let Some((name, value)) = self.take(key) else { return Vec::new() };
        self.list(&[&name], value)
    }

    fn list(&mut self, trail: Trail<'_>, value: Value) -> Vec<String> {
        match value {
            Value::Array(items) => items
                .iter()
                .filter_map(|item| match item {
                    Value::Number(_) | Value::Bool(_) => Some(item.to_string()),
                    item => self.scalar(trail, item),
                })
                .collect(),
            value => self.scalar(trail, &value).into_iter().collect(),
        }
    }

    /// Tags, and what other tools call categories; a plain text is split at its commas.
    fn tags(&mut self) -> Vec<String> {
        let categories = self.map.remove("categories");
        let mut tags = match self.take("tags") {
            Some((_, Value::String(text))) => {
                text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
            }
            Some((name, value)) => self.list(&[&name], value),
            None => Vec::new(),
        };
        if let Some(value) = categories {
            tags.extend(self.list(&["categories"], value));
        }
        tags
    }

    fn bool_of(value: &Value) -> Option<bool> {
        match value {
            Value::Bool(value) => Some(*value),
            Value::String(text) => match text.to_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    fn flag(&mut self, key: &'static str) -> Option<bool> {
        let (name, value) = self.take(key)?;
        let flag = Self::bool_of(&value);
        if flag.is_none() {
            self.invalid(&[&name], &value, "`true` or `false`");
        }
        flag
    }

    /// One of a fixed list of words.
    fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let (name, value) = self.take(key)?;
        self.word_of(&[&name], &value, words, code::VALUE_INVALID)
    }

    fn word_of<T: Copy>(&mut self, trail: Trail<'_>, value: &Value, words: &[(&str, T)], code: Code) -> Option<T> {
        let text = self.scalar(trail, value)?;
        let found = words.iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let message = format!("`{}` cannot be `{text}`", trail.join("."));
            self.report(Diagnostic::error(code, message), trail, &format!("expected {}", known.join(", ")));
        }
        found
    }

    fn when(&mut self, key: &'static str) -> Option<When> {
        let (name, value) = self.take(key)?;
        self.when_of(&[&name], &value)
    }

    fn when_of(&mut self, trail: Trail<'_>, value: &Value) -> Option<When> {
        let text = self.scalar(trail, value)?;
        let when = When::parse(&text);
        if when.is_none() {
            let diagnostic = Diagnostic::error(code::DATE_UNREADABLE, format!("cannot read the date \"{text}\""))
                .with_hint("if the day is unknown, write the month alone, as in `2020-05`");
            self.report(diagnostic, trail, "expected 2024, 2024-05, 2024-05-17 or a full timestamp");
        }
        when
    }

    /// The latest of `date` and all keys by which other tools say when to publish: the later one keeps back.
    fn date(&mut self) -> Option<When> {
        // In Jekyll `published` is a flag, elsewhere a date.
        let jekyll_flag = self.map.get("published").and_then(Self::bool_of);
        if let Some(published) = jekyll_flag {
            self.map.remove("published");
            if !published {
                self.map.insert("draft".to_owned(), Value::Bool(true));
            }
        }
        let mut latest = self.when("date");
        for key in keys::PUBLISH {
            let Some(value) = self.map.remove(key) else { continue };
            let start = |when: &When| when.start(&jiff::tz::TimeZone::UTC);
            latest = latest.into_iter().chain(self.when_of(&[key], &value)).max_by_key(start);
        }
        latest
    }

    fn embargo(&mut self) -> Embargo {
        let Some((name, value)) = self.take("embargo") else { return Embargo::None };
        if Self::bool_of(&value) == Some(false) {
            return Embargo::None;
        }
        let text = match &value {
            Value::String(text) => text.trim().to_owned(),
            value => value.to_string(),
        };
        let hint = "write date, time and offset: `embargo: 2024-05-17T09:00:00+01:00`";
        match When::parse(&text) {
            Some(when @ When::Moment(..)) => return Embargo::Until(when),
            Some(_) => {
                let message = format!("the embargo `{text}` has no time zone");
                let diagnostic = Diagnostic::error(code::OFFSET_MISSING, message).with_hint(hint);
                self.report(diagnostic, &[&name], "expected a date and time with offset");
            }
            None => {
                let message = format!("cannot read the embargo \"{text}\"");
                let diagnostic = Diagnostic::error(code::EMBARGO_UNREADABLE, message).with_hint(hint);
                self.report(diagnostic, &[&name], "expected a date and time with offset");
            }
        }
        Embargo::Unreadable(text)
    }

    /// `status`, which in other tools can also say that an article is a draft.
    fn publication_state(&mut self, meta: &mut Meta) {
        let Some((name, value)) = self.take("status") else { return };
        let words = [
            ("usable", (Status::Usable, false)),
            ("published", (Status::Usable, false)),
            ("withheld", (Status::Withheld, false)),
            ("hidden", (Status::Withheld, false)),
            ("withdrawn", (Status::Withdrawn, false)),
            ("canceled", (Status::Withdrawn, false)),
            ("draft", (Status::Usable, true)),
        ];
        match self.word_of(&[&name], &value, &words, code::VALUE_INVALID) {
            Some((status, draft)) => {
                meta.status = status;
                meta.draft |= draft;
            }
            None => meta.status = Status::Withheld,
        }
    }

    /// The parts of a mapping, with a diagnostic for each key that it cannot have.
    fn object(&mut self, trail: Trail<'_>, value: Value, keys: &[&str]) -> Option<Map<String, Value>> {
        let Value::Object(map) = value else {
            self.invalid(trail, &value, "a mapping");
            return None;
        };
        for key in map.keys().filter(|key| !keys.contains(&key.as_str())) {
            let key_trail = [trail, &[key.as_str()]].concat();
            let severity = if trail[0] == "rights" { Diagnostic::error } else { Diagnostic::warning };
            let known = keys.join("`, `");
            let diagnostic = severity(code::KEY_MISSPELT, format!("`{}` has no key `{key}`", trail[0]))
                .with_hint(format!("the keys are `{known}`"));
            self.report(diagnostic, &key_trail, "unknown key");
        }
        Some(map)
    }

    fn part(&mut self, trail: Trail<'_>, map: &Map<String, Value>, key: &str) -> Option<String> {
        let value = map.get(key)?.clone();
        self.scalar(&[trail, &[key]].concat(), &value)
    }

    fn part_when(&mut self, trail: Trail<'_>, map: &Map<String, Value>, key: &str) -> Option<When> {
        let value = map.get(key)?.clone();
        self.when_of(&[trail, &[key]].concat(), &value)
    }

    fn part_number(&mut self, trail: Trail<'_>, map: &Map<String, Value>, key: &str) -> Option<f64> {
        let value = map.get(key).filter(|value| !value.is_null())?;
        let number = match value {
            Value::String(text) => text.replace([',', '_', ' '], "").parse().ok(),
            value => value.as_f64(),
        };
        if number.is_none() {
            let value = value.clone();
            self.invalid(&[trail, &[key]].concat(), &value, "a number");
        }
        number
    }

    /// What is left: kept for templates, with a word when it looks like a misspelling.
    fn extra(&mut self) -> Map<String, Value> {
        let mut extra = match self.map.remove("extra") {
            Some(Value::Object(map)) => map,
            Some(other) => Map::from_iter([("extra".to_owned(), other)]),
            None => Map::new(),
        };
        for (key, value) in std::mem::take(&mut self.map) {
            if !keys::FOREIGN.contains(&key.as_str()) {
                self.report_misspelling(&key);
            }
            extra.insert(key, value);
        }
        extra
    }

    fn report_misspelling(&mut self, key: &str) {
        match keys::meant(key) {
            Meant::Nothing => {}
            Meant::Perhaps(known) => {
                let diagnostic = Diagnostic::warning(code::KEY_MISSPELT, format!("unknown key `{key}`"))
                    .with_hint(format!("did you mean `{known}`? If not, put it under `extra`"));
                self.report(diagnostic, &[key], "kept for templates only");
            }
            Meant::Hold(known) => {
                let message = format!("unknown key `{key}`, which looks like `{known}`");
                let diagnostic = Diagnostic::error(code::HOLD_KEY_MISSPELT, message)
                    .with_note("as an unknown key it would keep nothing back")
                    .with_hint(format!("write `{known}`; if it means something else, put it under `extra`"));
                self.report(diagnostic, &[key], "not understood");
            }
        }
    }
}

fn describe(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(number) => format!("`{number}`"),
        Value::String(text) => format!("`{text}`"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}

#[cfg(test)]
mod tests;
