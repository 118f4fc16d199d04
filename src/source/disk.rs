//! Reading a site from a disk: every file below the site's folders, in one order, with a word about each that cannot be read.

use std::ffi::OsStr;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::{Format, SourceFile, SourceSet};
use crate::diag::{Diagnostic, Place, code};
use crate::error::{Error, Result};
use crate::fs;
use crate::paths::ContentPath;

/// Articles larger than this are refused before they are read: the longest text we know of has two megabytes.
pub const ARTICLE_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Reads the site at `root`.
///
/// # Errors
/// If there is no site. Single files that cannot be read are diagnostics in the set.
pub fn read(root: &Path) -> Result<SourceSet> {
    if !root.join("content").is_dir() && !root.join("blotter.yaml").is_file() {
        return Err(Error::NoSite { root: root.to_owned() });
    }
    let mut set = SourceSet::default();
    let content = walk(root, "content", &mut set.diagnostics);
    let (texts, assets): (Vec<_>, Vec<_>) = content.into_iter().partition(|path| Format::of(path).is_some());
    set.assets = assets;
    set.texts = read_all(root, texts, &mut set.diagnostics);
    let templates = walk(root, "templates", &mut set.diagnostics);
    let themes = walk(root, "themes", &mut set.diagnostics);
    let (theme_templates, theme_rest): (Vec<_>, Vec<_>) =
        themes.into_iter().partition(|path| path.0.split('/').nth(2) == Some("templates"));
    let templates = templates.into_iter().chain(theme_templates).collect();
    set.templates = read_all(root, templates, &mut set.diagnostics);
    let statics = walk(root, "static", &mut set.diagnostics);
    let theme_statics = theme_rest.into_iter().filter(|path| path.0.split('/').nth(2) == Some("static"));
    let statics = statics.into_iter().chain(theme_statics).collect();
    set.statics = read_all(root, statics, &mut set.diagnostics);
    set.config = read_one(root, "blotter.yaml")?;
    set.tags = read_one(root, "tags.yaml")?;
    Ok(set)
}

fn read_one(root: &Path, name: &str) -> Result<Option<SourceFile>> {
    let bytes = fs::read_if_present(&root.join(name))?;
    Ok(bytes.map(|bytes| SourceFile { path: ContentPath(name.to_owned()), bytes }))
}

/// The files below a folder of the site, sorted; none if there is no such folder. Names that start with a dot, and
/// those that editors leave behind, are no part of a site.
fn walk(root: &Path, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<ContentPath> {
    let start = root.join(folder);
    if !start.exists() {
        return Vec::new();
    }
    let mut paths = Vec::new();
    let mut walker = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walker.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.push(unreadable(root, &error));
                continue;
            }
        };
        let is_dir = entry.file_type().is_dir();
        let is_private = entry.depth() > 0 && is_private(entry.file_name());
        let is_outside = !is_private && entry.path_is_symlink() && leaves(&start, entry.path());
        if is_outside {
            diagnostics.push(outside(root, entry.path()));
        }
        if (is_private || is_outside) && is_dir {
            walker.skip_current_dir();
        }
        if is_private || is_outside || is_dir {
            continue;
        }
        match content_path(root, entry.path()) {
            Some(path) if entry.file_type().is_file() => paths.push(path),
            Some(path) => diagnostics.push(special(path)),
            None => diagnostics.push(unreadable_name(root, entry.path())),
        }
    }
    paths
}

fn is_private(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

fn content_path(root: &Path, path: &Path) -> Option<ContentPath> {
    let relative = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
    Some(ContentPath(parts?.join("/")))
}

/// A link out of its folder could publish any file of the machine, or what the site keeps elsewhere.
fn leaves(folder: &Path, path: &Path) -> bool {
    match (fs::canonical(folder), fs::canonical(path)) {
        (Ok(folder), Ok(path)) => !path.starts_with(folder),
        _ => true,
    }
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn outside(root: &Path, path: &Path) -> Diagnostic {
    Diagnostic::error(code::LINK_LOOP, "this link leads out of its folder")
        .at(Place::file(shown(root, path)))
        .with_hint("copy the file to where the link is")
}

fn special(path: ContentPath) -> Diagnostic {
    Diagnostic::error(code::FILE_UNREADABLE, "this is neither a file nor a folder")
        .at(Place::file(path.0))
        .with_hint("remove it from the site's folders")
}

fn unreadable_name(root: &Path, path: &Path) -> Diagnostic {
    let name = crate::diag::clean(&shown(root, path));
    Diagnostic::error(code::PATH_UNREADABLE, format!("the name of `{name}` is not UTF-8")).with_hint("rename the file")
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let place = Place::file(error.path().map_or_else(String::new, |path| shown(root, path)));
    if let Some(ancestor) = error.loop_ancestor() {
        let ancestor = shown(root, ancestor);
        return Diagnostic::error(code::LINK_LOOP, format!("this link leads back to `{ancestor}`"))
            .at(place)
            .with_hint("remove the link");
    }
    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Diagnostic::error(code::FILE_UNREADABLE, format!("cannot read this: {why}"))
        .at(place)
        .with_hint("check that it exists and that you may read it")
}

fn read_all(root: &Path, paths: Vec<ContentPath>, diagnostics: &mut Vec<Diagnostic>) -> Vec<SourceFile> {
    let read: Vec<_> = paths.into_par_iter().map(|path| read_text(root, path)).collect();
    let mut files = Vec::with_capacity(read.len());
    for result in read {
        match result {
            Ok(file) => files.push(file),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    files
}

fn read_text(root: &Path, path: ContentPath) -> std::result::Result<SourceFile, Box<Diagnostic>> {
    let full = root.join(&path.0);
    let bytes_len = full.metadata().map_or(0, |metadata| metadata.len());
    if bytes_len > ARTICLE_BYTES_MAX {
        return Err(Box::new(too_large(path, bytes_len)));
    }
    match fs::read(&full) {
        Ok(bytes) => Ok(SourceFile { path, bytes }),
        Err(Error::Io { source, .. }) => Err(Box::new(
            Diagnostic::error(code::FILE_UNREADABLE, format!("cannot read this: {source}"))
                .at(Place::file(path.0))
                .with_hint("check that you may read it"),
        )),
        Err(error) => {
            Err(Box::new(Diagnostic::error(code::FILE_UNREADABLE, error.to_string()).at(Place::file(path.0))))
        }
    }
}

fn too_large(path: ContentPath, bytes_len: u64) -> Diagnostic {
    let mebibytes = bytes_len.div_ceil(1024 * 1024);
    Diagnostic::error(code::FILE_TOO_LARGE, format!("{mebibytes} MiB are too large for an article"))
        .at(Place::file(path.0))
        .with_note(format!("the limit is {} MiB", ARTICLE_BYTES_MAX / 1024 / 1024))
        .with_hint("move it out of `content/`, or keep the part that is the article")
}
