//! Rooms and who is in them.

use hubbub_chat::ports::Membership;
use hubbub_protocol::{AccountId, Room, RoomId, RoomKind, RoomSummary, Seq, Slug, Timestamp};
use rusqlite::{Connection, Row, params};

use super::{
    accounts,
    rows::{self, column},
};
use crate::error::{Error, Result};

/// The kinds of rooms as the table has them.
mod kind {
    pub(super) const OPEN: i64 = 1;
    pub(super) const DIRECT: i64 = 2;
}

pub(super) fn by_id(connection: &Connection, id: RoomId) -> Result<Option<Room>> {
    let sql = "SELECT key, id, slug, name, created_at, people FROM rooms WHERE id = ?1";
    rows::one(connection, sql, [id.as_bytes()], |row| read(connection, row))
}

pub(super) fn by_slug(connection: &Connection, slug: &Slug) -> Result<Option<Room>> {
    let sql = "SELECT key, id, slug, name, created_at, people FROM rooms WHERE slug = ?1";
    rows::one(connection, sql, [slug.as_str()], |row| read(connection, row))
}

pub(super) fn direct(connection: &Connection, people: &[AccountId]) -> Result<Option<Room>> {
    let sql = "SELECT key, id, slug, name, created_at, people FROM rooms WHERE people = ?1";
    rows::one(connection, sql, [ids(people.iter().copied())], |row| read(connection, row))
}

pub(super) fn list(connection: &Connection, account: AccountId, limit: usize) -> Result<Vec<RoomSummary>> {
    let sql = "
        WITH mine AS (
            SELECT m.room FROM memberships AS m WHERE m.account = (SELECT key FROM accounts WHERE id = ?1))
        SELECT r.key, r.id, r.slug, r.name, r.created_at, r.people,
            (SELECT coalesce(max(seq), 0) FROM log WHERE room = r.key), r.key IN mine
        FROM rooms AS r WHERE r.key IN (SELECT key FROM rooms WHERE kind = 1 UNION SELECT room FROM mine)
        ORDER BY r.key LIMIT ?2";
    rows::all(connection, sql, params![account.as_bytes(), rows::limit(limit)], |row| {
        let head = rows::seq(row, "rooms", 6)?;
        let joined = rows::column(row, "memberships", 7)?;
        Ok(RoomSummary { room: read(connection, row)?, head, joined, unread: None })
    })
}

pub(super) fn joined(connection: &Connection, account: AccountId) -> Result<Vec<(Room, Seq)>> {
    let sql = "
        SELECT r.key, r.id, r.slug, r.name, r.created_at, r.people,
            (SELECT coalesce(max(seq), 0) FROM log WHERE room = r.key)
        FROM memberships AS m JOIN rooms AS r ON r.key = m.room
        WHERE m.account = (SELECT key FROM accounts WHERE id = ?1) ORDER BY m.key";
    rows::all(connection, sql, [account.as_bytes()], |row| Ok((read(connection, row)?, rows::seq(row, "rooms", 6)?)))
}

/// The room in six columns: key, id, slug, name, `created_at`, `people`.
fn read(connection: &Connection, row: &Row<'_>) -> Result<Room> {
    let slug: String = column(row, "rooms", 2)?;
    let Ok(slug) = slug.parse::<Slug>();
    let id = RoomId::from_bytes(column(row, "rooms", 1)?);
    let open = Room::open(id, slug, column(row, "rooms", 3)?, Timestamp::from_millis(column(row, "rooms", 4)?));
    let Some(people) = column::<Option<Vec<u8>>>(row, "rooms", 5)? else { return Ok(open) };
    let (people, []) = people.as_chunks() else { return Err(rows::inconsistent(row, "rooms")) };
    let person = |id: &[u8; 16]| {
        accounts::by_id(connection, AccountId::from_bytes(*id))?.ok_or_else(|| rows::inconsistent(row, "rooms"))
    };
    let people = people.iter().map(person).collect::<Result<_>>()?;
    Ok(Room { kind: RoomKind::Direct, people, ..open })
}

/// What `people` of a direct room holds.
fn ids(people: impl Iterator<Item = AccountId>) -> Vec<u8> {
    people.flat_map(|id| *id.as_bytes()).collect()
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
    let sql = "
        INSERT INTO rooms (id, slug, name, created_at, everyone, kind, people) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let (kind, people) = match room.kind {
        RoomKind::Open => (kind::OPEN, None),
        RoomKind::Direct => (kind::DIRECT, Some(ids(room.people.iter().map(|person| person.id)))),
        RoomKind::Unknown => return Err(Error::NoSuchKind),
    };
    let (id, at) = (room.id.as_bytes(), room.created_at.as_millis());
    let params = params![id, room.slug.as_str(), room.name, at, everyone, kind, people];
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
