//! What a site is made of, as bytes with names: nothing is understood yet, and nothing here touches a disk but [`disk`].

pub mod disk;

use crate::diag::Diagnostic;
use crate::paths::ContentPath;

/// One file of the site, as it was found.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Where it lies, relative to the site.
    pub path: ContentPath,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// In what form an article comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown, with or without front matter.
    Markdown,
    /// A clipping as plain text.
    Text,
    /// A saved page.
    Html,
}

impl Format {
    /// By the file's extension; none for files that are no article.
    pub fn of(path: &ContentPath) -> Option<Self> {
        match path.extension().as_str() {
            "md" | "markdown" => Some(Format::Markdown),
            "txt" => Some(Format::Text),
            "html" | "htm" => Some(Format::Html),
            _ => None,
        }
    }
}

/// Everything that a build reads, in a fixed order whatever the order of the folders.
#[derive(Debug, Default)]
pub struct SourceSet {
    /// Articles, case introductions and plain pages under `content/`, sorted by path.
    pub texts: Vec<SourceFile>,
    /// Other files under `content/`: pictures and documents that articles may show; read only when they are used.
    pub assets: Vec<ContentPath>,
    /// `blotter.yaml`, if there is one.
    pub config: Option<SourceFile>,
    /// `tags.yaml`, if there is one.
    pub tags: Option<SourceFile>,
    /// Files of `templates/` and `themes/*/templates/`, sorted by path.
    pub templates: Vec<SourceFile>,
    /// Files of `static/` and `themes/*/static/`, sorted by path.
    pub statics: Vec<SourceFile>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}
