//! Rules of the house as code: import order, module docs, embedded theme.

use std::path::{Path, PathBuf};

/// The rank of each module; a module imports from ranks below its own, or from itself.
const RANKS: [(&str, usize); 19] = [
    ("diag", 0),
    ("edtf", 0),
    ("error", 0),
    ("fs", 0),
    ("ident", 0),
    ("paths", 0),
    ("when", 0),
    ("article", 1),
    ("source", 1),
    ("front_matter", 2),
    ("config", 3),
    ("normalise", 3),
    ("vocab", 3),
    ("policy", 4),
    ("digest", 5),
    ("page", 6),
    ("render", 7),
    ("pipeline", 8),
    ("output", 9),
];

fn rust_files() -> Vec<PathBuf> {
    walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

fn rank(module: &str) -> Option<usize> {
    RANKS.iter().find(|(name, _)| *name == module).map(|(_, rank)| *rank)
}

/// The top module of a file of `src`.
fn module_of(path: &Path) -> String {
    let relative = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn imports_do_not_climb() {
    for path in rust_files() {
        let module = module_of(&path);
        if matches!(module.as_str(), "lib" | "main" | "cli") {
            continue;
        }
        let own = rank(&module).unwrap_or_else(|| panic!("`{module}` has no rank: add it to the table"));
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("crate::") {
            let used: String = text[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(rank) = rank(&used) else { continue };
            let line = text[..at].matches('\n').count() + 1;
            let is_utility = own == 0 && rank == 0;
            assert!(
                used == module || rank < own || is_utility,
                "{}:{line}: `{module}` imports `{used}`",
                path.display()
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for path in rust_files() {
        if path.file_name().is_some_and(|name| name == "tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} has no `//!`", path.display());
    }
}

#[test]
fn the_core_opens_no_file_and_asks_no_clock() {
    for path in rust_files() {
        let module = module_of(&path);
        if rank(&module).is_none_or(|rank| rank > 8) || module == "fs" || path.ends_with("source/disk.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for banned in ["std::fs", "crate::fs", "SystemTime", "Timestamp::now", "std::env"] {
            assert!(!text.contains(banned), "{} uses {banned}", path.display());
        }
    }
}

#[test]
fn the_theme_asks_nothing_of_other_hosts_and_is_small() {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let css = std::fs::read(theme.join("static/style.css")).unwrap();
    assert!(css.len() < 30_000, "{} bytes of CSS", css.len());
    for entry in walkdir::WalkDir::new(theme) {
        let entry = entry.unwrap();
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        for marker in ["src=\"http", "src=\"//", "url(http", "url(//", "@import", "document.cookie", "fetch("] {
            assert!(!text.contains(marker), "{}: {marker}", entry.path().display());
        }
    }
}
