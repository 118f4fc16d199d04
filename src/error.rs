//! What stops a run: the machine failed us, or we were asked for something that we refuse.
//!
//! Problems of the texts are [`crate::diag::Diagnostic`]s and never end up here. Each variant carries what was being
//! done and to which path, so that no caller has to add it.

use std::io;
use std::path::PathBuf;

/// Result of a run.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure of the run itself; exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused something.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What was tried: `read`, `write`, `list` …
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no site here.
    #[error("`{}` is no site: it has neither `content/` nor `blotter.yaml`", root.display())]
    NoSite {
        /// Where one was looked for.
        root: PathBuf,
    },
    /// Writing there could destroy something that is not ours.
    #[error("refusing to write the site to `{}`: {reason}", path.display())]
    OutputRefused {
        /// The folder that was asked for.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// An argument of the command line makes no sense.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// What to try, where we know.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::NoSite { .. } => Some(
                "`blotter init my-digest` makes a new site; or name one with `--root`; or put an article into `content/`"
                    .to_owned(),
            ),
            Error::OutputRefused { .. } => {
                Some("name an empty or new folder with `--output`, such as `public`".to_owned())
            }
            Error::Io { .. } | Error::Usage(_) => None,
        }
    }
}
