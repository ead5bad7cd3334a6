//! What the messages of a page refer to, and the reactions on them: one query each, and none where there is nothing.

use std::{collections::HashMap, fmt::Write as _};

use hubbub_protocol::{
    Account, Change, Message, MessageId, Reaction, RoomId, Target, Timestamp,
    message::{ForwardedFrom, Quote, Replies, excerpt},
};
use rusqlite::Connection;

use super::row::{Links, Read};
use crate::{
    error::{Error, Result},
    sqlite::rows::{self, column},
};

/// A message that others refer to.
struct Linked {
    room: RoomId,
    target: Target,
    author: Account,
    /// How its text begins.
    start: String,
    deleted: bool,
    at: Timestamp,
}

/// Adds to the messages what is not in their own rows.
pub(super) fn add(connection: &Connection, read: &mut [Read]) -> Result<()> {
    let links = read.iter().map(|read| &read.links);
    let named = links.flat_map(|links| [links.reply_to, links.forwarded_from, links.last_reply]).flatten();
    let named = linked(connection, &list(named))?;
    let mut reactions = reactions(connection, &list(read.iter().filter_map(|read| read.links.own)))?;
    for Read { change, links, .. } in read {
        if let Change::MessageSent { message } = change {
            refer(message, links, &named)?;
            message.reactions = links.own.and_then(|own| reactions.remove(&own)).unwrap_or_default();
        }
    }
    Ok(())
}

fn refer(message: &mut Message, links: &Links, named: &HashMap<i64, Linked>) -> Result<()> {
    let find = |key: i64| named.get(&key).ok_or(Error::Inconsistent { table: "messages", row: key });
    if let Some(key) = links.reply_to {
        let Linked { target, author, start, deleted, .. } = find(key)?;
        let (target, author, deleted) = (*target, author.clone(), *deleted);
        message.reply_to = Some(Box::new(Quote { target, author, excerpt: excerpt(start), deleted }));
    }
    if let Some(key) = links.forwarded_from {
        let Linked { room, target, author, .. } = find(key)?;
        let from = ForwardedFrom { room: *room, target: *target, author: author.clone() };
        message.forwarded_from = Some(Box::new(from));
    }
    if let Some(key) = links.last_reply {
        let Linked { target, author, at, .. } = find(key)?;
        let (last, by, at) = (target.seq, author.clone(), *at);
        message.replies = Some(Box::new(Replies { count: links.replies, last, by, at }));
    }
    Ok(())
}

/// Keys as the list of numbers that `json_each` takes, so that one prepared statement serves any count of them.
fn list(keys: impl Iterator<Item = i64>) -> String {
    let mut list = String::from("[");
    for key in keys {
        let comma = if list.len() > 1 { "," } else { "" };
        // Writing into a string cannot fail.
        let _ = write!(list, "{comma}{key}");
    }
    list.push(']');
    list
}

fn linked(connection: &Connection, keys: &str) -> Result<HashMap<i64, Linked>> {
    if keys == "[]" {
        return Ok(HashMap::new());
    }
    // A little more than an excerpt can need of the text, which may be long.
    let sql = "
        SELECT m.key, a.id, a.name, r.id, m.seq, m.id, substr(coalesce(x.body, m.body), 1, 480),
            s.deleted_at IS NOT NULL, l.at
        FROM messages AS m JOIN accounts AS a ON a.key = m.author JOIN rooms AS r ON r.key = m.room
            JOIN log AS l ON l.room = m.room AND l.seq = m.seq
            LEFT JOIN states AS s ON s.message = m.key LEFT JOIN texts AS x ON x.key = s.text
        WHERE m.key IN (SELECT value FROM json_each(?1))";
    let linked = rows::all(connection, sql, [keys], |row| {
        let message = MessageId::from_bytes(column(row, "messages", 5)?);
        let linked = Linked {
            room: RoomId::from_bytes(column(row, "messages", 3)?),
            target: Target { seq: rows::seq(row, "messages", 4)?, message },
            author: rows::account(row)?,
            start: column(row, "messages", 6)?,
            deleted: column(row, "messages", 7)?,
            at: Timestamp::from_millis(column(row, "messages", 8)?),
        };
        Ok((column(row, "messages", 0)?, linked))
    })?;
    Ok(linked.into_iter().collect())
}

fn reactions(connection: &Connection, keys: &str) -> Result<HashMap<i64, Vec<Reaction>>> {
    if keys == "[]" {
        return Ok(HashMap::new());
    }
    let sql = "
        SELECT x.message, a.id, a.name, x.emoji
        FROM reactions AS x JOIN accounts AS a ON a.key = x.account
        WHERE x.message IN (SELECT value FROM json_each(?1))
        ORDER BY x.message, x.since, x.seq";
    let each = rows::all(connection, sql, [keys], |row| {
        Ok((column::<i64>(row, "reactions", 0)?, rows::account(row)?, column::<String>(row, "reactions", 3)?))
    })?;
    let mut reactions: HashMap<i64, Vec<Reaction>> = HashMap::new();
    for (message, account, emoji) in each {
        let on_message = reactions.entry(message).or_default();
        match on_message.last_mut() {
            Some(reaction) if reaction.emoji == emoji => reaction.by.push(account),
            _ => on_message.push(Reaction { emoji, by: vec![account] }),
        }
    }
    Ok(reactions)
}
