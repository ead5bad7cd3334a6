//! The data directory: ours alone.

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// Why the data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DataDirError {
    /// It is not there and cannot be made, or it cannot be looked at.
    #[error("the data directory {} cannot be made or read: choose another with --data-dir", path.display())]
    Io {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something else has its name.
    #[error("{} is not a directory: choose another data directory with --data-dir", .0.display())]
    NotADirectory(PathBuf),
    /// Others can look into it.
    #[error(
        "other users of this machine can look into the data directory {path}: run `chmod 700 {path}`, \
         or choose a new directory with --data-dir",
        path = .0.display()
    )]
    Exposed(PathBuf),
}

/// Makes the directory unless it exists, and returns its full path.
///
/// The permissions of an existing one are not changed: it may be a directory that others need.
pub(super) fn prepare(path: &Path) -> Result<PathBuf, DataDirError> {
    let failed = |source| DataDirError::Io { path: path.to_owned(), source };
    match fs::metadata(path) {
        Ok(found) if !found.is_dir() => return Err(DataDirError::NotADirectory(path.to_owned())),
        Ok(found) if found.permissions().mode() & 0o077 != 0 => return Err(DataDirError::Exposed(path.to_owned())),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed)?;
        }
        Err(error) => return Err(failed(error)),
    }
    path.canonicalize().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it exists").permissions().mode() & 0o777
    }

    #[test]
    fn a_new_directory_is_ours_alone() {
        let parent = tempfile::tempdir().expect("a directory");
        let path = prepare(&parent.path().join("a/data")).expect("it can be made");
        assert_eq!(mode(&path), 0o700);
        assert_eq!(prepare(&path).expect("it is there already"), path);
    }

    #[test]
    fn a_directory_that_others_can_look_into_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().expect("a directory");
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).expect("permissions");
        assert!(matches!(prepare(dir.path()), Err(DataDirError::Exposed(_))));
        assert_eq!(mode(dir.path()), 0o755);
    }

    #[test]
    fn a_file_is_no_directory() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        assert!(matches!(prepare(file.path()), Err(DataDirError::NotADirectory(_))));
        assert!(matches!(prepare(&file.path().join("data")), Err(DataDirError::Io { .. })));
    }
}
