//! What we wrote: paths and hashes, never text. It lies in the output folder and marks it as ours.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::fs;

/// Its name in the output folder.
pub const NAME: &str = ".blotter-manifest.json";

/// The files of a site that we wrote.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Path to BLAKE3 hash of the bytes, in hexadecimal.
    pub files: BTreeMap<String, String>,
}

/// The manifest of an output folder; an empty one if there is none.
///
/// # Errors
/// If it cannot be read or understood: guessing which files are ours could delete others.
pub fn read(output: &Path) -> Result<Manifest> {
    let path = output.join(NAME);
    let Some(bytes) = fs::read_if_present(&path)? else { return Ok(Manifest::default()) };
    serde_json::from_slice(&bytes).map_err(|error| Error::OutputRefused {
        path: output.to_owned(),
        reason: format!("its `{NAME}` is damaged ({error}), so nobody can tell which files are ours"),
    })
}

/// Writes the manifest into a folder.
///
/// # Panics
/// Never: plain data always serialises.
pub fn write(folder: &Path, manifest: &Manifest) -> Result<()> {
    let mut bytes = serde_json::to_vec_pretty(manifest).expect("plain data serialises");
    bytes.push(b'\n');
    fs::write(&folder.join(NAME), &bytes)
}
