//! The only door to the file system: every failure names what was tried and the path.

#![expect(clippy::disallowed_methods, reason = "this is the module that the others are sent to")]

use std::fs;
use std::io;
use std::path::Path;

use crate::error::{Error, Result};

fn during<T>(action: &'static str, path: &Path, result: io::Result<T>) -> Result<T> {
    result.map_err(|source| Error::Io { action, path: path.to_owned(), source })
}

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    during("read", path, fs::read(path))
}

/// The bytes of a file, or none if there is no such file.
pub fn read_if_present(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => during("read", path, other).map(Some),
    }
}

/// Writes a file, with the folders above it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        create_dir_all(folder)?;
    }
    during("write", path, fs::write(path, bytes))
}

/// Writes a file by way of a neighbour, so that a reader sees the old bytes or the new ones.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    create_dir_all(folder)?;
    let mut file = during("write into", folder, tempfile::NamedTempFile::new_in(folder))?;
    during("write", path, io::Write::write_all(&mut file, bytes))?;
    during("set the permissions of", path, make_readable(file.as_file()))?;
    during("replace", path, file.persist(path).map_err(|error| error.error))?;
    Ok(())
}

/// Temporary files are private; what we put in their place is an ordinary file.
fn make_readable(file: &fs::File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    let _ = file;
    Ok(())
}

/// Creates a folder and those above it.
pub fn create_dir_all(path: &Path) -> Result<()> {
    during("create", path, fs::create_dir_all(path))
}

/// Renames; both on one file system.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    during("rename", from, fs::rename(from, to))
}

/// Removes a folder and everything in it.
pub fn remove_dir_all(path: &Path) -> Result<()> {
    during("remove", path, fs::remove_dir_all(path))
}

/// Removes a file.
pub fn remove_file(path: &Path) -> Result<()> {
    during("remove", path, fs::remove_file(path))
}

/// Gives a file a second name, or copies it where the file system cannot.
pub fn link_or_copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        create_dir_all(folder)?;
    }
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    during("copy", from, fs::copy(from, to)).map(|_| ())
}

/// The names in a folder, sorted; none if there is no such folder.
pub fn list(path: &Path) -> Result<Vec<std::ffi::OsString>> {
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => during("list", path, other)?,
    };
    let mut names =
        entries.map(|entry| during("list", path, entry).map(|entry| entry.file_name())).collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// The path without symbolic links and dots; the last parts need not exist.
pub fn canonical(path: &Path) -> Result<std::path::PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => {
                let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
                Ok(canonical(parent)?.join(name))
            }
            _ => during("find", path, Err(error)),
        },
        other => during("find", path, other),
    }
}

/// Makes a symbolic link that leads where another one leads.
pub fn copy_link(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        create_dir_all(folder)?;
    }
    let target = during("read the link", from, fs::read_link(from))?;
    #[cfg(unix)]
    return during("link", to, std::os::unix::fs::symlink(target, to));
    #[cfg(not(unix))]
    during("copy", from, fs::copy(from, to)).map(|_| drop(target))
}

/// Exchanges two folders in one step; false where the system or its file system cannot.
pub fn exchange(one: &Path, other: &Path) -> Result<bool> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
            Err(error) => during("replace", other, Err(error.into())),
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (one, other);
        Ok(false)
    }
}

/// Waits until no other process holds the folder, and holds it until the value is dropped. File systems without locks
/// give one that holds nothing.
pub fn lock_folder(path: &Path) -> Result<Option<fs::File>> {
    create_dir_all(path)?;
    let Ok(folder) = fs::File::open(path) else { return Ok(None) };
    Ok(folder.lock().is_ok().then_some(folder))
}
