//! Sites in one string, builds in memory, and trees to compare.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use blotter::diag::render;
use blotter::paths::ContentPath;
use blotter::pipeline::{self, Content, Outcome, Progress, Request};
use blotter::source::{Format, SourceFile, SourceSet};

/// The clock of the tests.
pub(crate) const NOW: &str = "2024-06-01T12:00:00Z";

/// A site of several files in one string, each below a line `//- path`.
pub(crate) fn fixture(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    let indent =
        text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len()).min();
    for line in text.lines() {
        let line = line.get(indent.unwrap_or(0)..).unwrap_or("");
        if let Some(path) = line.strip_prefix("//- ") {
            files.push((path.trim().to_owned(), String::new()));
        } else if let Some((_, content)) = files.last_mut() {
            let _ = writeln!(content, "{line}");
        }
    }
    files
}

/// The files of a fixture as a build reads them.
pub(crate) fn sources(files: &[(String, String)]) -> SourceSet {
    let bytes = files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    sources_of_bytes(bytes.collect())
}

/// Files as a build reads them.
pub(crate) fn sources_of_bytes(mut files: Vec<(String, Vec<u8>)>) -> SourceSet {
    files.sort();
    let mut set = SourceSet::default();
    for (path, bytes) in files {
        let file = SourceFile { path: ContentPath(path), bytes };
        let path = file.path.0.as_str();
        match path {
            "blotter.yaml" => set.config = Some(file),
            "tags.yaml" => set.tags = Some(file),
            path if path.starts_with("static/") || path.contains("/static/") => set.statics.push(file),
            path if path.starts_with("content/") && Format::of(&file.path).is_some() => set.texts.push(file),
            path if path.starts_with("content/") => set.assets.push(file.path),
            _ => set.templates.push(file),
        }
    }
    set
}

/// Builds sources at [`NOW`].
pub(crate) fn build_sources(set: SourceSet) -> Outcome {
    let request = Request { now: NOW.parse().unwrap(), base_url: None };
    pipeline::build(set, &request, &Progress::default())
}

/// Builds a fixture at [`NOW`].
pub(crate) fn build(text: &str) -> Outcome {
    build_sources(sources(&fixture(text)))
}

/// Path to bytes of everything that a build made.
pub(crate) fn tree(outcome: &Outcome) -> BTreeMap<String, Vec<u8>> {
    let bytes = |content: &Content| match content {
        Content::Bytes(bytes) => bytes.clone(),
        Content::File(path) => format!("copy of {path}").into_bytes(),
    };
    outcome.pages.iter().map(|page| (page.path.to_string(), bytes(&page.content))).collect()
}

/// One page of a build as text.
pub(crate) fn page(outcome: &Outcome, path: &str) -> String {
    let tree = tree(outcome);
    let bytes = tree.get(path).unwrap_or_else(|| panic!("no page {path}; there are {:?}", tree.keys()));
    String::from_utf8(bytes.clone()).unwrap()
}

/// The diagnostics of a build, as people see them.
pub(crate) fn report(outcome: &Outcome) -> String {
    outcome.diagnostics.iter().map(|diagnostic| render::human(diagnostic, false)).collect()
}

/// The codes of a build's errors.
pub(crate) fn error_codes(outcome: &Outcome) -> Vec<&'static str> {
    let errors = outcome.diagnostics.iter().filter(|d| d.severity == blotter::diag::Severity::Error);
    errors.map(|diagnostic| diagnostic.code.0).collect()
}

/// Writes files below a folder.
pub(crate) fn write_files(root: &Path, files: &[(String, String)]) {
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// Every file below a folder, with its bytes.
pub(crate) fn read_tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            (path, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}
