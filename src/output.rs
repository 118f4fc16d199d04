//! The only writer of the output folder: it stages the new site beside the old one, and swaps.
//!
//! Whatever fails before the swap leaves the old site as it was. Files that the manifest does not name are not ours:
//! they move along, and are never deleted.

pub mod guard;
pub mod manifest;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diag::{Diagnostic, Place, code};
use crate::error::{Error, Result};
use crate::fs;
use crate::pipeline::{Content, Rendered};
use manifest::Manifest;

/// What a commit did to the output folder.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Files whose bytes are new.
    pub written: usize,
    /// Files that stayed as they were.
    pub unchanged: usize,
    /// Files of the site before that are gone.
    pub removed: usize,
}

/// Files of the output folder that are in the way and not ours.
#[derive(Debug)]
pub struct Foreign(pub Vec<Diagnostic>);

/// Replaces the site in `output` by these pages. `root` is where the files of the site lie that pages copy.
///
/// # Errors
/// If the disk fails; then the old site is still there. [`Foreign`] if files that we did not write are in the way.
pub fn commit(root: &Path, output: &Path, pages: &[Rendered]) -> Result<std::result::Result<Committed, Foreign>> {
    let output = fs::canonical(output)?;
    // One commit at a time: a second one waits, and then replaces what the first one made.
    let _lock = fs::lock_folder(output.parent().unwrap_or(Path::new("/")))?;
    let before = manifest::read(&output)?;
    let foreign = foreign_files(&output, &before)?;
    let in_the_way = in_the_way(&foreign, pages);
    if !in_the_way.is_empty() {
        return Ok(Err(Foreign(in_the_way)));
    }
    let stage = stage_beside(&output)?;
    let result = fill(&stage, root, &output, &before, pages).and_then(|(manifest, committed)| {
        carry_over(&output, &stage, &foreign)?;
        manifest::write(&stage, &manifest)?;
        swap(&stage, &output)?;
        Ok(committed)
    });
    // The stage holds the old site now, or half of a new one. What cannot be removed is for the next run to clean; it does
    // not change how this one came out.
    if stage.exists() {
        let _ = fs::remove_dir_all(&stage);
    }
    result.map(Ok)
}

/// A new folder beside the output, on the same file system. What a killed run left is removed, or passed over.
fn stage_beside(output: &Path) -> Result<PathBuf> {
    let parent = output.parent().unwrap_or(Path::new("/"));
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let mut stage = parent.join(format!(".{name}.blotter-stage"));
    for number in 2..100 {
        if !stage.exists() || fs::remove_dir_all(&stage).is_ok() {
            break;
        }
        stage = parent.join(format!(".{name}.blotter-stage-{number}"));
    }
    fs::create_dir_all(&stage)?;
    Ok(stage)
}

fn fill(
    stage: &Path,
    root: &Path,
    output: &Path,
    before: &Manifest,
    pages: &[Rendered],
) -> Result<(Manifest, Committed)> {
    let folders: std::collections::BTreeSet<_> =
        pages.iter().filter_map(|page| Path::new(page.path.as_str()).parent()).collect();
    folders.into_iter().try_for_each(|folder| fs::create_dir_all(&stage.join(folder)))?;
    let files: Vec<(String, String, bool)> = pages
        .par_iter()
        .map(|page| {
            let path = page.path.as_str();
            let read;
            let bytes = match &page.content {
                Content::Bytes(bytes) => bytes,
                Content::File(source) => {
                    read = fs::read(&root.join(&source.0))?;
                    &read
                }
            };
            let hash = blake3::hash(bytes).to_hex().to_string();
            let is_same = before.files.get(path) == Some(&hash) && is_intact(&output.join(path), bytes)?;
            if is_same {
                fs::link_or_copy(&output.join(path), &stage.join(path))?;
            } else {
                fs::write(&stage.join(path), bytes)?;
            }
            Ok((path.to_owned(), hash, is_same))
        })
        .collect::<Result<_>>()?;
    let unchanged = files.iter().filter(|(.., is_same)| *is_same).count();
    let manifest = Manifest { files: files.into_iter().map(|(path, hash, _)| (path, hash)).collect() };
    let removed = before.files.keys().filter(|path| !manifest.files.contains_key(*path)).count();
    let written = manifest.files.len() - unchanged;
    Ok((manifest, Committed { written, unchanged, removed }))
}

