//! Opening: look first, change nothing until everything is known to be well, then migrate.

use std::{fs::File, path::Path};

use hubbub_protocol::Epoch;
use rusqlite::Connection;

use super::{OpenError, check, file, migrate, pragmas, server};

/// A database that is open and at the newest schema.
pub(super) struct Opened {
    /// Keeps others out while it lives.
    pub(super) lock: File,
    /// The one connection that writes.
    pub(super) writer: Connection,
    /// The connections that read.
    pub(super) readers: Vec<Connection>,
}

pub(super) fn open(path: &Path, epoch: Epoch, readers: usize, migrations: &[&str]) -> Result<Opened, OpenError> {
    check::library()?;
    let lock = file::lock(path)?;
    file::prepare(path)?;
    check::database(path, migrate::newest(migrations))?;
    let mut writer = pragmas::open_writer(path)?;
    migrate::migrate(&mut writer, migrations).map_err(|failed| migration_error(path, failed))?;
    server::ensure_epoch(&writer, epoch).map_err(|source| OpenError::sqlite(path, source))?;
    let readers = (0..readers).map(|_| pragmas::open_reader(path)).collect::<Result<_, _>>()?;
    Ok(Opened { lock, writer, readers })
}

fn migration_error(path: &Path, migrate::Failed { to, source }: migrate::Failed) -> OpenError {
    match OpenError::sqlite(path, source) {
        OpenError::Sqlite { path, source } => OpenError::Migration { path, to, source },
        clear => clear,
    }
}
