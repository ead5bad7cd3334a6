//! Rooms and who is in them.

use hubbub_chat::ports::Membership;
use hubbub_protocol::{AccountId, Room, RoomId, RoomSummary, Seq, Slug, Timestamp};
use rusqlite::{Connection, params};

use super::rows;
use crate::error::{Error, Result};

pub(super) fn by_id(connection: &Connection, id: RoomId) -> Result<Option<Room>> {
    let sql = "SELECT key, id, slug, name, created_at FROM rooms WHERE id = ?1";
    rows::one(connection, sql, [id.as_bytes()], rows::room)
}

pub(super) fn by_slug(connection: &Connection, slug: &Slug) -> Result<Option<Room>> {
    let sql = "SELECT key, id, slug, name, created_at FROM rooms WHERE slug = ?1";
    rows::one(connection, sql, [slug.as_str()], rows::room)
}

pub(super) fn list(connection: &Connection, account: AccountId, limit: usize) -> Result<Vec<RoomSummary>> {
    let sql = "
        SELECT r.key, r.id, r.slug, r.name, r.created_at,
            (SELECT coalesce(max(seq), 0) FROM log WHERE room = r.key),
            EXISTS (SELECT 1 FROM memberships AS m JOIN accounts AS a ON a.key = m.account
                    WHERE a.id = ?1 AND m.room = r.key)
        FROM rooms AS r ORDER BY r.key LIMIT ?2";
    rows::all(connection, sql, params![account.as_bytes(), rows::limit(limit)], |row| {
        let head = rows::seq(row, "rooms", 5)?;
        Ok(RoomSummary { room: rows::room(row)?, head, joined: rows::column(row, "memberships", 6)?, unread: None })
    })
}

pub(super) fn joined(connection: &Connection, account: AccountId) -> Result<Vec<(Room, Seq)>> {
    let sql = "
        SELECT r.key, r.id, r.slug, r.name, r.created_at,
            (SELECT coalesce(max(seq), 0) FROM log WHERE room = r.key)
        FROM memberships AS m JOIN rooms AS r ON r.key = m.room
        WHERE m.account = (SELECT key FROM accounts WHERE id = ?1) ORDER BY m.key";
    rows::all(connection, sql, [account.as_bytes()], |row| Ok((rows::room(row)?, rows::seq(row, "rooms", 5)?)))
}

pub(super) fn for_everyone(connection: &Connection) -> Result<Vec<RoomId>> {
    let sql = "SELECT key, id FROM rooms WHERE everyone = 1 ORDER BY key";
    rows::all(connection, sql, [], |row| rows::column(row, "rooms", 1).map(RoomId::from_bytes))
}

pub(super) fn membership(connection: &Connection, account: AccountId, room: RoomId) -> Result<Option<Membership>> {
    let sql = "
        SELECT a.key, a.id, a.name FROM accounts AS a
        WHERE a.id = ?1 AND EXISTS (
            SELECT 1 FROM memberships AS m
            WHERE m.account = a.key AND m.room = (SELECT key FROM rooms WHERE id = ?2))";
    let account = rows::one(connection, sql, [account.as_bytes(), room.as_bytes()], rows::account)?;
    Ok(account.map(|account| Membership { account, room }))
}

pub(super) fn head(connection: &Connection, room: RoomId) -> Result<Seq> {
    let sql = "SELECT key, (SELECT coalesce(max(seq), 0) FROM log WHERE room = key) FROM rooms WHERE id = ?1";
    let head = rows::one(connection, sql, [room.as_bytes()], |row| rows::seq(row, "rooms", 1))?;
    Ok(head.unwrap_or(Seq::ZERO))
}

pub(super) fn insert(connection: &Connection, room: &Room, everyone: bool) -> Result<()> {
    let sql = "INSERT INTO rooms (id, slug, name, created_at, everyone) VALUES (?1, ?2, ?3, ?4, ?5)";
    let params = params![room.id.as_bytes(), room.slug.as_str(), room.name, room.created_at.as_millis(), everyone];
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

pub(super) fn insert_membership(
    connection: &Connection,
    account: AccountId,
    room: RoomId,
    at: Timestamp,
) -> Result<bool> {
    // NULL for an unknown account or room breaks NOT NULL, which `ON CONFLICT` does not excuse.
    let sql = "
        INSERT INTO memberships (account, room, joined_at)
        VALUES ((SELECT key FROM accounts WHERE id = ?1), (SELECT key FROM rooms WHERE id = ?2), ?3)
        ON CONFLICT (account, room) DO NOTHING";
    let params = params![account.as_bytes(), room.as_bytes(), at.as_millis()];
    let changed = connection.prepare_cached(sql)?.execute(params)?;
    Ok(changed == 1)
}

/// The place of a new entry in a room log.
pub(super) struct Place {
    /// The integer key of the room.
    pub(super) room: i64,
    /// Where the entry belongs.
    pub(super) seq: Seq,
    /// The time of the entry there, never before the one below it.
    pub(super) at: Timestamp,
}

/// The place after the last entry of a room. The log is the only source of positions, so a unit that is undone leaves
/// no hole.
pub(super) fn next_place(connection: &Connection, room: RoomId, at: Timestamp) -> Result<Place> {
    let sql = "
        SELECT r.key, coalesce(l.seq, 0), coalesce(l.at, 0)
        FROM rooms AS r LEFT JOIN log AS l ON l.room = r.key
        WHERE r.id = ?1 ORDER BY l.seq DESC LIMIT 1";
    let place = rows::one(connection, sql, [room.as_bytes()], |row| {
        let last_at = Timestamp::from_millis(rows::column(row, "log", 2)?);
        Ok(Place { room: rows::column(row, "rooms", 0)?, seq: rows::seq(row, "log", 1)?.next(), at: at.max(last_at) })
    })?;
    place.ok_or(Error::NoSuchRoom)
}
