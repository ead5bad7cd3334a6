//! Moving the write-ahead log into the database.
//!
//! The writer does it itself, between batches, rather than by `wal_autocheckpoint`: that one runs inside `COMMIT`,
//! where the batch would wait for it, and it hides its errors, of which a failed flush must not go unnoticed.

use std::cell::Cell;

use rusqlite::{Connection, ErrorCode};

use crate::error::{Error, Result};

/// Pages of 4 KiB in the log before they are moved: 16 MiB.
const DUE: i64 = 4_000;
/// Pages in the log before new readers are made to leave it, so that it starts from the front: 64 MiB.
const TOO_LONG: i64 = 16_000;

/// Units of work after which it is asked how long the log is: they fill a part of what is due, and asking costs.
const ASK: usize = 200;

thread_local! {
    /// Whether this thread, which is the writer's, erased something that the log still holds.
    static ERASED: Cell<bool> = const { Cell::new(false) };
}

/// Something was deleted that must be gone from the log too, as soon as the unit that did it is committed.
///
/// If the unit is undone the log is emptied for nothing, which does no harm.
pub(in crate::sqlite) fn erased() {
    ERASED.set(true);
}

/// When to move the log.
pub(super) struct Checkpoints {
    /// Units since it was last asked how long the log is.
    units: usize,
    /// At how many pages that were not moved yet.
    due: i64,
    /// At how many pages in all.
    too_long: i64,
    /// Whether the log may hold what was erased; it is tried after each batch until no reader is in the way.
    erase: bool,
}

impl Default for Checkpoints {
    fn default() -> Self {
        // A log that an earlier process left behind may hold what that process erased.
        Self { units: 0, due: DUE, too_long: TOO_LONG, erase: true }
    }
}

struct Wal {
    busy: bool,
    pages: i64,
    moved: i64,
}

impl Checkpoints {
    /// So many units more are in the log.
    pub(super) fn committed(&mut self, units: usize) {
        self.units += units;
    }

    /// Moves the log if it is time. The error means that the disk cannot be trusted any more.
    pub(super) fn run(&mut self, connection: &Connection) -> Result<()> {
        self.erase |= ERASED.take();
        if self.erase {
            return self.empty(connection);
        }
        if self.units < ASK {
            return Ok(());
        }
        self.units = 0;
        let wal = match ask(connection, "PRAGMA wal_checkpoint(NOOP)") {
            Err(error) if passes(&error) => return Ok(()),
            wal => wal?,
        };
        let truncate = wal.pages >= self.too_long;
        if wal.pages - wal.moved < self.due && !truncate {
            return Ok(());
        }
        let how = if truncate { "PRAGMA wal_checkpoint(TRUNCATE)" } else { "PRAGMA wal_checkpoint(PASSIVE)" };
        match ask(connection, how) {
            Ok(after) if truncate && after.busy => self.put_off(&wal, "a reader is in the way"),
            Ok(_) => self.moved(),
            Err(error) if passes(&error) => self.put_off(&wal, "the disk is full or locked"),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Moves all of the log and cuts the file to nothing, unless a reader still looks at it.
    fn empty(&mut self, connection: &Connection) -> Result<()> {
        match ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)") {
            Ok(wal) if wal.busy => Ok(()),
            Ok(_) => {
                self.moved();
                Ok(())
            }
            Err(error) if passes(&error) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn moved(&mut self) {
        *self = Self { erase: false, ..Self::default() };
    }

    /// Tries again when the log has grown by as much again, not at every commit; it keeps everything meanwhile.
    fn put_off(&mut self, wal: &Wal, why: &str) {
        self.due = wal.pages - wal.moved + DUE;
        self.too_long = wal.pages + TOO_LONG;
        tracing::warn!(pages = wal.pages, "the write-ahead log of {} pages has to wait: {why}", wal.pages);
    }
}

/// Whether this says nothing against the disk.
fn passes(error: &Error) -> bool {
    matches!(error.code(), Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn ask(connection: &Connection, pragma: &str) -> Result<Wal> {
    let mut statement = connection.prepare_cached(pragma)?;
    Ok(statement.query_row([], |row| Ok(Wal { busy: row.get(0)?, pages: row.get(1)?, moved: row.get(2)? }))?)
}
