//! What belongs to this Hubbub as a whole.

use hubbub_protocol::Epoch;
use rusqlite::Connection;

use super::rows;
use crate::error::{Error, Result};

pub(super) fn epoch(connection: &Connection) -> Result<Epoch> {
    let epoch = rows::one(connection, "SELECT only, epoch FROM server", [], |row| rows::column(row, "server", 1))?;
    epoch.map(Epoch::from_bytes).ok_or(Error::Inconsistent { table: "server", row: 1 })
}

/// Gives a new database its epoch; one that has an epoch keeps it.
pub(super) fn ensure_epoch(connection: &Connection, epoch: Epoch) -> rusqlite::Result<()> {
    let sql = "INSERT INTO server (only, epoch) VALUES (1, ?1) ON CONFLICT (only) DO NOTHING";
    connection.execute(sql, [epoch.as_bytes()]).map(drop)
}
