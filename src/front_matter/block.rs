//! Where the front matter of a text starts and ends.

use std::ops::Range;

/// The language of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
}

/// A block that was found.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) syntax: Syntax,
    /// The bytes between the marks.
    pub(super) inner: Range<usize>,
    /// Where the body starts.
    pub(super) body_start: usize,
}

/// What the head of a text is.
#[derive(Debug)]
pub(super) enum Split {
    /// No front matter.
    None,
    /// JSON, as Hugo allows: not understood.
    Json,
    /// It starts and never ends.
    Unclosed { marker: &'static str },
    /// Front matter.
    Block(Block),
}

/// Looks for a block at the start of the text; blank lines above it do not count.
pub(super) fn split(text: &str) -> Split {
    let blank: usize = text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let first = text[blank..].lines().next().unwrap_or("").trim_end();
    let (syntax, marker) = match first {
        "---" => (Syntax::Yaml, "---"),
        "+++" => (Syntax::Toml, "+++"),
        _ if first.starts_with('{') && text[blank..].trim_start_matches(['{', ' ', '\n', '\t']).starts_with('"') => {
            return Split::Json;
        }
        _ => return Split::None,
    };
    let start = text[blank..].find('\n').map_or(text.len(), |at| blank + at + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let end = at + line.len();
        let trimmed = line.trim_end();
        if trimmed == marker || (syntax == Syntax::Yaml && trimmed == "...") {
            return Split::Block(Block { syntax, inner: start..at, body_start: end });
        }
        at = end;
    }
    // A lone `---` may also be a rule across the page; a key below it tells that it was meant as front matter.
    let second = text[start..].lines().next().unwrap_or("");
    if syntax == Syntax::Yaml && !looks_like_key(second) { Split::None } else { Split::Unclosed { marker } }
}

fn looks_like_key(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(key, _)| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')))
}
