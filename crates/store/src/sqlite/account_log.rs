//! What belongs to one account.

use hubbub_protocol::{AccountId, Item, RoomId, Seq};
use rusqlite::{Connection, params};

use super::rows::{self, column};
use crate::error::{Error, Result};

/// `account_log.kind`.
const READ_MARKER: i64 = 1;

pub(super) fn version(connection: &Connection, account: AccountId) -> Result<Seq> {
    let sql = "SELECT key, (SELECT coalesce(max(version), 0) FROM account_log WHERE account = key) FROM accounts WHERE id = ?1";
    let version = rows::one(connection, sql, [account.as_bytes()], |row| rows::seq(row, "account_log", 1))?;
    Ok(version.unwrap_or(Seq::ZERO))
}

pub(super) fn items(connection: &Connection, account: AccountId, after: Seq) -> Result<Vec<Item>> {
    let sql = "
        SELECT i.version, i.kind, r.id, i.value FROM account_log AS i JOIN rooms AS r ON r.key = i.room
        WHERE i.account = (SELECT key FROM accounts WHERE id = ?1) AND i.version > ?2 ORDER BY i.version";
    rows::all(connection, sql, params![account.as_bytes(), rows::number(after)], |row| {
        match column::<i64>(row, "account_log", 1)? {
            READ_MARKER => Ok(Item::ReadMarker {
                room: RoomId::from_bytes(column(row, "account_log", 2)?),
                up_to: rows::seq(row, "account_log", 3)?,
            }),
            _ => Err(rows::inconsistent(row, "account_log")),
        }
    })
}

/// Gives the item the next version of the account.
pub(super) fn put(connection: &Connection, account: AccountId, item: Item) -> Result<Seq> {
    let Item::ReadMarker { room, up_to } = item else { return Err(Error::UnknownItem) };
    // NULL for an unknown room breaks NOT NULL, which `ON CONFLICT` does not excuse.
    let sql = "
        INSERT INTO account_log (account, kind, room, version, value)
        SELECT a.key, ?2, (SELECT key FROM rooms WHERE id = ?3),
            1 + coalesce((SELECT max(version) FROM account_log WHERE account = a.key), 0), ?4
        FROM accounts AS a WHERE a.id = ?1
        ON CONFLICT (account, kind, room) DO UPDATE SET version = excluded.version, value = excluded.value
        RETURNING version";
    let params = params![account.as_bytes(), READ_MARKER, room.as_bytes(), rows::number(up_to)];
    let version = rows::one(connection, sql, params, |row| rows::seq(row, "account_log", 0))?;
    version.ok_or(Error::NoSuchAccount)
}

pub(super) fn read_marker(connection: &Connection, account: AccountId, room: RoomId) -> Result<Option<Seq>> {
    let sql = "
        SELECT version, value FROM account_log
        WHERE account = (SELECT key FROM accounts WHERE id = ?1) AND kind = ?2
            AND room = (SELECT key FROM rooms WHERE id = ?3)";
    let params = params![account.as_bytes(), READ_MARKER, room.as_bytes()];
    rows::one(connection, sql, params, |row| rows::seq(row, "account_log", 1))
}

/// One walk along the key of the log.
pub(super) fn unread(connection: &Connection, account: AccountId, room: RoomId, after: Seq) -> Result<u64> {
    let sql = "
        SELECT 0, count(*) FROM log
        WHERE room = (SELECT key FROM rooms WHERE id = ?2) AND seq > ?3
            AND news <> (SELECT key FROM accounts WHERE id = ?1)";
    let params = params![account.as_bytes(), room.as_bytes(), rows::number(after)];
    Ok(rows::one(connection, sql, params, |row| rows::seq(row, "log", 1))?.unwrap_or_default().get())
}
