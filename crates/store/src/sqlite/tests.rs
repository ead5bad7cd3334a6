use super::*;

mod on_sqlite {
    use hubbub_chat::ports::{ReadUnit, Store, WriteUnit};
    use tempfile::TempDir;

    use super::{SqliteStore, options};

    /// A store whose files go when it goes.
    struct Temporary {
        store: SqliteStore,
        _directory: TempDir,
    }

    impl Store for Temporary {
        fn write(&self, unit: Box<dyn WriteUnit>) {
            self.store.write(unit);
        }

        fn read(&self, unit: Box<dyn ReadUnit>) {
            self.store.read(unit);
        }
    }

    fn open() -> Temporary {
        let directory = tempfile::tempdir().expect("there is a place for temporary files");
        let store = SqliteStore::open(directory.path().join("hubbub.db"), &options()).expect("a new store opens");
        Temporary { store, _directory: directory }
    }

    crate::conformance_tests!(open);
}

fn options() -> Options {
    Options::new(Epoch::from_bytes([1; 16]))
}