/// Whether a file still holds what we wrote: somebody may have changed it since.
fn is_intact(path: &Path, bytes: &[u8]) -> Result<bool> {
    Ok(fs::read_if_present(path)?.is_some_and(|found| found == bytes))
}

/// Files in the output folder that the manifest does not name, relative to it.
fn foreign_files(output: &Path, manifest: &Manifest) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !output.exists() {
        return Ok(found);
    }
    for entry in walkdir::WalkDir::new(output).sort_by_file_name() {
        let entry =
            entry.map_err(|error| Error::Io { action: "list", path: output.to_owned(), source: error.into() })?;
        let Ok(relative) = entry.path().strip_prefix(output) else { continue };
        let name = relative.to_string_lossy().replace('\\', "/");
        let is_ours = manifest.files.contains_key(&name) || name == manifest::NAME;
        // A folder that is empty is somebody's too: a git repository does not work without its own.
        let is_kept =
            if entry.file_type().is_dir() { entry.depth() > 0 && fs::list(entry.path())?.is_empty() } else { !is_ours };
        if is_kept {
            found.push(relative.to_owned());
        }
    }
    Ok(found)
}

fn in_the_way(foreign: &[PathBuf], pages: &[Rendered]) -> Vec<Diagnostic> {
    let ours: BTreeMap<&str, &Rendered> = pages.iter().map(|page| (page.path.as_str(), page)).collect();
    let clashes = foreign.iter().filter(|path| {
        let name = path.to_string_lossy().replace('\\', "/");
        let is_folder_of_ours = || {
            ours.range(format!("{name}/").as_str()..)
                .next()
                .is_some_and(|(path, _)| path.starts_with(&format!("{name}/")))
        };
        let is_below_a_file = || name.match_indices('/').any(|(at, _)| ours.contains_key(&name[..at]));
        ours.contains_key(name.as_str()) || is_folder_of_ours() || is_below_a_file()
    });
    let diagnostic = |path: &PathBuf| {
        Diagnostic::error(
            code::OUTPUT_FOREIGN,
            "a page of the site goes where there is a file that blotter did not write",
        )
        .at(Place::file(format!("(output) {}", path.to_string_lossy())))
        .with_hint("move that file to `static/`, or remove it")
    };
    clashes.map(diagnostic).collect()
}

fn carry_over(output: &Path, stage: &Path, foreign: &[PathBuf]) -> Result<()> {
    foreign.iter().try_for_each(|path| {
        let from = output.join(path);
        if from.is_dir() && !from.is_symlink() {
            fs::create_dir_all(&stage.join(path))
        } else if from.is_symlink() {
            fs::copy_link(&from, &stage.join(path))
        } else {
            fs::link_or_copy(&from, &stage.join(path))
        }
    })
}

/// Puts the stage in the place of the output, in one step where the file system can.
fn swap(stage: &Path, output: &Path) -> Result<()> {
    if !output.exists() {
        return fs::rename(stage, output);
    }
    if fs::exchange(stage, output)? {
        return Ok(());
    }
    let parent = output.parent().unwrap_or(Path::new("/"));
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let aside = parent.join(format!(".{name}.blotter-old"));
    if aside.exists() {
        fs::remove_dir_all(&aside)?;
    }
    fs::rename(output, &aside)?;
    if let Err(error) = fs::rename(stage, output) {
        fs::rename(&aside, output)?;
        return Err(error);
    }
    fs::remove_dir_all(&aside)
}
