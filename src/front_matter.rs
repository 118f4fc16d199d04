//! Front matter: the block of YAML or TOML above an article, read as written and resolved as meant.
//!
//! [`read`] never fails: what it cannot understand it says, with file, line and remedy, and what keeps an article *back*
//! is an error when in doubt. The habits of Hugo, Zola, Jekyll, Pelican and Eleventy are understood. [`write`] is the way
//! back, always YAML.

mod block;
mod fields;
mod guard;
mod keys;
mod tree;

use std::collections::BTreeMap;

use crate::article::{Meta, Provenance};
use crate::diag::Diagnostic;
use crate::paths::ContentPath;

/// What the head of a file says.
#[derive(Debug, Clone)]
pub struct FrontMatter {
    /// What is known about the article.
    pub meta: Meta,
    /// Where each field stands.
    pub provenance: BTreeMap<&'static str, Provenance>,
    /// Byte at which the body starts.
    pub body_start: usize,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the front matter of a decoded text (no byte-order mark, `\n` only); none if the text has no such block.
pub fn read(path: &ContentPath, text: &str) -> Option<FrontMatter> {
    let place = |line_number: usize, label: &str| crate::diag::Place::line(path.0.as_str(), text, line_number, label);
    let block = match block::split(text) {
        block::Split::None => return None,
        block::Split::Json => {
            let message = "front matter in JSON is not understood, and what it keeps back would be lost";
            let diagnostic = Diagnostic::error(crate::diag::code::FRONT_MATTER_INVALID, message)
                .at(place(1, "starts here"))
                .with_hint("write it as YAML, between `---` lines");
            return Some(FrontMatter::broken(text.len(), diagnostic));
        }
        block::Split::Unclosed { marker } => {
            let diagnostic = Diagnostic::error(
                crate::diag::code::FRONT_MATTER_UNCLOSED,
                format!("the front matter has no closing `{marker}`"),
            )
            .at(place(1, "opened here"))
            .with_hint(format!("write `{marker}` on a line of its own after the last key"));
            return Some(FrontMatter::broken(text.len(), diagnostic));
        }
        block::Split::Block(block) => block,
    };
    match tree::parse(path, text, &block) {
        Ok(map) => {
            let mut fields = fields::read(path, text, &block, map);
            fields.body_start = block.body_start;
            Some(fields)
        }
        Err(diagnostic) => Some(FrontMatter::broken(block.body_start, *diagnostic)),
    }
}

/// Whether the text has front matter in the form that [`write`] makes.
pub fn is_yaml(text: &str) -> bool {
    matches!(block::split(text), block::Split::Block(block) if block.syntax == block::Syntax::Yaml)
}

/// Front matter as YAML between `---` lines.
///
/// # Panics
/// Never: plain data always serialises.
pub fn write(meta: &Meta) -> String {
    let yaml = serde_yaml::to_string(meta).expect("plain data serialises");
    format!("---\n{yaml}---\n")
}

impl FrontMatter {
    fn broken(body_start: usize, diagnostic: Diagnostic) -> Self {
        FrontMatter { meta: Meta::default(), provenance: BTreeMap::new(), body_start, diagnostics: vec![diagnostic] }
    }
}

/// Reads a mapping of the site's own (`blotter.yaml`, `tags.yaml`) with the same guards.
///
/// # Errors
/// A diagnostic with file, line and remedy.
pub fn read_document<T: serde::de::DeserializeOwned>(
    path: &str,
    text: &str,
    code: crate::diag::Code,
) -> Result<T, Box<Diagnostic>> {
    guard::check(text).map_err(|problem| Box::new(problem.diagnostic(path, text, 0)))?;
    serde_yaml::from_str(text).map_err(|error| Box::new(tree::yaml_error(path, text, 0, text, &error, code)))
}
