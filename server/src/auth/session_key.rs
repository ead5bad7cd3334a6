//! The key that signs sessions: made once, kept in the data directory, never shown.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use cookie::Key;

use crate::clock::SystemRandom;

const FILE_NAME: &str = "session.key";

/// The key that signs sessions.
pub(crate) struct SessionKey(Key);

/// Why there is no session key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyFileError {
    /// The file could not be read or written.
    #[error("the session key {} cannot be read or written: check who owns it", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is not a key.
    #[error(
        "the session key {} is damaged, it has {length} bytes instead of {}: restore it from a backup, \
         or remove it, and everybody has to sign in again",
        path.display(),
        SessionKey::LENGTH
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Its length.
        length: usize,
    },
    /// Others can read it.
    #[error(
        "other users of this machine can read the session key {path}: run `chmod 600 {path}`, \
         or remove it if somebody may have read it",
        path = .0.display()
    )]
    Exposed(PathBuf),
}

impl SessionKey {
    /// Bytes of a key.
    pub(crate) const LENGTH: usize = 64;

    /// The key of this data directory; a new one where there is none.
    pub(crate) fn load_or_create(data_dir: &Path) -> Result<Self, KeyFileError> {
        let path = data_dir.join(FILE_NAME);
        Self::load(&path)?.map_or_else(|| Self::create(data_dir, &path), Ok)
    }

    /// The key made of these bytes.
    pub(super) fn from_bytes(bytes: &[u8; Self::LENGTH]) -> Self {
        Self(Key::from(bytes))
    }

    pub(super) fn signing(&self) -> &Key {
        &self.0
    }

    fn load(path: &Path) -> Result<Option<Self>, KeyFileError> {
        let failed = |source| KeyFileError::Io { path: path.to_owned(), source };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        if fs::metadata(path).map_err(failed)?.permissions().mode() & 0o077 != 0 {
            return Err(KeyFileError::Exposed(path.to_owned()));
        }
        match <&[u8; Self::LENGTH]>::try_from(bytes.as_slice()) {
            Ok(bytes) => Ok(Some(Self::from_bytes(bytes))),
            Err(_) => Err(KeyFileError::Damaged { path: path.to_owned(), length: bytes.len() }),
        }
    }

    /// Writes a new key beside its place and moves it there, so that a crash leaves a whole key or none.
    fn create(data_dir: &Path, path: &Path) -> Result<Self, KeyFileError> {
        let bytes = SystemRandom::bytes();
        let write = || {
            let new = path.with_extension("key.new");
            let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&new, path)?;
            File::open(data_dir)?.sync_all()
        };
        write().map_err(|source| KeyFileError::Io { path: path.to_owned(), source })?;
        Ok(Self::from_bytes(&bytes))
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(data_dir: &Path) -> Result<SessionKey, KeyFileError> {
        SessionKey::load_or_create(data_dir)
    }

    #[test]
    fn a_key_is_made_once_and_only_its_owner_can_read_it() {
        let dir = tempfile::tempdir().expect("a directory");
        let key = load(dir.path()).expect("a new key");
        let mode = fs::metadata(dir.path().join(FILE_NAME)).expect("the key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = load(dir.path()).expect("the same key");
        assert_eq!(key.signing(), again.signing());
        let other = load(tempfile::tempdir().expect("a directory").path()).expect("another key");
        assert_ne!(key.signing(), other.signing());
    }

    #[test]
    fn a_damaged_or_exposed_key_is_refused() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join(FILE_NAME);
        load(dir.path()).expect("a new key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
        assert!(matches!(load(dir.path()), Err(KeyFileError::Exposed(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("permissions");
        fs::write(&path, [1; 63]).expect("a short key");
        assert!(matches!(load(dir.path()), Err(KeyFileError::Damaged { length: 63, .. })));
    }

    #[test]
    fn a_key_is_not_shown() {
        let key = SessionKey::from_bytes(&[7; SessionKey::LENGTH]);
        assert_eq!(format!("{key:?}"), "SessionKey(redacted)");
    }
}
