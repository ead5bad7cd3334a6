//! The store on one SQLite file: a thread that writes, threads that read, and a bounded queue before each side.

mod account_log;
mod accounts;
mod check;
mod file;
mod links;
mod log;
mod messages;
mod migrate;
mod open;
mod open_error;
mod pins;
mod pragmas;
mod queue;
mod reactions;
mod readers;
mod rooms;
mod rows;
mod server;
mod sessions;
mod stats;
mod unit;
mod writer;

use std::{
    fmt,
    fs::File,
    io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use hubbub_chat::ports::{ReadUnit, Store, WriteUnit};
use hubbub_protocol::Epoch;
use rusqlite::Connection;

pub use open_error::OpenError;
pub use stats::Stats;

use self::{open::Opened, queue::Queue, stats::Counters, writer::Writer};

/// How to open a store.
#[derive(Debug, Clone)]
pub struct Options {
    /// The epoch that a new database gets; an existing one keeps its own.
    pub epoch: Epoch,
    /// Threads that read; at least one.
    pub readers: usize,
    /// Units that may wait on each side before a further one is refused as busy; at least one.
    pub queue: usize,
}

impl Options {
    /// What a server on a small machine needs.
    pub const fn new(epoch: Epoch) -> Self {
        Self { epoch, readers: 2, queue: 4_096 }
    }
}

/// A [`Store`] on one SQLite file that no other process may have open.
pub struct SqliteStore {
    writes: Queue<Box<dyn WriteUnit>>,
    reads: Queue<Box<dyn ReadUnit>>,
    counters: Arc<Counters>,
    running: Mutex<Option<Running>>,
}

/// What ends with the store.
struct Running {
    writer: JoinHandle<Connection>,
    readers: Vec<JoinHandle<()>>,
    lock: File,
}

impl SqliteStore {
    /// Opens the database at `path`, creates it when there is none, and brings it to the newest schema.
    ///
    /// The directory must exist. A database that is refused is left as it was.
    pub fn open(path: impl AsRef<Path>, options: &Options) -> Result<Self, OpenError> {
        Self::open_with(path.as_ref(), options, migrate::MIGRATIONS)
    }

    fn open_with(path: &Path, options: &Options, migrations: &[&str]) -> Result<Self, OpenError> {
        Self::start(open::open(path, options.epoch, options.readers.max(1), migrations)?, options)
    }

    fn start(opened: Opened, options: &Options) -> Result<Self, OpenError> {
        let Opened { lock, writer, readers } = opened;
        let counters = Arc::new(Counters::default());
        let (writes, units) = Queue::new(options.queue.max(1));
        let writing = Writer::new(writer, counters.clone());
        let write_thread = spawn("store-writer".to_owned(), move || writing.run(&units))?;

        let (reads, units) = Queue::new(options.queue.max(1));
        let source: readers::Source = Arc::new(Mutex::new(units));
        let reader = |(index, connection): (usize, Connection)| {
            let source = source.clone();
            spawn(format!("store-reader-{index}"), move || readers::run(&connection, &source))
        };
        let read_threads = readers.into_iter().enumerate().map(reader).collect::<Result<_, _>>()?;
        let running = Running { writer: write_thread, readers: read_threads, lock };
        Ok(Self { writes, reads, counters, running: Mutex::new(Some(running)) })
    }

    /// What the writer has done so far, and whether it still works.
    pub fn stats(&self) -> Stats {
        self.counters.stats()
    }

    /// Takes nothing more, works off what is queued, and closes the database. Blocks until all of it is done.
    ///
    /// Units that come later are answered with `Closed`. Closing twice is fine, and dropping the store closes it.
    pub fn close(&self) {
        self.writes.close();
        self.reads.close();
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Running { writer, readers, lock }) = running.take() {
            for reader in readers {
                join(reader);
            }
            // The writer's connection is the last one, so that it finds nobody in the way of the checkpoint.
            if let Some(connection) = join(writer) {
                tidy(connection);
            }
            drop(lock);
        }
    }
}

impl Store for SqliteStore {
    fn write(&self, unit: Box<dyn WriteUnit>) {
        // Before it is there to be decided, so that the count never falls below zero.
        self.counters.taken();
        if let Err((unit, reason)) = self.writes.push(unit) {
            self.counters.decided(1);
            writer::finish(unit, Err(reason));
        }
    }

    fn read(&self, unit: Box<dyn ReadUnit>) {
        if let Err((unit, reason)) = self.reads.push(unit) {
            unit.run(Err(reason));
        }
    }

    fn is_writing(&self) -> bool {
        self.counters.is_writing()
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.close();
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("stats", &self.stats()).finish_non_exhaustive()
    }
}

fn spawn<T: Send + 'static>(
    name: String,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>, OpenError> {
    let spawned: io::Result<_> = thread::Builder::new().name(name).spawn(work);
    spawned.map_err(|source| OpenError::Threads { source })
}

/// Waits for a thread, unless it is this one: the last handle of a store may be dropped by a unit of work.
fn join<T>(handle: JoinHandle<T>) -> Option<T> {
    if handle.thread().id() == thread::current().id() {
        return None;
    }
    let ended = handle.join();
    if ended.is_err() {
        tracing::error!("a thread of the store panicked");
    }
    ended.ok()
}

/// Nothing is lost when this fails: everything is in the write-ahead log, which the next start reads.
fn tidy(connection: Connection) {
    let tidied = connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
    if let Err(error) = tidied.and_then(|()| connection.close().map_err(|(_, error)| error)) {
        tracing::warn!(%error, "the database was closed without being tidied");
    }
}

#[cfg(test)]
mod tests;
