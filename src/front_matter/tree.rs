//! YAML and TOML as one tree of plain values, with errors that name the right line.

use serde_json::{Map, Value};

use super::block::{Block, Syntax};
use super::guard;
use crate::diag::{Code, Diagnostic, Place, code};
use crate::paths::ContentPath;

/// The block as a map in the order of the text.
pub(super) fn parse(path: &ContentPath, text: &str, block: &Block) -> Result<Map<String, Value>, Box<Diagnostic>> {
    let inner = &text[block.inner.clone()];
    let value = match block.syntax {
        Syntax::Yaml => {
            guard::check(inner).map_err(|problem| problem.diagnostic(&path.0, text, block.inner.start))?;
            let yaml: serde_yaml::Value = serde_yaml::from_str(inner).map_err(|error| {
                yaml_error(&path.0, text, block.inner.start, inner, &error, code::FRONT_MATTER_INVALID)
            })?;
            from_yaml(yaml)
        }
        Syntax::Toml => {
            if inner.len() > guard::BYTES_MAX {
                return Err(Box::new(too_large(path, text, inner.len())));
            }
            let table: toml::Table =
                toml::from_str(inner).map_err(|error| toml_error(path, text, block.inner.start, &error))?;
            from_toml(toml::Value::Table(table))
        }
    };
    match value {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        _ => Err(Box::new(
            Diagnostic::error(code::FRONT_MATTER_INVALID, "the front matter is not a list of keys and values")
                .at(Place::line(path.0.as_str(), text, 2, "expected `key: value`"))
                .with_hint("write `title: …` on a line of its own"),
        )),
    }
}

fn too_large(path: &ContentPath, text: &str, bytes: usize) -> Diagnostic {
    Diagnostic::error(
        code::FRONT_MATTER_HOSTILE,
        format!("the front matter has {bytes} bytes, more than {}", guard::BYTES_MAX),
    )
    .at(Place::line(path.0.as_str(), text, 1, "starts here"))
    .with_hint("move the text below the closing `+++`")
}

/// An error of the YAML parser, at its line of the whole file; `inner` starts at byte `offset` of `text`.
pub(super) fn yaml_error(
    path: &str,
    text: &str,
    offset: usize,
    inner: &str,
    error: &serde_yaml::Error,
    code: Code,
) -> Diagnostic {
    let message = error.to_string();
    // The library puts some errors at line 1, column 1, for want of a better place: look for the key that it names.
    let named = message.split('`').nth(1).or_else(|| message.split('"').nth(1)).filter(|key| !key.is_empty());
    let from_key = named.and_then(|key| last_key(inner, key));
    let from_library = error.location().map(|location| location.index().min(inner.len()));
    let is_duplicate = message.contains("duplicate");
    let at = offset + if is_duplicate { from_key.or(from_library) } else { from_library.or(from_key) }.unwrap_or(0);
    let line_end = text[at.min(text.len())..].find('\n').map_or(text.len(), |end| at + end);
    let what = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let hint = if is_duplicate {
        "keep one of them"
    } else if what.contains("mapping values are not allowed") {
        "put quotes around a value that holds a colon: `title: \"Man jailed: court told\"`"
    } else if what.contains("unknown field") {
        "see the documentation for the keys there are"
    } else {
        "check quotes, brackets and indentation on this line and the one before"
    };
    Diagnostic::error(code, format!("cannot read this as YAML: {what}"))
        .at(Place::span(path, text, at..line_end.max(at + 1), "here"))
        .with_hint(hint)
}

fn last_key(inner: &str, key: &str) -> Option<usize> {
    let mut at = 0;
    let mut found = None;
    for line in inner.split_inclusive('\n') {
        if line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')) {
            found = Some(at + line.len() - line.trim_start().len());
        }
        at += line.len();
    }
    found
}

fn toml_error(path: &ContentPath, text: &str, offset: usize, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().unwrap_or(0..1);
    Diagnostic::error(code::FRONT_MATTER_INVALID, format!("cannot read this as TOML: {}", error.message()))
        .at(Place::span(path.0.as_str(), text, offset + span.start..offset + span.end, "here"))
        .with_hint("strings need quotes in TOML: `title = \"…\"`")
}

fn from_yaml(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => Value::Bool(value),
        serde_yaml::Value::Number(number) => from_number(&number),
        serde_yaml::Value::String(text) => Value::String(text),
        serde_yaml::Value::Sequence(list) => Value::Array(list.into_iter().map(from_yaml).collect()),
        serde_yaml::Value::Mapping(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (key_text(&key), from_yaml(value))).collect())
        }
        serde_yaml::Value::Tagged(tagged) => from_yaml(tagged.value),
    }
}

fn from_number(number: &serde_yaml::Number) -> Value {
    if let Some(number) = number.as_i64() {
        number.into()
    } else if let Some(number) = number.as_u64() {
        number.into()
    } else {
        number.as_f64().and_then(serde_json::Number::from_f64).map_or(Value::Null, Value::Number)
    }
}

fn key_text(key: &serde_yaml::Value) -> String {
    match key {
        serde_yaml::Value::String(text) => text.clone(),
        serde_yaml::Value::Bool(value) => value.to_string(),
        serde_yaml::Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number),
        toml::Value::Boolean(value) => Value::Bool(value),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(list) => Value::Array(list.into_iter().map(from_toml).collect()),
        toml::Value::Table(map) => Value::Object(map.into_iter().map(|(key, value)| (key, from_toml(value))).collect()),
    }
}
