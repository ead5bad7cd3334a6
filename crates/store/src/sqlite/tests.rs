//! What is particular to SQLite: the file, the thread that writes, and the end of both.

mod committing;
mod damage;
mod ending;
mod erasing;
mod migrating;
mod opening;

use std::path::PathBuf;

use hubbub_chat::ports::{ReadUnit, Store, WriteUnit};
use hubbub_protocol::Epoch;
use tempfile::TempDir;

use super::{Options, SqliteStore, open::Opened};
use crate::conformance::Stage;

mod on_sqlite {
    crate::conformance_tests!(|| super::Place::new().open());
}

/// A directory with room for a database.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("there is a place for temporary files"))
    }

    fn database(&self) -> PathBuf {
        self.0.path().join("hubbub.db")
    }

    /// A store whose files go when it goes.
    fn open(self) -> Temporary {
        Temporary { store: self.reopen(), _place: self }
    }

    /// A store that leaves its files here.
    fn reopen(&self) -> SqliteStore {
        SqliteStore::open(self.database(), &options()).expect("the store opens")
    }

    fn stage(&self) -> Stage<SqliteStore> {
        Stage::new(|| self.reopen())
    }

    /// Everything a store is made of, to be put together in another way.
    fn parts(&self) -> Opened {
        let opened = super::open::open(&self.database(), options().epoch, 1, super::migrate::MIGRATIONS);
        opened.expect("the store opens")
    }
}

fn options() -> Options {
    Options::new(Epoch::from_bytes([1; 16]))
}

struct Temporary {
    store: SqliteStore,
    _place: Place,
}

impl Store for Temporary {
    fn write(&self, unit: Box<dyn WriteUnit>) {
        self.store.write(unit);
    }

    fn read(&self, unit: Box<dyn ReadUnit>) {
        self.store.read(unit);
    }

    fn is_writing(&self) -> bool {
        self.store.is_writing()
    }
}
