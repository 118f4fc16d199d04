//! Lines of a clipping: what stands on one line of a text, or in one block of a page.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// How a line is to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Shape {
    /// Running text.
    #[default]
    Text,
    /// A heading of a page.
    Heading,
    /// An item of a list, with its marker in the Markdown.
    Item,
    /// A quotation, a table, preformatted text: kept as it is.
    Block,
}

/// One line; blank if its text is empty.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line<'a> {
    /// The text without white space around it.
    pub(crate) text: Cow<'a, str>,
    /// Where it stands in the decoded text.
    pub(crate) span: Option<Range<usize>>,
    /// Columns of white space before it.
    pub(crate) indent: usize,
    /// The Markdown, if it is more than the text.
    pub(crate) markdown: Option<String>,
    /// How it is to be shown.
    pub(crate) shape: Shape,
    /// A column or photo mark stood before it.
    pub(crate) after_mark: bool,
    /// A paragraph starts here whatever the lines around look like.
    pub(crate) starts_paragraph: bool,
}

impl Line<'_> {
    /// Whether nothing stands on it.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Its length in characters.
    pub(crate) fn width(&self) -> usize {
        self.text.chars().count()
    }
}

/// The lines of a text; runs of blank ones are one.
pub(crate) fn of_text(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let line = one(raw.trim_end_matches('\n'), start);
        start += raw.len();
        if !(line.is_blank() && lines.last().is_some_and(Line::is_blank)) {
            split_notice(line, &mut lines);
        }
    }
    lines
}

fn one(raw: &str, start: usize) -> Line<'_> {
    let bare = raw.trim_start();
    let lead = &raw[..raw.len() - bare.len()];
    let indent = lead.chars().map(|c| if matches!(c, '\t' | '\u{3000}') { 4 } else { 1 }).sum();
    let at = start + lead.len();
    let text = without_rule(bare.trim_end());
    Line { text: Cow::Borrowed(text), span: Some(at..at + text.len()), indent, ..Line::default() }
}

/// Pages copied as text leave the rules between columns as bars.
fn without_rule(text: &str) -> &str {
    match text.strip_suffix('|') {
        Some(rest) if rest.is_empty() || rest.ends_with([' ', '\t', '|']) => rest.trim_end_matches(['|', ' ', '\t']),
        _ => text,
    }
}

/// A rights notice that starts within a line starts a line of its own.
fn split_notice<'a>(line: Line<'a>, lines: &mut Vec<Line<'a>>) {
    static INNER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"(?i)[.!?\])"”](\s+)[\[(]?(?:©|\(c\)\s|copyright\s+(?:©|\(c\)|(?:19|20)\d\d|by\b)|all rights reserved)"#,
        )
        .expect("a fixed pattern")
    });
    let (Cow::Borrowed(text), Some(span)) = (&line.text, &line.span) else {
        lines.push(line);
        return;
    };
    if !text.contains(['©', 'c', 'C']) || text.len() > 20_000 {
        lines.push(line);
        return;
    }
    let text: &'a str = text;
    let mut at = 0;
    for gap in INNER.captures_iter(text).filter_map(|captures| captures.get(1)) {
        let part = &text[at..gap.start()];
        if !is_notice_so_far(part) {
            lines.push(part_of(&line, part, span.start + at, at > 0));
            at = gap.end();
        }
    }
    lines.push(part_of(&line, &text[at..], span.start + at, at > 0));
}

/// `© 2020 X. All rights reserved.` is one notice, `[© 2020 X.] Copyright 2020 X.` two.
fn is_notice_so_far(text: &str) -> bool {
    let is_open = text.matches(['[', '(']).count() > text.matches([']', ')']).count();
    let is_notice = text.contains('©') || text.to_lowercase().contains("copyright");
    is_notice && (is_open || !text.ends_with(']'))
}

fn part_of<'a>(line: &Line<'a>, text: &'a str, start: usize, starts_paragraph: bool) -> Line<'a> {
    Line { text: Cow::Borrowed(text), span: Some(start..start + text.len()), starts_paragraph, ..line.clone() }
}

/// Whether a text ends as a sentence does.
pub(crate) fn ends_sentence(text: &str) -> bool {
    const SHORT_FORMS: [&str; 17] = [
        "Mr.", "Mrs.", "Ms.", "Dr.", "St.", "No.", "Gen.", "Sgt.", "Lt.", "Col.", "Capt.", "Rev.", "Gov.", "Sen.",
        "Rep.", "vs.", "Nr.",
    ];
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '“', '*', '_']);
    let is_short_form = || SHORT_FORMS.contains(&bare.rsplit(' ').next().unwrap_or(bare));
    bare.ends_with(['.', '!', '?', '…', '。', '؟', '।', '！', '？']) && !is_short_form()
}

/// Whether a text starts with a small letter.
pub(crate) fn starts_lower(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// A text with each run of white space as one space.
pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What two ways of writing the same headline share.
pub(crate) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_where_they_stand() {
        let text = "  A |\n\n\n\tB c\n|\n";
        let lines = of_text(text);
        let shown: Vec<_> = lines.iter().map(|line| (&*line.text, line.indent)).collect();
        assert_eq!(shown, [("A", 2), ("", 0), ("B c", 4), ("", 0)]);
        assert_eq!(&text[lines[2].span.clone().unwrap()], "B c");
    }

    #[test]
    fn notices_start_lines() {
        let lines =
            of_text("It ended. © 2020 A. All rights reserved.\nreserved.] Copyright 2020 B. All rights reserved.");
        let shown: Vec<_> = lines.iter().map(|line| &*line.text).collect();
        assert_eq!(
            shown,
            ["It ended.", "© 2020 A. All rights reserved.", "reserved.]", "Copyright 2020 B. All rights reserved."]
        );
    }
}
