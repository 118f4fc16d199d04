//! Makes an article of any file: bytes in, front matter, Markdown body, provenance and diagnostics out.
//!
//! Nothing here asks a clock or a disk, and no input makes it panic or hang. Absent is better than invented: a field that
//! the text does not hold stays empty. What may be published is decided by `policy`, not here.

mod byline;
mod caption;
mod clipping;
mod correction;
mod date;
mod dateline;
mod decode;
mod draft;
mod embargo;
mod escape;
mod foot;
mod furniture;
mod head;
mod headline;
mod lang;
mod line;
mod markdown;
mod page;
mod paragraph;
mod release;
pub mod rights;

use crate::article::Article;
use crate::diag::{Diagnostic, Place, code};
use crate::source::{Format, SourceFile};

use self::draft::Draft;

/// What came out of one file.
#[derive(Debug)]
pub struct Normalised {
    /// The article; none if a diagnostic is an error.
    pub article: Option<Article>,
    /// What should be known about the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one file as an article, by its extension.
pub fn normalise(file: &SourceFile) -> Normalised {
    let Some(format) = Format::of(&file.path) else {
        let unknown = Diagnostic::error(code::FORMAT_UNKNOWN, "this kind of file is not known as an article")
            .at(Place::file(file.path.0.clone()))
            .with_hint("use .md, .markdown, .txt, .html or .htm");
        return Normalised { article: None, diagnostics: vec![unknown] };
    };
    let decoded = match decode::decode(file, format) {
        Ok(decoded) => decoded,
        Err(refusal) => return Normalised { article: None, diagnostics: vec![*refusal] },
    };
    let mut draft = Draft::new(&file.path, &decoded.text);
    draft.diagnostics = decoded.diagnostics;
    let has_front_matter = crate::front_matter::read(draft.path, draft.text).is_some();
    match format {
        // Somebody who writes front matter writes Markdown below it, whatever the file is called.
        Format::Text if has_front_matter => markdown::read(&mut draft),
        // What it keeps back must not be lost among the elements of a page.
        Format::Html if has_front_matter => draft.diagnostics.push(
            Diagnostic::error(code::FRONT_MATTER_INVALID, "a saved page cannot have front matter")
                .at(Place::line(file.path.0.as_str(), &decoded.text, 1, "starts here"))
                .with_hint("rename the file to .md, or remove the front matter"),
        ),
        Format::Markdown => markdown::read(&mut draft),
        Format::Text => clipping::read(&mut draft),
        Format::Html => page::read(&mut draft),
    }
    draft.finish()
}

#[cfg(test)]
mod tests;
