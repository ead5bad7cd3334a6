//! Pins.

use hubbub_chat::ports::Membership;
use hubbub_protocol::{Change, Entry, MessageId, RoomId, Target, Timestamp};
use rusqlite::{Connection, params};

use super::{
    log::kind,
    messages::{append_change, key},
    rooms, rows,
    rows::column,
};
use crate::error::Result;

pub(super) fn list(connection: &Connection, room: RoomId) -> Result<Vec<Target>> {
    let sql = "
        SELECT p.message, m.seq, m.id FROM pins AS p JOIN messages AS m ON m.key = p.message
        WHERE p.room = (SELECT key FROM rooms WHERE id = ?1) ORDER BY p.seq";
    rows::all(connection, sql, [room.as_bytes()], |row| {
        let message = MessageId::from_bytes(column(row, "messages", 2)?);
        Ok(Target { seq: rows::seq(row, "messages", 1)?, message })
    })
}

pub(super) fn pin(connection: &Connection, by: &Membership, target: Target, at: Timestamp) -> Result<Option<Entry>> {
    let message = key(connection, by.room, target.seq)?;
    let sql = "SELECT message FROM pins WHERE message = ?1";
    if rows::one(connection, sql, [message], |_| Ok(()))?.is_some() {
        return Ok(None);
    }
    let place = rooms::next_place(connection, by.room, at)?;
    let sql = "
        INSERT INTO pins (message, room, seq, account, at)
        VALUES (?1, ?2, ?3, (SELECT key FROM accounts WHERE id = ?4), ?5)";
    let (seq, at) = (rows::number(place.seq), place.at.as_millis());
    connection.prepare_cached(sql)?.execute(params![message, place.room, seq, by.account.id.as_bytes(), at])?;
    append_change(connection, &place, (kind::PINNED, message), by.account.id, (None, None))?;
    let change = Change::MessagePinned { target, by: by.account.clone(), at: place.at };
    Ok(Some(Entry { room: by.room, seq: place.seq, change }))
}

pub(super) fn unpin(connection: &Connection, by: &Membership, target: Target, at: Timestamp) -> Result<Option<Entry>> {
    let message = key(connection, by.room, target.seq)?;
    if connection.prepare_cached("DELETE FROM pins WHERE message = ?1")?.execute([message])? == 0 {
        return Ok(None);
    }
    let place = rooms::next_place(connection, by.room, at)?;
    append_change(connection, &place, (kind::UNPINNED, message), by.account.id, (None, None))?;
    let change = Change::MessageUnpinned { target, by: by.account.clone(), at: place.at };
    Ok(Some(Entry { room: by.room, seq: place.seq, change }))
}
