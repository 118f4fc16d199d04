//! What must not reach the YAML parser.
//!
//! Every descendant of libyaml takes quadratic time for brackets nested in ignored keys and expands aliases without
//! bound (100 kB of `[` takes half a minute; 180 kB of aliases two gigabytes). Nobody needs either in the head of an
//! article, so both are refused before parsing.

use crate::diag::{Diagnostic, Place, code};

/// Front matter longer than this is refused.
pub(super) const BYTES_MAX: usize = 64 * 1024;
/// Collections nested deeper than this are refused.
const DEPTH_MAX: usize = 32;

/// Why a block is refused, and at which byte of it.
#[derive(Debug)]
pub(super) struct Problem {
    at: usize,
    message: String,
    hint: &'static str,
}

impl Problem {
    /// The diagnostic, for a block that starts at byte `offset` of `text`.
    pub(super) fn diagnostic(self, path: &str, text: &str, offset: usize) -> Diagnostic {
        let at = offset + self.at;
        Diagnostic::error(code::FRONT_MATTER_HOSTILE, self.message)
            .at(Place::span(path, text, at..at + 1, "here"))
            .with_hint(self.hint)
    }
}

/// Checks a block of YAML.
pub(super) fn check(yaml: &str) -> Result<(), Problem> {
    if yaml.len() > BYTES_MAX {
        return Err(Problem {
            at: 0,
            message: format!("the front matter has {} bytes, more than {BYTES_MAX}", yaml.len()),
            hint: "move the text below the closing `---`",
        });
    }
    check_raw(yaml)?;
    let mut scanner = Scanner::default();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        scanner.line(line, at)?;
        at += line.len();
    }
    Ok(())
}

/// A bound that does not depend on telling quotes apart, for a text made to confuse [`Scanner`].
fn check_raw(yaml: &str) -> Result<(), Problem> {
    let (mut depth, mut aliases) = (0_usize, 0_usize);
    let bytes = yaml.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'*' if at > 0 && matches!(bytes[at - 1], b' ' | b',' | b'[') => aliases += 1,
            _ => {}
        }
        if depth > 2 * DEPTH_MAX || aliases > 4 * DEPTH_MAX {
            return Err(too_deep(at));
        }
    }
    Ok(())
}

/// Follows quotes and brackets from line to line; knows just enough YAML to tell structure from text.
#[derive(Default)]
struct Scanner {
    /// Open flow collections.
    depth: usize,
    /// The quote that we are in.
    quote: Option<u8>,
    /// Indentation of the key whose block scalar (`|`, `>`) we are in.
    block_scalar: Option<usize>,
}

impl Scanner {
    fn line(&mut self, line: &str, offset: usize) -> Result<(), Problem> {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some(key_indent) = self.block_scalar {
            if line.trim().is_empty() || indent > key_indent {
                return Ok(());
            }
            self.block_scalar = None;
        }
        Self::check_dashes(line, indent, offset)?;
        self.bytes(line.as_bytes(), offset)?;
        if self.quote.is_none() && self.depth == 0 && opens_block_scalar(line) {
            self.block_scalar = Some(indent);
        }
        Ok(())
    }

    /// `- - - - …` nests as deeply as brackets do.
    fn check_dashes(line: &str, indent: usize, offset: usize) -> Result<(), Problem> {
        let dashes = line[indent..].split(' ').take_while(|part| matches!(*part, "-" | "?")).count();
        if dashes > DEPTH_MAX || indent > 8 * DEPTH_MAX { Err(too_deep(offset)) } else { Ok(()) }
    }

    fn bytes(&mut self, line: &[u8], offset: usize) -> Result<(), Problem> {
        let mut index = 0;
        let mut at_token_start = true;
        while let Some(&byte) = line.get(index) {
            let next = line.get(index + 1).copied().unwrap_or(b'\n');
            match (self.quote, byte) {
                (Some(b'"'), b'\\') => index += 1,
                (Some(quote), byte) if byte == quote => {
                    if quote == b'\'' && next == b'\'' {
                        index += 1;
                    } else {
                        self.quote = None;
                    }
                }
                (Some(_), _) => {}
                (None, b'"' | b'\'') if at_token_start => self.quote = Some(byte),
                (None, b'#') if index == 0 || line[index - 1].is_ascii_whitespace() => return Ok(()),
                (None, b'[' | b'{') if at_token_start || self.depth > 0 => {
                    self.depth += 1;
                    if self.depth > DEPTH_MAX {
                        return Err(too_deep(offset + index));
                    }
                }
                (None, b']' | b'}') => self.depth = self.depth.saturating_sub(1),
                (None, b'&' | b'*') if at_token_start && !next.is_ascii_whitespace() => {
                    return Err(Problem {
                        at: offset + index,
                        message: "anchors and aliases are not allowed in front matter".to_owned(),
                        hint: "put quotes around a value that starts with `&` or `*`",
                    });
                }
                _ => {}
            }
            at_token_start = self.quote.is_none()
                && match byte {
                    b'[' | b'{' | b',' => self.depth > 0,
                    b':' | b'-' | b'?' => next.is_ascii_whitespace(),
                    byte => at_token_start && byte.is_ascii_whitespace(),
                };
            index += 1;
        }
        Ok(())
    }
}

fn too_deep(at: usize) -> Problem {
    Problem {
        at,
        message: format!("values are nested deeper than {DEPTH_MAX}"),
        hint: "put quotes around a value that starts with `[` or `{`",
    }
}

/// `key: |`, `- >-`, `key: |2 # comment`.
fn opens_block_scalar(line: &str) -> bool {
    let line = line.split(" #").next().unwrap_or(line).trim_end();
    let Some(last) = line.rsplit([' ', ':']).next() else { return false };
    matches!(last.as_bytes().first(), Some(b'|' | b'>'))
        && last[1..].bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-'))
        && (line.contains(": ") || line.trim_start().starts_with("- "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bombs_are_refused() {
        for yaml in [
            "a: &x [1]\nb: *x\n".to_owned(),
            format!("a: {}", "[".repeat(33)),
            format!("a: {}", "{a: ".repeat(33)),
            format!("a:\n  {}", "- ".repeat(40)),
            "x".repeat(BYTES_MAX + 1),
            "- &a b".to_owned(),
            "<<: *base".to_owned(),
        ] {
            assert!(check(&yaml).is_err(), "{}", &yaml[..yaml.len().min(40)]);
        }
    }

    #[test]
    fn ordinary_text_passes() {
        for yaml in [
            "title: Q&A with the police * and others",
            "title: \"*Breaking*\"",
            "title: '& so on'",
            "summary: >-\n  *stars* and [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n  &more\ntags: [a, b]\n",
            "title: don't [stop",
            "# *comment\ntitle: a # &b\n",
            "events:\n  - {date: \"2020\", label: it's done}\n",
        ] {
            assert!(check(yaml).is_ok(), "{yaml}");
        }
    }
}
