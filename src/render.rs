//! Pages as bytes: templates, and nothing that knows what an article is.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use tera::{Context, Tera, Value};

use crate::diag::{Diagnostic, Place, code};
use crate::paths::OutPath;
use crate::source::SourceFile;

/// The theme that is built in.
static DEFAULT_THEME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Name of the built-in theme.
pub const DEFAULT_THEME_NAME: &str = "default";

/// All templates, ready to render on any thread.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    /// Which file of the site a template's name stands for; names of the built-in theme are not in it.
    files: BTreeMap<String, SourceFile>,
}

/// Loads the templates of a site: its own, those of its theme, the built-in ones.
///
/// # Errors
/// Everything that is wrong with them.
///
/// # Panics
/// Never: the order of set-up is fixed here.
pub fn load(site_templates: &[SourceFile], theme: &str) -> Result<Templates, Vec<Diagnostic>> {
    let mut tera = Tera::new();
    let theme_prefix = format!("{theme}/");
    let default_prefix = format!("{DEFAULT_THEME_NAME}/");
    let mut prefixes = vec![theme_prefix.clone()];
    if theme != DEFAULT_THEME_NAME {
        prefixes.push(default_prefix.clone());
    }
    let set_up = tera.set_fallback_prefixes(prefixes);
    set_up.expect("no template was added before");
    tera.register_filter("number", |value: Value, _: tera::Kwargs, _: &tera::State| {
        crate::page::number(value.as_f64().unwrap_or(0.0))
    });
    tera.register_filter("hostname", |value: &str, _: tera::Kwargs, _: &tera::State| hostname(value));
    let mut sources: BTreeMap<String, String> = built_in("templates")
        .into_iter()
        .map(|(name, bytes)| (format!("{default_prefix}{name}"), String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    let mut files = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for file in site_templates {
        let Some(name) = template_name(file, theme) else { continue };
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => {
                sources.insert(name.clone(), text.to_owned());
                files.insert(name, file.clone());
            }
            Err(_) => diagnostics.push(
                Diagnostic::error(code::TEMPLATE_INVALID, "the template is not UTF-8")
                    .at(Place::file(file.path.0.as_str()))
                    .with_hint("save it as UTF-8"),
            ),
        }
    }
    if let Err(error) = tera.add_raw_templates(sources) {
        diagnostics.push(diagnostic(&error, &files, code::TEMPLATE_INVALID));
    }
    if diagnostics.is_empty() { Ok(Templates { tera, files }) } else { Err(diagnostics) }
}

/// `templates/x.html` is `x.html`; `themes/T/templates/x.html` is `T/x.html` if `T` is the theme in use (or the
/// built-in one, whose files a site may keep a copy of).
fn template_name(file: &SourceFile, theme: &str) -> Option<String> {
    let path = file.path.0.as_str();
    if let Some(name) = path.strip_prefix("templates/") {
        return Some(name.to_owned());
    }
    let (of, name) = path.strip_prefix("themes/")?.split_once("/templates/")?;
    (of == theme || of == DEFAULT_THEME_NAME).then(|| format!("{of}/{name}"))
}

/// The static files of a site, by output path: its own, then those of its theme, then the built-in ones. A file of the
/// theme goes below `assets/`.
pub fn statics(site_statics: Vec<SourceFile>, theme: &str) -> (Vec<(OutPath, SourceFile)>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut files: BTreeMap<OutPath, SourceFile> = BTreeMap::new();
    for (name, bytes) in built_in("static") {
        let path = crate::paths::ContentPath(format!("themes/{DEFAULT_THEME_NAME}/static/{name}"));
        files.insert(OutPath::made(&format!("assets/{name}")), SourceFile { path, bytes: bytes.to_vec() });
    }
    // Themes sort after `static/`, but the site's own files win: insert them last.
    let (own, themed): (Vec<_>, Vec<_>) = site_statics.into_iter().partition(|file| file.path.0.starts_with("static/"));
    for file in themed.into_iter().chain(own) {
        let path = file.path.0.as_str();
        let out = match path.strip_prefix("static/") {
            Some(rest) => OutPath::new(rest),
            None => match path.strip_prefix("themes/").and_then(|rest| rest.split_once("/static/")) {
                Some((of, rest)) if of == theme || of == DEFAULT_THEME_NAME => OutPath::new(&format!("assets/{rest}")),
                _ => continue,
            },
        };
        match out {
            Ok(out) => {
                files.insert(out, file);
            }
            Err(error) => diagnostics.push(
                Diagnostic::error(code::PATH_UNSAFE, format!("this file cannot be published: {error}"))
                    .at(Place::file(path))
                    .with_hint("rename it"),
            ),
        }
    }
    (files.into_iter().collect(), diagnostics)
}

/// The files of a folder of the built-in theme.
fn built_in(folder: &str) -> Vec<(String, &'static [u8])> {
    fn walk(dir: &'static Dir<'_>, base: &str, found: &mut Vec<(String, &'static [u8])>) {
        for file in dir.files() {
            if let Ok(name) = file.path().strip_prefix(base) {
                found.push((name.to_string_lossy().replace('\\', "/"), file.contents()));
            }
        }
        dir.dirs().for_each(|dir| walk(dir, base, found));
    }
    let mut found = Vec::new();
    if let Some(dir) = DEFAULT_THEME.get_dir(folder) {
        walk(dir, folder, &mut found);
    }
    found
}

impl Templates {
    /// Gives all pages a value under one name, without copying it.
    pub fn share(&mut self, name: &'static str, value: Value) {
        self.tera.global_context().insert_value(name, value);
    }

    /// Renders a page.
    ///
    /// # Errors
    /// The template's mistake, at its file and line.
    pub fn render(&self, name: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut bytes = Vec::with_capacity(16 * 1024);
        self.tera
            .render_to(name, context, &mut bytes)
            .map_err(|error| Box::new(diagnostic(&error, &self.files, code::TEMPLATE_FAILED)))?;
        Ok(bytes)
    }
}

fn diagnostic(error: &tera::Error, files: &BTreeMap<String, SourceFile>, code: crate::diag::Code) -> Diagnostic {
    let hint = "docs/templates.md lists what each template is given";
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let diagnostic = Diagnostic::error(code, report.message()).with_hint(hint);
            let span = report.span().range.clone();
            match files.get(report.filename()) {
                Some(file) => {
                    let text = String::from_utf8_lossy(&file.bytes);
                    diagnostic.at(Place::span(file.path.0.as_str(), &text, span, "here"))
                }
                None => diagnostic.at(Place::file(format!("(built in) {}", report.filename()))),
            }
        }
        _ => Diagnostic::error(code, error.to_string()).with_hint(hint),
    }
}

/// The host of an address, without `www.`; the text itself if it is none.
fn hostname(url: &str) -> String {
    let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(ToOwned::to_owned));
    host.map_or_else(|| url.to_owned(), |host| host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_shown_short() {
        assert_eq!(hostname("https://www.example.org/a"), "example.org");
        assert_eq!(hostname("not an address"), "not an address");
    }
}
