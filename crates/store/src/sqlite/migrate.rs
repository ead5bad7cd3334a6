//! Forward-only steps from one schema to the next, each in one transaction.

use rusqlite::{Connection, TransactionBehavior};

/// Every step there has been, in order. A step that was released never changes.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_rooms_and_messages.sql"),
    include_str!("migrations/0002_what_people_do_with_messages.sql"),
    include_str!("migrations/0003_the_account_log.sql"),
    include_str!("migrations/0004_direct_rooms.sql"),
    include_str!("migrations/0005_people_and_their_sessions.sql"),
];

/// The schema that the last of these steps leads to.
pub(super) fn newest(migrations: &[&str]) -> u32 {
    u32::try_from(migrations.len()).unwrap_or(u32::MAX)
}

/// A step that failed and was undone.
#[derive(Debug)]
pub(super) struct Failed {
    /// The schema that was not reached.
    pub(super) to: u32,
    /// Why.
    pub(super) source: rusqlite::Error,
}

/// Takes the steps this database has not taken yet. Steps before a failing one stay taken.
pub(super) fn migrate(connection: &mut Connection, migrations: &[&str]) -> Result<(), Failed> {
    let version = connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0));
    let done = version.map_err(|source| Failed { to: 0, source })?;
    for (to, sql) in (1..).zip(migrations).filter(|(to, _)| *to > done) {
        step(connection, sql, to).map_err(|source| Failed { to, source })?;
        tracing::info!(schema = to, "brought the database to schema {to}");
    }
    Ok(())
}

/// References are checked once at the end, because rebuilding a table breaks them in between.
fn step(connection: &mut Connection, sql: &str, to: u32) -> rusqlite::Result<()> {
    connection.pragma_update(None, "foreign_keys", false)?;
    let result = transaction(connection, sql, to);
    connection.pragma_update(None, "foreign_keys", true)?;
    result
}

fn transaction(connection: &mut Connection, sql: &str, to: u32) -> rusqlite::Result<()> {
    // Dropping the transaction on the way out undoes it.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(sql)?;
    let broken = transaction.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if broken {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY);
        return Err(rusqlite::Error::SqliteFailure(code, None));
    }
    transaction.pragma_update(None, "user_version", to)?;
    transaction.commit()
}
