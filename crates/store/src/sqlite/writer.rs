//! The one thread that writes: group commit.
//!
//! It takes whatever has queued while the last commit was flushing, and what comes while that is worked off, but never
//! waits for more. It runs it in one transaction, and tells everybody after the flush.
//!
//! When a commit fails for any reason but a full disk, the writer stops writing until the server is restarted.
//! After a failed flush the system may have dropped the data it could not write and report success the next time,
//! so nothing that is acknowledged afterwards could be trusted. Reading goes on. A full disk is harmless: the space
//! is asked for before anything is flushed, the batch is undone, and the next one may succeed.

pub(super) mod checkpoint;
#[cfg(feature = "planted-ack-before-commit")]
mod planted;

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc::Receiver},
    thread,
};

use hubbub_chat::ports::{StoreError, Verdict, WriteUnit};
use rusqlite::{Connection, ErrorCode};

use self::checkpoint::Checkpoints;
use super::{stats::Counters, unit::Unit};
use crate::error::{Error, Result};

/// The most units of one commit. More would make the first one wait too long for its flush.
const BATCH: usize = 256;

/// The writing side.
pub(super) struct Writer {
    connection: Connection,
    counters: Arc<Counters>,
    checkpoints: Checkpoints,
}

/// A unit that ran in the transaction that is open, and what it failed of by itself.
struct Ran {
    unit: Box<dyn WriteUnit>,
    failed: Option<Error>,
}

impl Writer {
    pub(super) fn new(connection: Connection, counters: Arc<Counters>) -> Self {
        Self { connection, counters, checkpoints: Checkpoints::default() }
    }

    /// Works until the queue is closed and empty; then gives the connection back, to be closed after the others.
    pub(super) fn run(mut self, queue: &Receiver<Box<dyn WriteUnit>>) -> Connection {
        #[cfg(feature = "planted-ack-before-commit")]
        planted::warn();
        while let Ok(first) = queue.recv() {
            // On a busy processor the wake-up itself has interrupted whoever is handing units over one by one.
            thread::yield_now();
            self.work_off(VecDeque::from([first]), queue);
            // After the answers: nobody waits for the log to be moved.
            if self.counters.accepts_writes()
                && let Err(error) = self.checkpoints.run(&self.connection)
            {
                self.refuse(&error, "the write-ahead log could not be moved");
            }
        }
        self.connection
    }

    /// Usually one transaction; a new one for the rest whenever SQLite undoes the open one.
    fn work_off(&mut self, mut waiting: VecDeque<Box<dyn WriteUnit>>, queue: &Receiver<Box<dyn WriteUnit>>) {
        while !waiting.is_empty() {
            if !self.counters.accepts_writes() {
                self.counters.decided(waiting.len());
                return waiting.into_iter().for_each(|unit| finish(unit, Err(Error::Refusing.into())));
            }
            let mut ran = Vec::new();
            let outcome = self.transaction(&mut waiting, queue, &mut ran);
            if outcome.is_ok() {
                self.counters.committed(ran.len());
                self.checkpoints.committed(ran.len());
            }
            self.counters.decided(ran.len());
            for Ran { unit, failed } in ran {
                let outcome = match (failed, &outcome) {
                    (Some(failed), _) => Err(failed.into()),
                    (None, Ok(())) => Ok(()),
                    (None, Err(error)) => Err(for_one(error)),
                };
                finish(unit, outcome);
            }
        }
    }

    /// Moves units from `waiting` and the queue to `ran` and commits them. After an error nothing of what ran is kept.
    fn transaction(
        &mut self,
        waiting: &mut VecDeque<Box<dyn WriteUnit>>,
        queue: &Receiver<Box<dyn WriteUnit>>,
        ran: &mut Vec<Ran>,
    ) -> Result<()> {
        let worked = self.execute("BEGIN IMMEDIATE").and_then(|()| {
            self.run_all(waiting, queue, ran)?;
            #[cfg(feature = "planted-ack-before-commit")]
            planted::acknowledge_too_early(ran);
            self.commit()
        });
        if worked.is_err() {
            // Without a transaction the units that wait would find the same, one by one.
            if ran.is_empty() {
                ran.extend(waiting.drain(..).map(|unit| Ran { unit, failed: None }));
            }
            self.undo();
        }
        worked
    }

