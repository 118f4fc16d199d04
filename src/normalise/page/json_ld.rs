//! JSON-LD of a page: the node that describes the article, wherever in the graph it stands.

use std::collections::BTreeMap;

use scraper::Html;
use serde_json::Value;

use crate::normalise::line::squeeze;
use crate::normalise::page::meta::selector;

/// What a page says about its article.
#[derive(Debug, Default)]
pub(crate) struct Described {
    /// The headline.
    pub(crate) headline: Option<String>,
    /// `datePublished`.
    pub(crate) published: Option<String>,
    /// `dateModified`.
    pub(crate) modified: Option<String>,
    /// Names of people.
    pub(crate) authors: Vec<String>,
    /// The name of the publisher.
    pub(crate) publisher: Option<String>,
    /// The address.
    pub(crate) url: Option<String>,
    /// The language.
    pub(crate) lang: Option<String>,
    /// The address of a licence.
    pub(crate) license: Option<String>,
    /// A statement about rights.
    pub(crate) notice: Option<String>,
}

/// Larger blocks are data of applications.
const BLOCK_BYTES_MAX: usize = 2 * 1024 * 1024;
const NODES_MAX: usize = 2000;

/// Finds the article among all blocks.
pub(crate) fn read(page: &Html) -> Option<Described> {
    let blocks: Vec<Value> = page
        .select(&selector("script[type='application/ld+json' i]"))
        .map(|script| script.text().collect::<String>())
        .filter(|text| text.len() <= BLOCK_BYTES_MAX)
        .filter_map(|text| parse(&text))
        .collect();
    let mut nodes = Vec::new();
    for block in &blocks {
        collect(block, &mut nodes);
    }
    let by_id: BTreeMap<&str, &Value> =
        nodes.iter().filter_map(|node| Some((node.get("@id")?.as_str()?, *node))).collect();
    let article = nodes.iter().copied().find(|node| is_article(node) && node.get("headline").is_some());
    article.or_else(|| nodes.iter().copied().find(|node| is_article(node))).map(|node| describe(node, &by_id))
}

/// Some pages wrap the block in a comment or CDATA section, or leave line breaks in its strings.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let text = text.trim_end_matches("-->").trim_end_matches("]]>").trim_end_matches("//").trim();
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&text.replace(['\n', '\r', '\t'], " ")).ok())
}

/// All nodes of arrays and graphs.
fn collect<'v>(value: &'v Value, nodes: &mut Vec<&'v Value>) {
    if nodes.len() >= NODES_MAX {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, nodes)),
        Value::Object(fields) => {
            nodes.push(value);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = fields.get(key).filter(|inner| !inner.is_string()) {
                    collect(inner, nodes);
                }
            }
        }
        _ => {}
    }
}

fn is_article(node: &Value) -> bool {
    let is_kind = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            let kind = kind.rsplit('/').next().unwrap_or(kind);
            kind.ends_with("Article") || matches!(kind, "BlogPosting" | "Report" | "LiveBlogPosting" | "PressRelease")
        })
    };
    match node.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is_kind),
        Some(kind) => is_kind(kind),
        None => false,
    }
}

fn describe(node: &Value, by_id: &BTreeMap<&str, &Value>) -> Described {
    let text = |key: &str| node.get(key).and_then(first_text);
    let name = |key: &str| node.get(key).and_then(|value| names(value, by_id, false).into_iter().next());
    let address = || match node.get("mainEntityOfPage") {
        Some(Value::String(url)) => Some(url.clone()),
        Some(page) => page.get("@id").and_then(first_text),
        None => None,
    };
    let holder = || Some(format!("© {} {}", node.get("copyrightYear").and_then(first_text)?, name("copyrightHolder")?));
    Described {
        headline: text("headline").or_else(|| text("name")),
        published: text("datePublished"),
        modified: text("dateModified"),
        authors: node
            .get("author")
            .or_else(|| node.get("creator"))
            .map(|value| names(value, by_id, true))
            .unwrap_or_default(),
        publisher: name("publisher"),
        url: text("url").or_else(address),
        lang: text("inLanguage"),
        license: text("license"),
        notice: text("copyrightNotice").or_else(holder),
    }
}

/// A text, the first of several, or what an object is called.
fn first_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => squeeze(&unescape(text)),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => first_text(values.first()?)?,
        Value::Object(fields) => {
            first_text(fields.get("name").or_else(|| fields.get("url")).or_else(|| fields.get("@id"))?)?
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Names in a text, an object, a reference, or several of them.
fn names(value: &Value, by_id: &BTreeMap<&str, &Value>, people_only: bool) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().take(50).flat_map(|value| names(value, by_id, people_only)).collect(),
        Value::Object(fields) => {
            let referred = fields.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id));
            let node = if fields.contains_key("name") { value } else { referred.copied().unwrap_or(value) };
            let is_organisation =
                node.get("@type").and_then(first_text).is_some_and(|kind| kind.ends_with("Organization"));
            if people_only && is_organisation {
                return Vec::new();
            }
            node.get("name").and_then(first_text).into_iter().collect()
        }
        value => first_text(value).filter(|text| !text.starts_with("http")).into_iter().collect(),
    }
}

/// Some pages escape their JSON as if it were HTML.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let (quot, apos) = (text.replace("&quot;", "\"").replace("&#34;", "\""), ["&#39;", "&#039;", "&apos;", "&#x27;"]);
    let text = apos.iter().fold(quot, |text, entity| text.replace(entity, "'"));
    text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
