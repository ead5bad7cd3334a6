//! The threads that look things up, each on a connection that cannot write.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc::Receiver},
};

use hubbub_chat::ports::ReadUnit;
use rusqlite::Connection;

use super::unit::Unit;
use crate::error::Error;

/// Where all readers take their units from, in the order of handing over.
pub(super) type Source = Arc<Mutex<Receiver<Box<dyn ReadUnit>>>>;

/// Works until the queue is closed and empty.
pub(super) fn run(connection: &Connection, source: &Source) {
    while let Some(unit) = next(source) {
        look(connection, unit);
    }
}

fn next(source: &Source) -> Option<Box<dyn ReadUnit>> {
    source.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// A transaction of its own for each unit: it sees one state, and holds the write-ahead log back only for a moment.
fn look(connection: &Connection, unit: Box<dyn ReadUnit>) {
    let begun = execute(connection, "BEGIN");
    let looked = catch_unwind(AssertUnwindSafe(|| match begun {
        Ok(()) => unit.run(Ok(&Unit(connection))),
        Err(error) => unit.run(Err(Error::from(error).into())),
    }));
    if looked.is_err() {
        tracing::error!("a look-up panicked; whoever asked is told that the store is closed");
    }
    if !connection.is_autocommit()
        && let Err(error) = execute(connection, "ROLLBACK")
    {
        tracing::error!(%error, "a read transaction could not be ended");
    }
}

fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}
