//! Reading the room log: entries as they happened, with their messages as they stand now.
//!
//! A page is three queries at most, however long it is: the entries, the messages that those in them refer to, and
//! the reactions.

mod extras;
mod row;

use hubbub_chat::ports::LogRange;
use hubbub_protocol::{Entry, RoomId, Seq};
use rusqlite::{Connection, params};

use self::row::Read;
use super::rows;
use crate::error::{Error, Result};

/// `log.kind`.
pub(super) mod kind {
    pub(in crate::sqlite) const SENT: i64 = 1;
    pub(in crate::sqlite) const EDITED: i64 = 2;
    pub(in crate::sqlite) const DELETED: i64 = 3;
    pub(in crate::sqlite) const REACTED: i64 = 4;
    pub(in crate::sqlite) const UNREACTED: i64 = 5;
    pub(in crate::sqlite) const PINNED: i64 = 6;
    pub(in crate::sqlite) const UNPINNED: i64 = 7;
}

/// The joins are outer ones: an entry whose message is gone must be noticed, not passed over.
macro_rules! entries {
    ($($rest:literal),+) => {
        concat!(
            "SELECT l.seq, l.kind, l.at, m.id, m.nonce, CASE l.kind WHEN 1 THEN coalesce(x.body, m.body) END,
                a.id, a.name, m.key, m.seq, x.revision, x.at,
                s.deleted_at, db.id, db.name,
                m.reply_to, t.seq, t.id, m.also_in_room, s.replies, s.last_reply, m.forwarded_from,
                p.at, pb.id, pb.name,
                by.id, by.name, l.emoji, e.revision, e.body
             FROM log AS l
                LEFT JOIN messages AS m ON m.key = l.message
                LEFT JOIN accounts AS a ON a.key = m.author
                LEFT JOIN states AS s ON s.message = l.message
                LEFT JOIN texts AS x ON x.key = s.text
                LEFT JOIN messages AS t ON t.key = m.thread
                LEFT JOIN accounts AS db ON db.key = s.deleted_by
                LEFT JOIN pins AS p ON p.message = l.message
                LEFT JOIN accounts AS pb ON pb.key = p.account
                LEFT JOIN accounts AS by ON by.key = l.account
                LEFT JOIN texts AS e ON e.key = l.text
             WHERE l.room = (SELECT key FROM rooms WHERE id = ?1) ",
            $($rest),+
        )
    };
}

pub(super) fn entries(connection: &Connection, room: RoomId, range: LogRange) -> Result<Vec<Entry>> {
    let sql = if range.newest {
        entries!("AND l.seq > ?2 AND l.seq < ?3 ORDER BY l.seq DESC LIMIT ?4")
    } else {
        entries!("AND l.seq > ?2 AND l.seq < ?3 ORDER BY l.seq ASC LIMIT ?4")
    };
    let params = params![room.as_bytes(), rows::number(range.after), before(range), rows::limit(range.limit)];
    let entries = read(connection, room, sql, params, range.newest)?;
    // A hole would be a silent gap for everybody who reads this page.
    match entries.windows(2).find(|pair| pair[1].seq != pair[0].seq.next()) {
        Some(pair) => Err(Error::Inconsistent { table: "log", row: rows::number(pair[0].seq) }),
        None => Ok(entries),
    }
}

/// The entry of the message at a place.
pub(super) fn message(connection: &Connection, room: RoomId, seq: Seq) -> Result<Option<Entry>> {
    let sql = entries!("AND l.seq = ?2 AND l.kind = 1");
    Ok(read(connection, room, sql, params![room.as_bytes(), rows::number(seq)], false)?.pop())
}

/// The replies of a thread.
pub(super) fn replies(connection: &Connection, room: RoomId, began: Seq, range: LogRange) -> Result<Vec<Entry>> {
    macro_rules! replies {
        ($direction:literal) => {
            entries!(
                "AND l.seq IN (
                    SELECT seq FROM messages
                    WHERE thread = (SELECT message FROM log
                                    WHERE room = (SELECT key FROM rooms WHERE id = ?1) AND seq = ?5 AND kind = 1)
                        AND seq > ?2 AND seq < ?3
                    ORDER BY seq ",
                $direction,
                " LIMIT ?4)
                ORDER BY l.seq"
            )
        };
    }
    let sql = if range.newest { replies!("DESC") } else { replies!("ASC") };
    let (after, limit) = (rows::number(range.after), rows::limit(range.limit));
    let params = params![room.as_bytes(), after, before(range), limit, rows::number(began)];
    read(connection, room, sql, params, false)
}

/// The messages that are pinned to a room.
pub(super) fn pinned(connection: &Connection, room: RoomId) -> Result<Vec<Entry>> {
    let sql = entries!(
        "AND l.seq IN (
            SELECT m.seq FROM pins AS p JOIN messages AS m ON m.key = p.message
            WHERE p.room = (SELECT key FROM rooms WHERE id = ?1))
        ORDER BY l.seq"
    );
    read(connection, room, sql, [room.as_bytes()], false)
}

fn before(range: LogRange) -> i64 {
    range.before.map_or(i64::MAX, rows::number)
}

fn read(
    connection: &Connection,
    room: RoomId,
    sql: &str,
    params: impl rusqlite::Params,
    newest_first: bool,
) -> Result<Vec<Entry>> {
    let mut read = rows::all(connection, sql, params, row::read)?;
    if newest_first {
        read.reverse();
    }
    extras::add(connection, &mut read)?;
    Ok(read.into_iter().map(|Read { seq, change, .. }| Entry { room, seq, change }).collect())
}
