//! `blotter init`: a site that builds at once.

use std::path::Path;

use super::{Ending, report};
use crate::error::{Error, Result};
use crate::fs;

const FILES: [(&str, &str); 4] = [
    ("blotter.yaml", include_str!("init/blotter.yaml")),
    (".gitignore", "/public\n/.blotter\n"),
    ("content/pages/about.md", include_str!("init/about.md")),
    ("content/first-clipping.txt", include_str!("init/first-clipping.txt")),
];

/// Makes a site in a folder that is new or empty.
pub(super) fn run(dir: &Path) -> Result<Ending> {
    if let Some(name) = fs::list(dir)?.first() {
        return Err(Error::Usage(format!(
            "`{}` is not empty (it has `{}`): name a new folder",
            dir.display(),
            name.to_string_lossy()
        )));
    }
    for (name, text) in FILES {
        fs::write(&dir.join(name), text.as_bytes())?;
    }
    report::say(&format!(
        "made a site in `{0}`\n\n  cd {0}\n  blotter build\n\nthen open public/index.html; articles go into content/\n",
        dir.display()
    ));
    Ok(Ending::Fine)
}
