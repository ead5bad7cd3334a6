//! Is this a database, and is this a SQLite, that we can keep our promises with?

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{OpenError, file};

/// The first version without the bug that damages a database when two connections reset its log at once.
const OLDEST_SQLITE: i32 = 3_051_003;
/// Puts the page caches of all connections under one lock.
const HARMFUL_OPTION: &str = "ENABLE_MEMORY_MANAGEMENT";
/// What `PRAGMA application_id` of our databases is: "Hubb".
const APPLICATION_ID: i64 = 0x4875_6262;
/// A database up to this size is read whole before it is used, which takes some 50 ms at most: nobody waits longer for
/// a restart. In a larger one SQLite finds damage when it comes to it: the unit of work fails, and nothing garbled is
/// handed out.
const CHECKED_WHOLE: u64 = 16 << 20;

/// Refuses a SQLite that is known to do harm.
pub(super) fn library() -> Result<(), OpenError> {
    let in_memory = |source| OpenError::sqlite(":memory:", source);
    let connection = Connection::open_in_memory().map_err(in_memory)?;
    let options = || {
        let mut statement = connection.prepare("PRAGMA compile_options")?;
        let options = statement.query_map([], |row| row.get::<_, String>(0))?;
        options.collect::<rusqlite::Result<Vec<_>>>()
    };
    suits(rusqlite::version_number(), rusqlite::version(), &options().map_err(in_memory)?)
}

fn suits(number: i32, version: &str, options: &[String]) -> Result<(), OpenError> {
    if number < OLDEST_SQLITE {
        return Err(OpenError::SqliteTooOld { found: version.to_owned() });
    }
    if options.iter().any(|option| option == HARMFUL_OPTION) {
        return Err(OpenError::SqliteOption { option: HARMFUL_OPTION });
    }
    Ok(())
}

/// Refuses a database that is not ours, is damaged, or is newer than the newest schema we know.
///
/// It only looks, on a connection of its own, so that a refusal leaves the file as it was.
pub(super) fn database(path: &Path, known: u32) -> Result<(), OpenError> {
    let error = |source| OpenError::sqlite(path, source);
    // A process that died while it made the database may have left a journal, which a read-only connection cannot
    // roll back.
    let interrupted = file::size(&file::beside(path, "-journal")) > 0;
    let access = if interrupted { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(error)?;
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(error);

    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    let version = number("PRAGMA user_version")?;
    let application = number("PRAGMA application_id")?;
    let new = tables == 0 && version == 0 && application == 0;
    if !new && application != APPLICATION_ID {
        return Err(OpenError::NotOurs { path: path.into() });
    }
    let found = u32::try_from(version).map_err(|_| OpenError::NotOurs { path: path.into() })?;
    if found > known {
        return Err(OpenError::Newer { path: path.into(), found, known });
    }
    if file::size(path) + file::size(&file::beside(path, "-wal")) <= CHECKED_WHOLE {
        let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(error)?;
        if verdict != "ok" {
            return Err(OpenError::Damaged { path: path.into(), problem: verdict.replace('\n', " ") });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_or_badly_built_sqlite_is_refused() {
        let fine = ["ENABLE_FTS5".to_owned()];
        let harmful = ["ENABLE_FTS5".to_owned(), HARMFUL_OPTION.to_owned()];
        assert!(suits(OLDEST_SQLITE, "3.51.3", &fine).is_ok());
        let old = suits(OLDEST_SQLITE - 1, "3.51.2", &fine).expect_err("it is too old");
        assert!(old.to_string().contains("SQLite 3.51.2"), "{old}");
        let built = suits(OLDEST_SQLITE, "3.51.3", &harmful).expect_err("its readers would stall");
        assert!(built.to_string().contains(HARMFUL_OPTION), "{built}");
    }

    #[test]
    fn the_sqlite_inside_is_fine() {
        library().expect("it is new enough and built well");
    }
}
