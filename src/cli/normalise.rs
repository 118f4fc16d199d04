//! `blotter normalise`: what is understood of an article, shown or written down.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Ending, Format, NormaliseArgs, report};
use crate::article::{Article, Embargo, Status};
use crate::diag;
use crate::error::{Error, Result};
use crate::front_matter;
use crate::fs;
use crate::normalise::{Normalised, normalise};
use crate::paths::ContentPath;
use crate::source::{Format as SourceFormat, SourceFile};

/// Shows or writes each file; goes on after those that cannot be read or understood.
pub(super) fn run(args: &NormaliseArgs, format: Format) -> Ending {
    let mut ending = Ending::Fine;
    for file in &args.files {
        let one = one(file, args, format).unwrap_or_else(|error| {
            report::failure(&error, format);
            Ending::Failed
        });
        ending = ending.max(one);
    }
    ending
}

fn one(file: &Path, args: &NormaliseArgs, format: Format) -> Result<Ending> {
    let place = Place::of(file)?;
    if SourceFormat::of(&place.path).is_none() {
        return Err(Error::Usage(format!("`{}` is no article: expected .md, .txt, .html or .htm", file.display())));
    }
    let source = SourceFile { path: place.path.clone(), bytes: fs::read(file)? };
    let normalised = normalise(&source);
    if args.json {
        report::print(&format!("{}\n", json(&place.path, &normalised)));
    } else {
        report::diagnostics(&normalised.diagnostics, format);
    }
    let Some(article) = normalised.article else { return Ok(Ending::NeedsWork) };
    if args.write {
        write(&place, file, &source, &article)?;
    } else if !args.json {
        report::print(&markdown(&article));
    }
    Ok(Ending::Fine)
}

/// Where a file lies: in a site, or on its own.
struct Place {
    root: PathBuf,
    path: ContentPath,
}

impl Place {
    /// The site is the nearest folder above whose `content/` holds the file; else the file's own folder.
    fn of(file: &Path) -> Result<Self> {
        let full = fs::canonical(file)?;
        let folder = full.parent().unwrap_or(Path::new("/"));
        let root = full.ancestors().skip(1).find(|above| full.starts_with(above.join("content"))).unwrap_or(folder);
        let relative = full.strip_prefix(root).unwrap_or(&full);
        Ok(Place { root: root.to_owned(), path: ContentPath(relative.to_string_lossy().replace('\\', "/")) })
    }
}

/// An embargo that nobody can read would be an error in front matter; written down, it is a text that is withheld.
fn markdown(article: &Article) -> String {
    let mut meta = article.meta.clone();
    if let Embargo::Unreadable(notice) = std::mem::take(&mut meta.embargo) {
        meta.status = Status::Withheld;
        meta.extra.insert("embargo_notice".to_owned(), notice.into());
    } else {
        meta.embargo = article.meta.embargo.clone();
    }
    format!("{}\n{}\n", front_matter::write(&meta), article.body.trim())
}

fn json(path: &ContentPath, normalised: &Normalised) -> serde_json::Value {
    let mut object = json!({ "file": path });
    if let (Some(article), Some(map)) = (&normalised.article, object.as_object_mut()) {
        if let Ok(serde_json::Value::Object(meta)) = serde_json::to_value(&article.meta) {
            map.extend(meta);
        }
        map.insert("body".to_owned(), article.body.trim().into());
        map.insert("provenance".to_owned(), json!(article.provenance));
    }
    object["diagnostics"] = json!(normalised.diagnostics);
    object
}

/// Writes the Markdown, and moves the original out of the content, where no build reads it.
fn write(place: &Place, file: &Path, source: &SourceFile, article: &Article) -> Result<()> {
    if is_normal(source) {
        report::say(&format!("{}: has front matter already, left as it is\n", diag::clean(&place.path.0)));
        return Ok(());
    }
    let target = file.with_extension("md");
    let replaces_itself = target.exists() && fs::canonical(&target)? == fs::canonical(file)?;
    if !replaces_itself && (target.exists() || target.is_symlink()) {
        return Err(Error::Usage(format!("`{}` is there already; move one of the two away", target.display())));
    }
    let kept = keep_original(place, source)?;
    fs::write_atomic(&target, markdown(article).as_bytes())?;
    if fs::canonical(&target)? != fs::canonical(file)? {
        fs::remove_file(file)?;
    }
    report::say(&format!(
        "{}: written; the original is `{}`\n",
        diag::clean(&target.to_string_lossy()),
        kept.display()
    ));
    Ok(())
}

/// Whether a file is as we would write it: Markdown below YAML.
fn is_normal(source: &SourceFile) -> bool {
    SourceFormat::of(&source.path) == Some(SourceFormat::Markdown)
        && std::str::from_utf8(&source.bytes)
            .is_ok_and(|text| front_matter::is_yaml(text.trim_start_matches('\u{feff}')))
}

/// Copies the original to `clippings/`, under a name that is free.
fn keep_original(place: &Place, source: &SourceFile) -> Result<PathBuf> {
    let relative = place.path.0.strip_prefix("content/").unwrap_or(&place.path.0);
    let first = place.root.join("clippings").join(relative);
    let mut kept = first.clone();
    for number in 2.. {
        match fs::read_if_present(&kept)? {
            None => break,
            Some(bytes) if bytes == source.bytes => return Ok(kept),
            Some(_) => {
                let name = format!("{}-{number}.{}", place.path.stem(), place.path.extension());
                kept = first.with_file_name(name);
            }
        }
    }
    fs::write_atomic(&kept, &source.bytes)?;
    Ok(kept)
}
