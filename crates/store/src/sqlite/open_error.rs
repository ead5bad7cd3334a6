//! Why a database was not opened, in sentences that tell an operator what to do.

use std::{io, path::PathBuf};

/// Why a database was not opened. Nothing in it was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The directory does not take our files.
    #[error(
        "cannot write in {}: create this directory, or let the user that runs Hubbub write in it",
        directory.display()
    )]
    Directory {
        /// Where the database should be.
        directory: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process has the database open.
    #[error(
        "another Hubbub is running on {}: stop it first, or give this one another data directory",
        path.display()
    )]
    InUse {
        /// The database.
        path: PathBuf,
    },
    /// The file is there, but it cannot be read or written.
    #[error("cannot open {}: check who owns the file and who may read and write it", path.display())]
    File {
        /// The database.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file belongs to something else.
    #[error(
        "{} is not a Hubbub database: move it away, or give Hubbub another data directory; nothing was changed",
        path.display()
    )]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// The file was a database once.
    #[error("the database {} is damaged ({problem}): restore it from a backup; nothing was changed", path.display())]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The tables are newer than this program.
    #[error(
        "the database {} was made by a newer Hubbub (schema {found}, this one knows {known}): \
         use the newer Hubbub; nothing was changed",
        path.display()
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// The schema it has.
        found: u32,
        /// The newest schema this program knows.
        known: u32,
    },
    /// The SQLite inside this program can damage databases.
    #[error("this Hubbub was built with SQLite {found}, which can damage databases: build it with 3.51.3 or newer")]
    SqliteTooOld {
        /// Its version.
        found: String,
    },
    /// The SQLite inside this program was built with an option that makes all readers wait for each other.
    #[error("this Hubbub was built with the SQLite option {option}, which stalls its readers: build it without")]
    SqliteOption {
        /// The option.
        option: &'static str,
    },
    /// SQLite cannot keep its write-ahead log here.
    #[error(
        "no write-ahead log can be kept beside {}: put the data directory on a local disk, not on a network share",
        path.display()
    )]
    NoWal {
        /// The database.
        path: PathBuf,
        /// What SQLite said, if it did not merely stay in another mode.
        source: Option<rusqlite::Error>,
    },
    /// A setting that our promises rest on did not take.
    #[error("SQLite did not take the setting {name} = {wanted} but has {found}: this is a fault of the build")]
    Setting {
        /// Which setting.
        name: &'static str,
        /// What it must be.
        wanted: i64,
        /// What it is.
        found: i64,
    },
    /// There is no room on the disk for what opening needs.
    #[error("the disk that holds {} is full: free some space and start again", path.display())]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// A step to the newer schema failed and was undone.
    #[error(
        "the database {} could not be brought to schema {to}: it is as it was, use the former Hubbub until \
         this is solved",
        path.display()
    )]
    Migration {
        /// The database.
        path: PathBuf,
        /// The schema that was not reached.
        to: u32,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The system gave us no thread.
    #[error("the system starts no more threads: raise the limit of processes for the user that runs Hubbub")]
    Threads {
        /// What the system said.
        source: io::Error,
    },
    /// Anything else that SQLite refused.
    #[error("SQLite cannot open {}", path.display())]
    Sqlite {
        /// The database.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl OpenError {
    /// What a failure of SQLite means for the database at `path`.
    pub(super) fn sqlite(path: impl Into<PathBuf>, source: rusqlite::Error) -> Self {
        let path = path.into();
        match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                Self::Damaged { path, problem: source.to_string() }
            }
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full { path },
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::InUse { path },
            _ => Self::Sqlite { path, source },
        }
    }
}
