//! The room log and the messages in it.

use hubbub_chat::ports::{LogRange, Membership, NewMessage, SentBefore};
use hubbub_protocol::{Account, AccountId, Change, Entry, Message, MessageId, Nonce, RoomId, Timestamp};
use rusqlite::{Connection, Row, params};

use super::{rooms, rows};
use crate::error::{Error, Result};

/// `log.kind` of a message that was sent.
const MESSAGE_SENT: i64 = 1;

/// The joins are outer ones: an entry whose message is gone must be noticed, not passed over.
macro_rules! entries {
    ($direction:literal) => {
        concat!(
            "SELECT l.seq, l.kind, l.at, m.id, m.nonce, m.body, a.id, a.name
             FROM log AS l LEFT JOIN messages AS m ON m.key = l.message LEFT JOIN accounts AS a ON a.key = m.author
             WHERE l.room = (SELECT key FROM rooms WHERE id = ?1) AND l.seq > ?2 AND l.seq < ?3
             ORDER BY l.seq ",
            $direction,
            " LIMIT ?4"
        )
    };
}

pub(super) fn entries(connection: &Connection, room: RoomId, range: LogRange) -> Result<Vec<Entry>> {
    let sql = if range.newest { entries!("DESC") } else { entries!("ASC") };
    let before = range.before.map_or(i64::MAX, rows::number);
    let params = params![room.as_bytes(), rows::number(range.after), before, rows::limit(range.limit)];
    let mut entries = rows::all(connection, sql, params, |row| entry(room, row))?;
    if range.newest {
        entries.reverse();
    }
    // A hole would be a silent gap for everybody who reads this page.
    match entries.windows(2).find(|pair| pair[1].seq != pair[0].seq.next()) {
        Some(pair) => Err(Error::Inconsistent { table: "log", row: rows::number(pair[0].seq) }),
        None => Ok(entries),
    }
}

fn entry(room: RoomId, row: &Row<'_>) -> Result<Entry> {
    if rows::column::<i64>(row, "log", 1)? != MESSAGE_SENT {
        return Err(rows::inconsistent(row, "log"));
    }
    let message = Message {
        id: MessageId::from_bytes(rows::column(row, "log", 3)?),
        author: Account { id: AccountId::from_bytes(rows::column(row, "log", 6)?), name: rows::column(row, "log", 7)? },
        nonce: Nonce::from_bytes(rows::column(row, "log", 4)?),
        body: rows::column(row, "log", 5)?,
        sent_at: Timestamp::from_millis(rows::column(row, "log", 2)?),
    };
    Ok(Entry { room, seq: rows::seq(row, "log", 0)?, change: Change::MessageSent { message } })
}

pub(super) fn sent_before(connection: &Connection, author: AccountId, nonce: Nonce) -> Result<Option<SentBefore>> {
    let sql = "
        SELECT m.key, a.id, a.name, m.id, r.id, m.seq, m.body, l.at
        FROM messages AS m JOIN accounts AS a ON a.key = m.author JOIN rooms AS r ON r.key = m.room
            LEFT JOIN log AS l ON l.room = m.room AND l.seq = m.seq
        WHERE m.author = (SELECT key FROM accounts WHERE id = ?1) AND m.nonce = ?2";
    rows::one(connection, sql, [author.as_bytes(), nonce.as_bytes()], |row| {
        let message = Message {
            id: MessageId::from_bytes(rows::column(row, "messages", 3)?),
            author: rows::account(row)?,
            nonce,
            body: rows::column(row, "messages", 6)?,
            sent_at: Timestamp::from_millis(rows::column(row, "messages", 7)?),
        };
        let room = RoomId::from_bytes(rows::column(row, "messages", 4)?);
        Ok(SentBefore { room, seq: rows::seq(row, "messages", 5)?, message })
    })
}

pub(super) fn append_message(connection: &Connection, by: &Membership, message: NewMessage) -> Result<Entry> {
    let place = rooms::take_place(connection, by.room, message.at)?;
    let NewMessage { id, nonce, body, .. } = message;
    let key = insert_message(connection, &place, by.account.id, (id, nonce, &body))?;
    let sql = "INSERT INTO log (room, seq, kind, at, message) VALUES (?1, ?2, ?3, ?4, ?5)";
    let params = params![place.room, rows::number(place.seq), MESSAGE_SENT, place.at.as_millis(), key];
    connection.prepare_cached(sql)?.execute(params)?;
    let message = Message { id, author: by.account.clone(), nonce, body, sent_at: place.at };
    Ok(Entry { room: by.room, seq: place.seq, change: Change::MessageSent { message } })
}

fn insert_message(
    connection: &Connection,
    place: &rooms::Place,
    author: AccountId,
    (id, nonce, body): (MessageId, Nonce, &str),
) -> Result<i64> {
    let sql = "
        INSERT INTO messages (id, author, nonce, room, seq, body)
        VALUES (?1, (SELECT key FROM accounts WHERE id = ?2), ?3, ?4, ?5, ?6)";
    let seq = rows::number(place.seq);
    let params = params![id.as_bytes(), author.as_bytes(), nonce.as_bytes(), place.room, seq, body];
    Ok(connection.prepare_cached(sql)?.insert(params)?)
}
