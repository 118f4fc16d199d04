//! Where a site must not be written: a typing mistake in `--output` must not cost anybody a folder.

use std::path::Path;

use super::manifest;
use crate::error::{Error, Result};
use crate::fs;

/// Refuses folders that are not ours to replace.
///
/// # Errors
/// Says why: the file system's root, the home folder, the site itself or a folder above it, one of its sources, a
/// non-empty folder that we did not make.
pub fn check(root: &Path, output: &Path, home: Option<&Path>) -> Result<()> {
    let refuse = |reason: &str| Err(Error::OutputRefused { path: output.to_owned(), reason: reason.to_owned() });
    let target = fs::canonical(output)?;
    let root = fs::canonical(root)?;
    if target.parent().is_none() {
        return refuse("it is the root of the file system");
    }
    if root.starts_with(&target) {
        return refuse("the site's sources are in it");
    }
    let home = home.map(fs::canonical).transpose()?;
    if home.is_some_and(|home| home.starts_with(&target)) {
        return refuse("it is the home folder, or above it");
    }
    let sources = ["content", "templates", "themes", "static", "clippings", ".blotter", ".git"];
    if sources.iter().any(|name| target.starts_with(root.join(name))) {
        return refuse("it is one of the site's own folders");
    }
    if target.exists() && !target.is_dir() {
        return refuse("it is a file");
    }
    let names = fs::list(&target)?;
    if !names.is_empty() && !names.iter().any(|name| name == manifest::NAME) {
        return refuse("it is not empty, and blotter did not make it");
    }
    Ok(())
}