    /// Runs units one after the other. Once one of them has to be undone, everything is, and each is run again in a
    /// savepoint of its own: savepoints copy every page that is written, and a unit that is refused has usually changed
    /// nothing.
    fn run_all(
        &self,
        waiting: &mut VecDeque<Box<dyn WriteUnit>>,
        queue: &Receiver<Box<dyn WriteUnit>>,
        ran: &mut Vec<Ran>,
    ) -> Result<()> {
        let mut apart = false;
        while let Some(unit) = waiting.pop_front().or_else(|| another(queue, ran.len())) {
            let unit = ran.push_mut(Ran { unit, failed: None });
            if apart {
                self.savepoint(unit)?;
            } else if self.attempt(unit)? == Verdict::RollBack {
                apart = true;
                self.execute("ROLLBACK")?;
                self.execute("BEGIN IMMEDIATE")?;
                ran.iter_mut().try_for_each(|unit| self.savepoint(unit))?;
            }
        }
        Ok(())
    }

    /// Runs one unit so that it can be undone alone. An error means that the transaction is lost.
    fn savepoint(&self, unit: &mut Ran) -> Result<()> {
        self.execute("SAVEPOINT unit")?;
        if self.attempt(unit)? == Verdict::RollBack {
            self.execute("ROLLBACK TO unit")?;
        }
        self.execute("RELEASE unit")
    }

    /// Runs one unit, and tells whether anything of it is there that must not stay. An error means that the transaction
    /// is lost.
    fn attempt(&self, Ran { unit, failed }: &mut Ran) -> Result<Verdict> {
        let before = self.connection.total_changes();
        let run = catch_unwind(AssertUnwindSafe(|| unit.run(&mut Unit(&self.connection))));
        if self.connection.is_autocommit() {
            return Err(Error::Undone("SQLite gave it up inside a unit of work".to_owned()));
        }
        let verdict = run.unwrap_or_else(|_| {
            tracing::error!("a unit of work panicked; it was undone, the others of its batch are kept");
            *failed = Some(Error::Panicked);
            Verdict::RollBack
        });
        Ok(if self.connection.total_changes() == before { Verdict::Keep } else { verdict })
    }

    fn commit(&self) -> Result<()> {
        let committed = self.execute("COMMIT");
        if let Err(error) = &committed
            && error.code() != Some(ErrorCode::DiskFull)
        {
            self.refuse(error, "a commit failed");
        }
        committed
    }

    fn undo(&self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.execute("ROLLBACK")
        {
            self.refuse(&error, "a batch could not be rolled back");
        }
    }

    fn refuse(&self, error: &Error, what: &str) {
        tracing::error!(
            error = error as &dyn std::error::Error,
            "{what}; nothing is written until the server is restarted"
        );
        self.counters.refuse_writes();
    }

    fn execute(&self, sql: &str) -> Result<()> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}

/// A unit that came while `ran` others were run, unless those are enough for one commit.
fn another(queue: &Receiver<Box<dyn WriteUnit>>, ran: usize) -> Option<Box<dyn WriteUnit>> {
    if ran < BATCH { queue.try_recv().ok() } else { None }
}

/// What one unit of an undone batch is told.
fn for_one(error: &Error) -> StoreError {
    match error.code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        _ => StoreError::Failed(Box::new(Error::Undone(error.to_string()))),
    }
}

/// Answers a unit. Publishing happens in there; a panic of it must not end the writer.
pub(super) fn finish(unit: Box<dyn WriteUnit>, outcome: Result<(), StoreError>) {
    if catch_unwind(AssertUnwindSafe(|| unit.finish(outcome))).is_err() {
        tracing::error!("the answer to a unit of work panicked; what the unit changed is kept");
    }
}
