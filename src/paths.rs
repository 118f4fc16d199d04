//! Paths as the site knows them: relative, with `/`, and safe on every file system that a site may be copied to.
//!
//! A [`ContentPath`] says where a source lies; an [`OutPath`] where a page goes. An `OutPath` cannot leave the site,
//! so whoever holds one may write it.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

/// Where a source file lies, relative to the site's root: `content/2020/raid.txt`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ContentPath(pub String);

impl ContentPath {
    /// The folder: `content/2020`.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file's name: `raid.txt`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The file's name without its extension: `raid`.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The extension in lower case, without the dot: `txt`.
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase())
    }

    /// What a relative link in this file leads to; none if it leaves the site.
    pub fn resolve(&self, link: &str) -> Option<ContentPath> {
        let mut parts: Vec<&str> =
            if link.starts_with('/') { vec!["content"] } else { self.folder().split('/').collect() };
        for part in link.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(ContentPath(parts.join("/")))
    }
}

impl ContentPath {
    /// What a link in this file leads to, without query and fragment, decoded; none if it leaves the site.
    pub fn resolve_link(&self, link: &str) -> Option<ContentPath> {
        let path = link.split(['#', '?']).next().unwrap_or(link);
        self.resolve(&percent_encoding::percent_decode_str(path).decode_utf8().ok()?)
    }
}

impl fmt::Display for ContentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a page goes, relative to the output folder: `2020/07/raid/index.html`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct OutPath(String);

/// Why a text cannot be a path in the site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PathUnsafe(pub String);

/// Windows keeps these names for devices, with any extension.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Most file systems take 255 bytes a name; we leave room for temporary names and encodings.
const PART_BYTES_MAX: usize = 200;

/// Checks one part of a path.
///
/// # Errors
/// Says what is wrong with it: empty, `.`, `..`, a separator, a control character, a reserved name, a bad end, too long.
pub fn check_part(part: &str) -> Result<(), PathUnsafe> {
    let fail = |why: &str| Err(PathUnsafe(format!("`{}` {why}", crate::diag::clean(part))));
    if part.is_empty() {
        return fail("has an empty part");
    }
    if part.len() > PART_BYTES_MAX {
        return Err(PathUnsafe(format!("a name of {} bytes is longer than {PART_BYTES_MAX}", part.len())));
    }
    if part == "." || part == ".." {
        return fail("leads to another folder");
    }
    if part.starts_with('.') {
        return fail("starts with a dot, which many hosts do not serve");
    }
    if part.ends_with(['.', ' ']) || part.starts_with(' ') {
        return fail("starts or ends with a dot or a space");
    }
    let bad = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    if part.chars().any(bad) || part != crate::diag::clean(part) {
        return fail("has a character that file names cannot have everywhere");
    }
    let stem = part.split('.').next().unwrap_or(part).to_lowercase();
    if RESERVED.contains(&stem.as_str()) {
        return fail("is a name that Windows keeps for a device");
    }
    Ok(())
}

impl OutPath {
    /// A path of checked parts, separated by `/`.
    ///
    /// # Errors
    /// Says which part is unsafe, and why.
    pub fn new(path: &str) -> Result<Self, PathUnsafe> {
        if path.len() > 1000 {
            return Err(PathUnsafe(format!("a path of {} bytes is longer than 1,000", path.len())));
        }
        path.split('/').try_for_each(check_part)?;
        Ok(OutPath(path.to_owned()))
    }

    /// The page of a folder: `2020/07` gives `2020/07/index.html`, the empty text the front page.
    ///
    /// # Errors
    /// As [`OutPath::new`].
    pub fn page(folder: &str) -> Result<Self, PathUnsafe> {
        match folder.trim_matches('/') {
            "" => Ok(OutPath("index.html".to_owned())),
            folder => OutPath::new(&format!("{folder}/index.html")),
        }
    }

    /// A page whose parts the program made itself.
    ///
    /// # Panics
    /// If a part is unsafe, which is a mistake in the program.
    pub fn made(path: &str) -> Self {
        OutPath::new(path).expect("paths made by the program are safe")
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as a reference in a page: percent-encoded.
    pub fn href(&self) -> String {
        utf8_percent_encode(&self.0, HREF).to_string()
    }

    /// What leads from this page to the root of the site: one `../` for each folder.
    pub fn root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The public address without `index.html`: `2020/07/raid/`, percent-encoded.
    pub fn address(&self) -> String {
        let href = self.href();
        match href.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
            _ => href,
        }
    }

    /// What two paths share if some file systems or hosts take them for one: letter case and composed accents folded.
    pub fn collision_key(&self) -> String {
        use unicode_normalization::UnicodeNormalization;
        self.0.nfc().collect::<String>().to_lowercase()
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What must be encoded in the path of a URL, so that no part of it is read as query, fragment or scheme.
const HREF: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b':')
    .add(b'\\')
    .add(b'^')
    .add(b'|');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_paths_are_refused() {
        for path in [
            "../a",
            "/a",
            "a/../b",
            "a//b",
            "",
            ".git/x",
            "con",
            "NUL.txt",
            "a\u{0}b",
            "a\\b",
            "C:/x",
            "a ",
            "x.",
            "a\u{202e}b",
        ] {
            assert!(OutPath::new(path).is_err(), "{path:?}");
        }
        assert!(OutPath::new(&"a".repeat(201)).is_err());
    }

    #[test]
    fn a_page_knows_the_way_to_the_root() {
        let page = OutPath::page("2020/07/raid").unwrap();
        assert_eq!((page.as_str(), page.root().as_str()), ("2020/07/raid/index.html", "../../../"));
        assert_eq!(page.address(), "2020/07/raid/");
        assert_eq!(OutPath::page("").unwrap().root(), "");
        assert_eq!(OutPath::made("tags/東京/index.html").href(), "tags/%E6%9D%B1%E4%BA%AC/index.html");
    }

    #[test]
    fn links_resolve_within_the_site_only() {
        let path = ContentPath("content/2020/a.md".to_owned());
        assert_eq!(path.resolve("../2021/b.md").unwrap().0, "content/2021/b.md");
        assert_eq!(path.resolve("/2021/b.md").unwrap().0, "content/2021/b.md");
        assert_eq!(path.resolve("../../../etc/passwd"), None);
    }
}
