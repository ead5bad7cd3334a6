//! Writing messages, and what was sent with a nonce before.

use hubbub_chat::ports::{Former, Links, Membership, NewMessage, NewText, SentBefore};
use hubbub_protocol::{
    Account, AccountId, Change, Entry, Message, MessageId, Nonce, RoomId, Seq, Target, Timestamp, Version,
    message::Deleted,
};
use rusqlite::{Connection, Row, params};

use super::{
    log::{self, kind},
    rooms, rows,
    rows::column,
    writer::checkpoint,
};
use crate::error::{Error, Result};

pub(super) fn append(connection: &Connection, by: &Membership, message: NewMessage) -> Result<Entry> {
    let NewMessage { id, nonce, body, at, links } = message;
    let place = rooms::next_place(connection, by.room, at)?;
    let key = if links.is_none() {
        insert(connection, &place, by.account.id, (id, nonce, &body))?
    } else {
        insert_linked(connection, &place, by.account.id, (id, nonce, &body), links)?
    };
    let stands_in_room = links.thread.is_none() || links.also_in_room;
    let sql = "
        INSERT INTO log (room, seq, kind, at, message, news)
        VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN ?6 THEN (SELECT author FROM messages WHERE key = ?5) END)";
    let params = params![place.room, rows::number(place.seq), kind::SENT, place.at.as_millis(), key, stands_in_room];
    connection.prepare_cached(sql)?.execute(params)?;
    if !links.is_none() {
        let entry = log::message(connection, by.room, place.seq)?;
        return entry.ok_or(Error::Inconsistent { table: "log", row: rows::number(place.seq) });
    }
    let message = Message::new(id, by.account.clone(), nonce, body, place.at);
    Ok(Entry { room: by.room, seq: place.seq, change: Change::MessageSent { message } })
}

