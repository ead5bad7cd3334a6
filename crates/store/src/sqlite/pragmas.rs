//! How the connections are opened and set. What the promises rest on is set and then asked for again.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};

use super::OpenError;

/// How long a connection waits for one that is not ours, such as an operator's tool.
const BUSY: Duration = Duration::from_secs(5);
/// Enough for every statement of this crate.
const STATEMENTS: usize = 96;
/// `PRAGMA synchronous = FULL`: a commit returns when the disk has it.
const FULL: i64 = 2;

/// The connection that writes. It is the first one, so it also turns the write-ahead log on.
///
/// It does not checkpoint by itself, see `checkpoint`. What it frees it overwrites, because deleted text must be gone
/// from the file too.
pub(super) fn open_writer(path: &Path) -> Result<Connection, OpenError> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    match turn_wal_on(&connection) {
        Ok(true) => {}
        Ok(false) => return Err(OpenError::NoWal { path: path.into(), source: None }),
        Err(error) => return Err(no_wal(path, error)),
    }
    set(
        &connection,
        path,
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA cache_size = -8000;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    assert_is(&connection, path, "foreign_keys", 1)?;
    assert_is(&connection, path, "secure_delete", 1)?;
    assert_is(&connection, path, "wal_autocheckpoint", 0)?;
    Ok(connection)
}

/// The mode is a wish until the first lock: only then does SQLite need the shared memory beside the log.
fn turn_wal_on(connection: &Connection) -> rusqlite::Result<bool> {
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK;")?;
    Ok(mode == "wal")
}

/// The database file itself was opened for writing before, so these failures are about the files beside it.
fn no_wal(path: &Path, error: rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure) => {
            OpenError::NoWal { path: path.into(), source: Some(error) }
        }
        _ => OpenError::sqlite(path, error),
    }
}

/// A connection that cannot write.
///
/// Nothing is mapped into memory: a disk error on a mapped page would kill the process, not fail one read.
pub(super) fn open_reader(path: &Path) -> Result<Connection, OpenError> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mode = connection.query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0));
    if mode.map_err(|source| OpenError::sqlite(path, source))? != "wal" {
        return Err(OpenError::NoWal { path: path.into(), source: None });
    }
    set(
        &connection,
        path,
        "PRAGMA synchronous = FULL;
         PRAGMA query_only = ON;
         PRAGMA cache_size = -2000;",
    )?;
    assert_is(&connection, path, "query_only", 1)?;
    Ok(connection)
}

/// No connection is used by two threads at once, so SQLite needs no lock of its own.
///
/// With QPSG a statement keeps the plan it was prepared with. Without it SQLite prepares cached statements anew for
/// new values, which costs several times what running them does.
fn open(path: &Path, access: OpenFlags) -> Result<Connection, OpenError> {
    let error = |source| OpenError::sqlite(path, source);
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(error)?;
    connection.busy_timeout(BUSY).map_err(error)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    for config in [DbConfig::SQLITE_DBCONFIG_DEFENSIVE, DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG] {
        connection.set_db_config(config, true).map_err(error)?;
    }
    Ok(connection)
}

fn set(connection: &Connection, path: &Path, pragmas: &str) -> Result<(), OpenError> {
    let common = "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;";
    let set = connection.execute_batch(common).and_then(|()| connection.execute_batch(pragmas));
    set.map_err(|source| OpenError::sqlite(path, source))?;
    assert_is(connection, path, "synchronous", FULL)
}

fn assert_is(connection: &Connection, path: &Path, name: &'static str, wanted: i64) -> Result<(), OpenError> {
    let found = connection.pragma_query_value(None, name, |row| row.get(0));
    let found: i64 = found.map_err(|source| OpenError::sqlite(path, source))?;
    if found == wanted { Ok(()) } else { Err(OpenError::Setting { name, wanted, found }) }
}
