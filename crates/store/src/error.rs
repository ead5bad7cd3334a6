//! What goes wrong between a unit of work and the tables.

use hubbub_chat::ports::StoreError;
use rusqlite::{ErrorCode, ffi};

/// The result of everything below the ports.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the tables did not give or take something.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("SQLite refused")]
    Driver(#[source] rusqlite::Error),
    #[error("the table already holds this value")]
    Conflict(#[source] rusqlite::Error),
    #[error("row {row} of {table} does not hold what it must")]
    Inconsistent { table: &'static str, row: i64 },
    #[error("there is no such account")]
    NoSuchAccount,
    #[error("there is no such item")]
    UnknownItem,
    #[error("there is no such room")]
    NoSuchRoom,
    #[error("there is no such kind of room")]
    NoSuchKind,
    #[error("there is no such message")]
    NoSuchMessage,
    #[error("the unit of work panicked")]
    Panicked,
    #[error("the transaction of this batch was undone: {0}")]
    Undone(String),
    #[error("an earlier commit failed, so nothing is written until the server is restarted")]
    Refusing,
}

impl Error {
    /// The code SQLite gave, where it was SQLite that failed.
    pub(crate) fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Driver(error) => error.sqlite_error_code(),
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error().map(|error| error.extended_code);
        match code {
            Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => Self::Conflict(error),
            _ => Self::Driver(error),
        }
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error.code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Failed(Box::new(error)),
        }
    }
}