fn insert(
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

/// One statement, too: a row that holds text must not grow after it was written.
fn insert_linked(
    connection: &Connection,
    place: &rooms::Place,
    author: AccountId,
    (id, nonce, body): (MessageId, Nonce, &str),
    links: Links,
) -> Result<i64> {
    let here = |seq: Option<Seq>| seq.map(|seq| key_at(connection, place.room, seq)).transpose();
    let (reply_to, thread) = (here(links.reply_to)?, here(links.thread)?);
    let source = links.forwarded_from.map(|(room, seq)| key(connection, room, seq)).transpose()?;
    let sql = "
        INSERT INTO messages (id, author, nonce, room, seq, body, reply_to, thread, also_in_room, forwarded_from)
        VALUES (?1, (SELECT key FROM accounts WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let (seq, also) = (rows::number(place.seq), links.also_in_room);
    let (id, author, nonce) = (id.as_bytes(), author.as_bytes(), nonce.as_bytes());
    let params = params![id, author, nonce, place.room, seq, body, reply_to, thread, also, source];
    let own = connection.prepare_cached(sql)?.insert(params)?;
    if let Some(root) = thread {
        let sql = "
            INSERT INTO states (message, replies, last_reply) VALUES (?1, 1, ?2)
            ON CONFLICT (message) DO UPDATE SET replies = replies + 1, last_reply = excluded.last_reply";
        connection.prepare_cached(sql)?.execute([root, own])?;
    }
    Ok(own)
}

pub(super) fn edit(connection: &Connection, by: &Membership, target: Target, edit: &NewText) -> Result<Entry> {
    let place = rooms::next_place(connection, by.room, edit.at)?;
    let key = key_at(connection, place.room, target.seq)?;
    let sql = "
        INSERT INTO texts (message, revision, nonce, at, body)
        VALUES (?1, 1 + coalesce((SELECT max(revision) FROM texts WHERE message = ?1), 0), ?2, ?3, ?4)
        RETURNING key, revision";
    let params = params![key, edit.nonce.as_bytes(), place.at.as_millis(), edit.body];
    let text = rows::one(connection, sql, params, |row| Ok((column(row, "texts", 0)?, column(row, "texts", 1)?)))?;
    let (text, revision): (i64, u32) = text.ok_or(Error::Inconsistent { table: "texts", row: key })?;
    let sql = "
        INSERT INTO states (message, text) VALUES (?1, ?2)
        ON CONFLICT (message) DO UPDATE SET text = excluded.text WHERE deleted_at IS NULL";
    if connection.prepare_cached(sql)?.execute([key, text])? == 0 {
        return Err(Error::NoSuchMessage);
    }
    append_change(connection, &place, (kind::EDITED, key), by.account.id, (Some(text), None))?;
    let change = Change::MessageEdited { target, body: edit.body.clone(), revision, at: place.at };
    Ok(Entry { room: by.room, seq: place.seq, change })
}

/// Everything that was written in the message goes: its texts, the reactions and the pin. SQLite writes zeros over what
/// it frees (`secure_delete`), and the write-ahead log is emptied after the commit.
pub(super) fn delete(connection: &Connection, by: &Membership, target: Target, at: Timestamp) -> Result<Entry> {
    let place = rooms::next_place(connection, by.room, at)?;
    let key = key_at(connection, place.room, target.seq)?;
    for sql in [
        "UPDATE log SET news = NULL WHERE (room, seq) = (SELECT room, seq FROM messages WHERE key = ?1)",
        "UPDATE messages SET body = '' WHERE key = ?1",
        "UPDATE texts SET body = '' WHERE message = ?1",
        "DELETE FROM reactions WHERE message = ?1",
        "DELETE FROM pins WHERE message = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([key])?;
    }
    let sql = "
        INSERT INTO states (message, deleted_at, deleted_by)
        VALUES (?1, ?2, (SELECT key FROM accounts WHERE id = ?3))
        ON CONFLICT (message) DO UPDATE
        SET text = NULL, deleted_at = excluded.deleted_at, deleted_by = excluded.deleted_by";
    connection.prepare_cached(sql)?.execute(params![key, place.at.as_millis(), by.account.id.as_bytes()])?;
    let sql = "SELECT t.key, t.seq, t.id FROM messages AS m JOIN messages AS t ON t.key = m.thread WHERE m.key = ?1";
    let root = rows::one(connection, sql, [key], |row| {
        let message = MessageId::from_bytes(column(row, "messages", 2)?);
        Ok((column::<i64>(row, "messages", 0)?, Target { seq: rows::seq(row, "messages", 1)?, message }))
    })?;
    if let Some((root, _)) = root {
        let sql = "
            UPDATE states SET replies = replies - 1, last_reply = CASE WHEN replies > 1 THEN last_reply END
            WHERE message = ?1";
        connection.prepare_cached(sql)?.execute([root])?;
    }
    append_change(connection, &place, (kind::DELETED, key), by.account.id, (None, None))?;
    checkpoint::erased();
    let root = root.map(|(_, root)| root);
    let change = Change::MessageDeleted { target, by: by.account.clone(), at: place.at, root };
    Ok(Entry { room: by.room, seq: place.seq, change })
}

/// Appends an entry about a message that is there: its kind and the key of the message, and what only some kinds have.
pub(super) fn append_change(
    connection: &Connection,
    place: &rooms::Place,
    (kind, message): (i64, i64),
    by: AccountId,
    (text, emoji): (Option<i64>, Option<&str>),
) -> Result<()> {
    let sql = "
        INSERT INTO log (room, seq, kind, at, message, account, text, emoji)
        VALUES (?1, ?2, ?3, ?4, ?5, (SELECT key FROM accounts WHERE id = ?6), ?7, ?8)";
    let (seq, at) = (rows::number(place.seq), place.at.as_millis());
    let params = params![place.room, seq, kind, at, message, by.as_bytes(), text, emoji];
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

pub(super) fn cancel(connection: &Connection, author: AccountId, nonce: Nonce) -> Result<()> {
    let sql = "INSERT INTO cancelled_sends (author, nonce) VALUES ((SELECT key FROM accounts WHERE id = ?1), ?2)";
    connection.prepare_cached(sql)?.execute([author.as_bytes(), nonce.as_bytes()])?;
    Ok(())
}

/// Nearly always the answer is no, and this is on the way of every send; so what there is to say of one that was is asked
/// for apart.
pub(super) fn sent_before(connection: &Connection, author: AccountId, nonce: Nonce) -> Result<Option<Former>> {
    let sql = "
        SELECT m.key FROM messages AS m JOIN accounts AS a ON a.key = m.author WHERE a.id = ?1 AND m.nonce = ?2
        UNION ALL
        SELECT 0 FROM cancelled_sends AS c JOIN accounts AS a ON a.key = c.author WHERE a.id = ?1 AND c.nonce = ?2";
    match rows::one(connection, sql, [author.as_bytes(), nonce.as_bytes()], |row| column(row, "messages", 0))? {
        None => Ok(None),
        Some(0) => Ok(Some(Former::Cancelled)),
        Some(key) => Ok(Some(Former::Sent(Box::new(former(connection, key, nonce)?)))),
    }
}

fn former(connection: &Connection, key: i64, nonce: Nonce) -> Result<SentBefore> {
    let sql = "
        SELECT m.key, a.id, a.name, m.id, r.id, m.seq, m.body, l.at,
            x.deleted_at, d.id, d.name, q.seq, t.seq, m.also_in_room, s.seq, sr.id
        FROM messages AS m JOIN accounts AS a ON a.key = m.author JOIN rooms AS r ON r.key = m.room
            LEFT JOIN log AS l ON l.room = m.room AND l.seq = m.seq
            LEFT JOIN states AS x ON x.message = m.key
            LEFT JOIN accounts AS d ON d.key = x.deleted_by
            LEFT JOIN messages AS q ON q.key = m.reply_to
            LEFT JOIN messages AS t ON t.key = m.thread
            LEFT JOIN messages AS s ON s.key = m.forwarded_from LEFT JOIN rooms AS sr ON sr.key = s.room
        WHERE m.key = ?1";
    let former = rows::one(connection, sql, [key], |row| read_former(row, nonce))?;
    former.ok_or(Error::Inconsistent { table: "messages", row: key })
}

fn read_former(row: &Row<'_>, nonce: Nonce) -> Result<SentBefore> {
    let seq = |index: usize| match column::<Option<i64>>(row, "messages", index)? {
        Some(_) => rows::seq(row, "messages", index).map(Some),
        None => Ok(None),
    };
    let id = MessageId::from_bytes(column(row, "messages", 3)?);
    let sent_at = Timestamp::from_millis(column(row, "messages", 7)?);
    let mut message = Message::new(id, rows::account(row)?, nonce, column(row, "messages", 6)?, sent_at);
    if let Some(at) = column::<Option<i64>>(row, "messages", 8)? {
        let by = Account { id: AccountId::from_bytes(column(row, "messages", 9)?), name: column(row, "messages", 10)? };
        message.deleted = Some(Deleted { by, at: Timestamp::from_millis(at) });
    }
    let source = seq(14)?;
    let links = Links {
        reply_to: seq(11)?,
        thread: seq(12)?,
        also_in_room: column(row, "messages", 13)?,
        forwarded_from: match source {
            Some(seq) => Some((RoomId::from_bytes(column(row, "rooms", 15)?), seq)),
            None => None,
        },
    };
    let room = RoomId::from_bytes(column(row, "messages", 4)?);
    Ok(SentBefore { room, seq: rows::seq(row, "messages", 5)?, message, links })
}

pub(super) fn versions(connection: &Connection, room: RoomId, seq: Seq) -> Result<Vec<Version>> {
    let sql = "
        WITH wanted AS (
            SELECT m.key, m.body, l.at
            FROM log AS l JOIN messages AS m ON m.key = l.message LEFT JOIN states AS s ON s.message = m.key
            WHERE l.room = (SELECT key FROM rooms WHERE id = ?1) AND l.seq = ?2 AND l.kind = 1
                AND s.deleted_at IS NULL)
        SELECT key, 0, body, at FROM wanted
        UNION ALL
        SELECT x.message, x.revision, x.body, x.at FROM wanted JOIN texts AS x ON x.message = wanted.key
        ORDER BY 2";
    rows::all(connection, sql, params![room.as_bytes(), rows::number(seq)], |row| {
        let at = Timestamp::from_millis(column(row, "texts", 3)?);
        Ok(Version { revision: column(row, "texts", 1)?, body: column(row, "texts", 2)?, at })
    })
}

pub(super) fn edited_before(connection: &Connection, room: RoomId, seq: Seq, nonce: Nonce) -> Result<bool> {
    let sql = "
        SELECT key FROM texts
        WHERE message = (SELECT message FROM log
                         WHERE room = (SELECT key FROM rooms WHERE id = ?1) AND seq = ?2 AND kind = 1)
            AND nonce = ?3";
    let params = params![room.as_bytes(), rows::number(seq), nonce.as_bytes()];
    Ok(rows::one(connection, sql, params, |_| Ok(()))?.is_some())
}

/// The key of the message at a place.
pub(super) fn key(connection: &Connection, room: RoomId, seq: Seq) -> Result<i64> {
    let sql = "
        SELECT seq, message FROM log WHERE room = (SELECT key FROM rooms WHERE id = ?1) AND seq = ?2 AND kind = 1";
    let key = rows::one(connection, sql, params![room.as_bytes(), rows::number(seq)], |row| column(row, "log", 1))?;
    key.ok_or(Error::NoSuchMessage)
}

/// The same in a room whose key is known.
pub(super) fn key_at(connection: &Connection, room: i64, seq: Seq) -> Result<i64> {
    let sql = "SELECT seq, message FROM log WHERE room = ?1 AND seq = ?2 AND kind = 1";
    let key = rows::one(connection, sql, params![room, rows::number(seq)], |row| column(row, "log", 1))?;
    key.ok_or(Error::NoSuchMessage)
}
