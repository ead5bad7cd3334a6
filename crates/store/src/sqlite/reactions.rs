//! Reactions.

use hubbub_chat::ports::{Membership, NewReaction};
use hubbub_protocol::{Change, Entry};
use rusqlite::{Connection, params};

use super::{
    log::kind,
    messages::{append_change, key},
    rooms, rows,
};
use crate::error::Result;

pub(super) fn add(connection: &Connection, by: &Membership, reaction: NewReaction) -> Result<Option<Entry>> {
    let NewReaction { target, emoji, at } = reaction;
    let message = key(connection, by.room, target.seq)?;
    let sql = "
        SELECT x.seq FROM reactions AS x
        WHERE x.message = ?1 AND x.emoji = ?2 AND x.account = (SELECT key FROM accounts WHERE id = ?3)";
    if rows::one(connection, sql, params![message, emoji, by.account.id.as_bytes()], |_| Ok(()))?.is_some() {
        return Ok(None);
    }
    let place = rooms::next_place(connection, by.room, at)?;
    let sql = "
        INSERT INTO reactions (message, emoji, account, since, seq)
        VALUES (?1, ?2, (SELECT key FROM accounts WHERE id = ?3),
            coalesce((SELECT min(since) FROM reactions WHERE message = ?1 AND emoji = ?2), ?4), ?4)";
    let params = params![message, emoji, by.account.id.as_bytes(), rows::number(place.seq)];
    connection.prepare_cached(sql)?.execute(params)?;
    append_change(connection, &place, (kind::REACTED, message), by.account.id, (None, Some(&emoji)))?;
    let change = Change::ReactionAdded { target, emoji, by: by.account.clone(), at: place.at };
    Ok(Some(Entry { room: by.room, seq: place.seq, change }))
}

pub(super) fn remove(connection: &Connection, by: &Membership, reaction: NewReaction) -> Result<Option<Entry>> {
    let NewReaction { target, emoji, at } = reaction;
    let message = key(connection, by.room, target.seq)?;
    let sql = "
        DELETE FROM reactions
        WHERE message = ?1 AND emoji = ?2 AND account = (SELECT key FROM accounts WHERE id = ?3)";
    if connection.prepare_cached(sql)?.execute(params![message, emoji, by.account.id.as_bytes()])? == 0 {
        return Ok(None);
    }
    let place = rooms::next_place(connection, by.room, at)?;
    append_change(connection, &place, (kind::UNREACTED, message), by.account.id, (None, Some(&emoji)))?;
    let change = Change::ReactionRemoved { target, emoji, by: by.account.clone(), at: place.at };
    Ok(Some(Entry { room: by.room, seq: place.seq, change }))
}
