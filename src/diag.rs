//! What an editor should know: problems of the *texts*, as plain data.
//!
//! Everything that reads input pushes [`Diagnostic`]s and carries on, so that one run reports all of them. Failures of
//! the machine (disk, network) are [`crate::error::Error`]s instead. How a diagnostic looks is left to [`render`].

pub mod render;

use std::ops::Range;

use serde::Serialize;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The article, or the site, is not published like this.
    Error,
    /// Published, but somebody should look.
    Warning,
    /// Worth knowing.
    Note,
}

/// The stable name of a kind of diagnostic, as in `error[date-unreadable]`; `docs/errors.md` explains each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Code(pub &'static str);

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal;)*) => {
        $($(#[doc = $doc])* pub const $name: Code = Code($text);)*
        /// Every code there is; the test of `docs/errors.md` walks it.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

/// All codes, in the order in which the stages that use them run.
pub mod code {
    use super::Code;

    codes! {
        /// A file or folder could not be read.
        FILE_UNREADABLE = "file-unreadable";
        /// The file holds nothing.
        FILE_EMPTY = "file-empty";
        /// The file is not text.
        FILE_BINARY = "file-binary";
        /// The file is larger than an article can be.
        FILE_TOO_LARGE = "file-too-large";
        /// A symbolic link leads back to a folder above it, or out of the content.
        LINK_LOOP = "link-loop";
        /// The path of the file cannot be told in UTF-8.
        PATH_UNREADABLE = "path-unreadable";
        /// The file is of a kind that no article, page or picture is.
        FORMAT_UNKNOWN = "format-unknown";
        /// The bytes are no valid text of the encoding that they claim.
        ENCODING_GUESSED = "encoding-guessed";
        /// The site's configuration cannot be understood.
        CONFIG_INVALID = "config-invalid";
        /// The configuration has no `base_url`, so feeds and sitemap cannot name full addresses.
        BASE_URL_MISSING = "base-url-missing";
        /// The front matter is no valid YAML or TOML.
        FRONT_MATTER_INVALID = "front-matter-invalid";
        /// The front matter is too large, too deep, or uses YAML aliases.
        FRONT_MATTER_HOSTILE = "front-matter-hostile";
        /// The front matter has no closing line.
        FRONT_MATTER_UNCLOSED = "front-matter-unclosed";
        /// A key has a value of a kind that it cannot have.
        VALUE_INVALID = "value-invalid";
        /// A date cannot be read.
        DATE_UNREADABLE = "date-unreadable";
        /// A moment that decides about publication has no time zone.
        OFFSET_MISSING = "offset-missing";
        /// An unknown key looks like a misspelling.
        KEY_MISSPELT = "key-misspelt";
        /// An unknown key looks like one that keeps something back.
        HOLD_KEY_MISSPELT = "hold-key-misspelt";
        /// The article has no title.
        TITLE_MISSING = "title-missing";
        /// The article has no text and no summary.
        BODY_MISSING = "body-missing";
        /// The date has two readings.
        DATE_AMBIGUOUS = "date-ambiguous";
        /// An embargo is stated, but not when it ends.
        EMBARGO_UNREADABLE = "embargo-unreadable";
        /// The text says that it was withdrawn.
        WITHDRAWN_NOTICE = "withdrawn-notice";
        /// An event's date is no valid EDTF.
        EVENT_DATE_INVALID = "event-date-invalid";
        /// A slug, alias or case id would leave the site or cannot be a file name.
        PATH_UNSAFE = "path-unsafe";
        /// Two pages want the same address.
        PATH_TAKEN = "path-taken";
        /// Two articles have the same id.
        ID_TAKEN = "id-taken";
        /// A link leads to an article or file that is not published.
        LINK_BROKEN = "link-broken";
        /// A link has an address that browsers would run.
        LINK_UNSAFE = "link-unsafe";
        /// HTML in Markdown was left out.
        HTML_DROPPED = "html-dropped";
        /// Embedded HTML is nested too deeply.
        HTML_TOO_DEEP = "html-too-deep";
        /// A case names an article that no file introduces, or the other way round.
        CASE_UNKNOWN = "case-unknown";
        /// A tag list of the site cannot be understood.
        VOCABULARY_INVALID = "vocabulary-invalid";
        /// A level of rights that the program does not know.
        RIGHTS_UNKNOWN = "rights-unknown";
        /// An override of rights lacks its basis, person or date.
        RIGHTS_OVERRIDE_INCOMPLETE = "rights-override-incomplete";
        /// A template is missing or cannot be read.
        TEMPLATE_INVALID = "template-invalid";
        /// A template failed on a page.
        TEMPLATE_FAILED = "template-failed";
        /// A file in the output folder is in the way and not ours.
        OUTPUT_FOREIGN = "output-foreign";
    }
}

/// A place in a file: for people to go to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file, relative to the site, with `/`.
    pub file: String,
    /// From 1; 0 if only the file is known.
    pub line_number: usize,
    /// In characters, from 1; 0 if only the line is known.
    pub column_number: usize,
    /// The line itself, if it helps.
    pub excerpt: Option<Excerpt>,
}

/// The line of a [`Place`] and the part of it that is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Excerpt {
    /// The line, shortened if it is very long, without control characters.
    pub line: String,
    /// Byte range in `line`: start.
    pub start: usize,
    /// Byte range in `line`: end.
    pub end: usize,
    /// What to say below the marked part.
    pub label: String,
}

/// Lines longer than this are cut for display.
const EXCERPT_CHARS_MAX: usize = 160;

impl Place {
    /// A file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Place { file: file.into(), line_number: 0, column_number: 0, excerpt: None }
    }

    /// The byte range `span` of `text`, which is the content of `file`. Out-of-range spans are clamped.
    pub fn span(file: impl Into<String>, text: &str, span: Range<usize>, label: impl Into<String>) -> Self {
        let start = floor_boundary(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = floor_boundary(text, span.end.max(start)).min(line_end);
        let before = &text[line_start..start];
        // A far column of a very long line is shown from a little before it.
        let cut = if before.chars().count() > EXCERPT_CHARS_MAX / 2 {
            before.char_indices().rev().nth(30).map_or(0, |(at, _)| at)
        } else {
            0
        };
        let head = clean(&before[cut..]);
        let marked = clean(&take_chars(&text[start..end], EXCERPT_CHARS_MAX));
        let rest = EXCERPT_CHARS_MAX.saturating_sub(head.chars().count() + marked.chars().count());
        let tail = clean(&take_chars(&text[end..line_end], rest));
        Place {
            file: file.into(),
            line_number: text[..line_start].matches('\n').count() + 1,
            column_number: before.chars().count() + 1,
            excerpt: Some(Excerpt {
                start: head.len(),
                end: head.len() + marked.len(),
                line: format!("{head}{marked}{tail}"),
                label: label.into(),
            }),
        }
    }

    /// The whole line `line_number` (from 1) of `text`.
    pub fn line(file: impl Into<String>, text: &str, line_number: usize, label: impl Into<String>) -> Self {
        let start = text.split_inclusive('\n').take(line_number.saturating_sub(1)).map(str::len).sum();
        let line = text[start..].lines().next().unwrap_or("");
        let indent = line.len() - line.trim_start().len();
        Place::span(file, text, start + indent..start + line.trim_end().len().max(indent), label)
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

fn take_chars(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

/// Replaces what could move a terminal's cursor or turn the reading direction: file names and texts come from strangers.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// One thing that somebody should know about a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// Its stable name.
    pub code: Code,
    /// What was found; lower-case start, no full stop.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// What else is good to know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// One thing to try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        let message = clean(&message.into());
        Diagnostic { severity, code, message, place: None, notes: Vec::new(), hint: None }
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds something good to know.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(clean(&note.into()));
        self
    }

    /// Adds what to try.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(clean(&hint.into()));
        self
    }
}

/// Sorts by file and line, so that a report does not depend on which thread was first; severity breaks ties.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics
        .sort_by(|a, b| (&a.place, a.severity, a.code, &a.message).cmp(&(&b.place, b.severity, b.code, &b.message)));
}

/// How many of them are errors.
pub fn error_count(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|d| d.severity == Severity::Error).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_knows_its_line_and_column() {
        let place = Place::span("a.md", "one\ntwo: x\n", 9..10, "here");
        assert_eq!((place.line_number, place.column_number), (2, 6));
        let excerpt = place.excerpt.unwrap();
        assert_eq!(&excerpt.line[excerpt.start..excerpt.end], "x");
    }

    #[test]
    fn spans_out_of_range_and_inside_characters_are_clamped() {
        let place = Place::span("a.md", "é", 1..99, "");
        assert_eq!((place.line_number, place.column_number), (1, 1));
    }

    #[test]
    fn a_long_line_is_cut_around_the_column() {
        let text = format!("{}X{}", "a".repeat(1000), "b".repeat(1000));
        let excerpt = Place::span("a.md", &text, 1000..1001, "").excerpt.unwrap();
        assert!(excerpt.line.chars().count() <= EXCERPT_CHARS_MAX);
        assert_eq!(&excerpt.line[excerpt.start..excerpt.end], "X");
    }

    #[test]
    fn terminal_escapes_are_defused() {
        assert_eq!(clean("a\u{1b}[31m\u{202e}b"), "a\u{fffd}[31m\u{fffd}b");
    }
}
