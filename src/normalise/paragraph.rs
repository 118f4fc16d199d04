//! Paragraphs: blank lines part them if there are any, else indents, else the widths of wrapped lines.

use std::collections::HashSet;
use std::ops::Range;

use crate::normalise::caption;
use crate::normalise::line::{Line, Shape, ends_sentence, starts_lower};
use crate::normalise::{foot, release, rights};

/// Lines that belong together, joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// The text on one line.
    pub(crate) text: String,
    /// The Markdown, if it is more than the text.
    pub(crate) markdown: Option<String>,
    /// From its first to its last byte in the decoded text.
    pub(crate) span: Option<Range<usize>>,
    /// How it is to be shown.
    pub(crate) shape: Shape,
    /// A column or photo mark stood before it.
    pub(crate) after_mark: bool,
    /// Where its lines start in `text`, but for the first.
    pub(crate) seams: Vec<usize>,
}

/// Lines longer than this were not wrapped: each is a paragraph.
const WRAP_CHARS_MAX: usize = 120;

/// Joins lines into paragraphs.
pub(crate) fn build(lines: &[Line<'_>]) -> Vec<Paragraph> {
    let words = WordList::of(lines);
    let mut paragraphs = Vec::new();
    let is_wrapped = !has_blank_lines(lines);
    for block in lines.split(Line::is_blank).filter(|block| !block.is_empty()) {
        // A page copied as text often has blank lines in its head and foot only.
        let unwrap = is_wrapped || block.len() > 14;
        let indent = paragraph_indent(block);
        let mut start = 0;
        for at in 1..=block.len() {
            if at == block.len() || starts_paragraph(block, at, unwrap, indent) {
                paragraphs.push(join(&block[start..at], &words));
                start = at;
            }
        }
    }
    paragraphs
}

/// Whether blank lines part paragraphs: at least one for each dozen lines.
fn has_blank_lines(lines: &[Line<'_>]) -> bool {
    let blank_count = lines.iter().rev().skip_while(|line| line.is_blank()).filter(|line| line.is_blank()).count();
    blank_count > 0 && blank_count * 12 >= lines.len()
}

/// The indent that starts paragraphs, if some lines have one and most do not.
fn paragraph_indent(block: &[Line<'_>]) -> Option<usize> {
    let least = block.iter().map(|line| line.indent).min()?;
    let deep_count = block.iter().filter(|line| line.indent >= least + 2).count();
    (deep_count > 0 && deep_count * 5 <= block.len() * 3).then_some(least + 2)
}

fn starts_paragraph(block: &[Line<'_>], at: usize, unwrap: bool, indent: Option<usize>) -> bool {
    let (before, line) = (&block[at - 1], &block[at]);
    if line.starts_paragraph || line.shape != Shape::Text || before.shape != Shape::Text {
        return true;
    }
    if stands_alone(&line.text) || release::is_end_mark(&before.text) || is_item(block, at) {
        return true;
    }
    if at == 1 && release::is_about(&before.text) {
        return true;
    }
    if foot::starts_sign_off(&before.text) && before.text.ends_with(')') {
        return true;
    }
    if caption::ends_caption(&before.text, &line.text) || before.width() > WRAP_CHARS_MAX {
        return true;
    }
    match indent {
        Some(indent) => line.indent >= indent,
        None => unwrap && is_seam(block, at),
    }
}

/// Lines that are never the rest of a sentence: end marks, sign-offs, notices, notes to editors.
fn stands_alone(text: &str) -> bool {
    release::is_end_mark(text)
        || foot::starts_sign_off(text)
        || rights::starts_notice(text)
        || release::is_after_end(text)
}

/// An item of a list: at least two in a row, so that a sentence that starts with a dash is none.
fn is_item(block: &[Line<'_>], at: usize) -> bool {
    let marker = item_marker(&block[at].text);
    marker.is_some()
        && (block[..at].iter().rev().take(6).any(|line| item_marker(&line.text) == marker)
            || block[at + 1..].iter().take(6).any(|line| item_marker(&line.text) == marker))
}

/// What stands before an item of a list; all numbers are one kind.
pub(crate) fn item_marker(text: &str) -> Option<char> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    if matches!(first, '-' | '*' | '•' | '–' | '·' | '▪' | '●' | '+') {
        return rest.starts_with([' ', '\t']).then_some(first);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered =
        (1..=2).contains(&digits) && (text[digits..].starts_with(". ") || text[digits..].starts_with(") "));
    is_numbered.then_some('1')
}

/// Whether a wrapped text has a paragraph end before line `at`: the next word would still have fitted.
fn is_seam(block: &[Line<'_>], at: usize) -> bool {
    let (before, line) = (&block[at - 1], &block[at]);
    let around = &block[at.saturating_sub(7)..block.len().min(at + 6)];
    let width = around.iter().map(Line::width).filter(|width| *width <= WRAP_CHARS_MAX).max().unwrap_or(0);
    let word = line.text.split(' ').next().map_or(0, |word| word.chars().count());
    let fits = before.width() + 1 + word <= width;
    let is_short = before.width() * 10 < width * 6;
    let is_exempt = at == 1 && !ends_sentence(&before.text);
    fits && !is_exempt && (ends_sentence(&before.text) || (is_short && !starts_lower(&line.text)))
}

fn join(lines: &[Line<'_>], words: &WordList) -> Paragraph {
    let mut text = String::new();
    let mut seams = Vec::new();
    for line in lines {
        if !text.is_empty() {
            words.join(&mut text, &line.text);
            seams.push(text.len());
        }
        text.push_str(&line.text);
    }
    let span = lines[0].span.clone().zip(lines[lines.len() - 1].span.clone()).map(|(head, tail)| head.start..tail.end);
    let is_item = lines.len() < 20 && lines[0].shape == Shape::Text && item_marker(&text).is_some();
    Paragraph {
        text,
        markdown: lines[0].markdown.clone().filter(|_| lines.len() == 1),
        span,
        shape: if is_item { Shape::Item } else { lines[0].shape.clone() },
        after_mark: lines[0].after_mark,
        seams,
    }
}

/// Joins the halves of a sentence that a caption or furniture parted.
pub(crate) fn rejoin(paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    let mut joined: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let is_rest = |half: &&mut Paragraph| {
            half.shape == Shape::Text
                && paragraph.shape == Shape::Text
                && half.markdown.is_none()
                && paragraph.markdown.is_none()
                && starts_lower(&paragraph.text)
                && !ends_sentence(&half.text)
                && !half.text.ends_with(':')
        };
        match joined.last_mut().filter(is_rest) {
            Some(half) => {
                half.text.push(' ');
                half.text.push_str(&paragraph.text);
                half.span = half.span.take().zip(paragraph.span).map(|(head, tail)| head.start..tail.end);
            }
            None => joined.push(paragraph),
        }
    }
    joined
}

/// The words of a text, to tell `look-/ing` from `two-/metre`.
struct WordList(HashSet<String>);

/// Larger texts are joined without asking.
const LISTED_BYTES_MAX: usize = 4 * 1024 * 1024;

impl WordList {
    fn of(lines: &[Line<'_>]) -> Self {
        let is_needed = lines.iter().any(|line| ends_in_hyphen(&line.text));
        let size: usize = lines.iter().map(|line| line.text.len()).sum();
        let mut words = HashSet::new();
        if is_needed && size <= LISTED_BYTES_MAX {
            for line in lines {
                words.extend(line.text.split(|c: char| !c.is_alphabetic() && c != '-').map(str::to_lowercase));
            }
        }
        WordList(words)
    }

    /// Puts what belongs between two lines at the end of `text`.
    fn join(&self, text: &mut String, next: &str) {
        if !ends_in_hyphen(text) || !starts_lower(next) {
            let is_cjk =
                |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'));
            if !(is_cjk(text.chars().next_back()) && is_cjk(next.chars().next())) {
                text.push(' ');
            }
            return;
        }
        let head = text.rsplit(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or("").trim_end_matches('-');
        let tail = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        if head.len() + tail.len() < 100 && self.0.contains(&format!("{head}{tail}").to_lowercase()) {
            text.pop();
        }
    }
}

fn ends_in_hyphen(text: &str) -> bool {
    text.ends_with('-') && text.chars().rev().nth(1).is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::line;

    fn texts(text: &str) -> Vec<String> {
        build(&line::of_text(text)).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(texts("One line\ngoes on.\n\nTwo\nlines.\n"), ["One line goes on.", "Two lines."]);
    }

    #[test]
    fn indents_part_paragraphs() {
        assert_eq!(
            texts("    One line\ngoes on here.\n    Two\nlines.\nAnd more.\n"),
            ["One line goes on here.", "Two lines. And more."]
        );
    }

    #[test]
    fn widths_part_paragraphs() {
        let text = "Officers searched the boat in the harbour early on a grey morning and\n\
                    found two boxes.\n\
                    The boxes were taken to the station, where they were opened by people\n\
                    who had been trained for it. Nobody was hurt when the lids came off in\n\
                    the yard.\n\
                    A hearing is due.\n";
        let found = texts(text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].ends_with("in the yard."));
    }

    #[test]
    fn hyphens_at_line_ends() {
        let text = "Divers were look-\ning for a two-\nmetre box. They are looking still.\n\nEnd.";
        assert_eq!(texts(text)[0], "Divers were looking for a two-metre box. They are looking still.");
    }

    #[test]
    fn items_stay_apart() {
        assert_eq!(
            texts("Seized:\n- 2 boats\n- 3 cars\n\n- said nobody"),
            ["Seized:", "- 2 boats", "- 3 cars", "- said nobody"]
        );
    }
}
