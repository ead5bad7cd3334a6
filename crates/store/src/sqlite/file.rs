//! The files on disk, before SQLite touches them.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions, Permissions, TryLockError},
    io::{self, Read},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use super::OpenError;

/// Only the user that runs Hubbub reads what people write. SQLite gives its own files the mode of the database.
const PRIVATE: u32 = 0o600;
/// What every SQLite database begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Makes sure that nobody else has the database open, for as long as the file lives.
pub(super) fn lock(path: &Path) -> Result<File, OpenError> {
    let file = private(&beside(path, ".lock")).map_err(|source| directory_error(path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: path.into() }),
        Err(TryLockError::Error(source)) => Err(directory_error(path, source)),
    }
}

/// Looks at what is there and creates the database file if nothing is.
pub(super) fn prepare(path: &Path) -> Result<(), OpenError> {
    let file_error = |source| OpenError::File { path: path.into(), source };
    let mut file = match OpenOptions::new().read(true).write(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => private(path).map_err(file_error)?,
        opened => opened.map_err(file_error)?,
    };
    let mut start = Vec::with_capacity(MAGIC.len());
    file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut start).map_err(file_error)?;
    if start.is_empty() {
        // SQLite would take the file for new and throw away a log that may hold everything.
        let orphaned = size(&beside(path, "-wal")) > 0;
        let problem = "it is empty although its write-ahead log is not".to_owned();
        return if orphaned { Err(OpenError::Damaged { path: path.into(), problem }) } else { Ok(()) };
    }
    if start == MAGIC { Ok(()) } else { Err(OpenError::NotOurs { path: path.into() }) }
}

/// The path of a file that belongs to the database.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Bytes of a file; none when there is no file.
pub(super) fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

/// Opens a file, creating it for this user alone, whatever the umask, and so that it survives a power cut.
fn private(path: &Path) -> io::Result<File> {
    let new = OpenOptions::new().read(true).write(true).create_new(true).mode(PRIVATE).open(path);
    match new {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            OpenOptions::new().read(true).write(true).open(path)
        }
        Err(error) => Err(error),
        Ok(file) => {
            file.set_permissions(Permissions::from_mode(PRIVATE))?;
            file.sync_all()?;
            File::open(directory(path))?.sync_all()?;
            Ok(file)
        }
    }
}

fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

fn directory_error(path: &Path, source: io::Error) -> OpenError {
    OpenError::Directory { directory: directory(path).into(), source }
}
