//! From a row of the log to what it says.

use hubbub_protocol::{
    Account, AccountId, Change, Message, MessageId, Nonce, Seq, Target, Timestamp,
    message::{Deleted, Edited, InThread, Pinned},
};
use rusqlite::Row;

use super::kind;
use crate::{
    error::Result,
    sqlite::rows::{self, column},
};

/// An entry, and the messages that its message refers to.
pub(super) struct Read {
    pub(super) seq: Seq,
    pub(super) change: Change,
    pub(super) links: Links,
}

/// Keys of messages.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The message itself, where it may have reactions.
    pub(super) own: Option<i64>,
    pub(super) reply_to: Option<i64>,
    pub(super) forwarded_from: Option<i64>,
    /// The newest reply of the thread that began with it, and how many there are.
    pub(super) last_reply: Option<i64>,
    pub(super) replies: u32,
}

pub(super) fn read(row: &Row<'_>) -> Result<Read> {
    let seq = rows::seq(row, "log", 0)?;
    let kind: i64 = column(row, "log", 1)?;
    if kind == kind::SENT {
        let (message, links) = sent(row)?;
        return Ok(Read { seq, change: Change::MessageSent { message }, links });
    }
    Ok(Read { seq, change: changed(row, kind)?, links: Links::default() })
}

fn sent(row: &Row<'_>) -> Result<(Message, Links)> {
    let (id, nonce) = (MessageId::from_bytes(column(row, "log", 3)?), Nonce::from_bytes(column(row, "log", 4)?));
    let mut message = Message::new(id, account(row, 6)?, nonce, column(row, "log", 5)?, time(row, 2)?);
    let replies: Option<u32> = column(row, "states", 19)?;
    let last_reply = column(row, "states", 20)?;
    let mut links = Links { replies: replies.unwrap_or_default(), last_reply, ..Links::default() };
    if let Some(root) = root(row)? {
        message.thread = Some(Box::new(InThread { root, also_in_room: column(row, "messages", 18)? }));
    }
    if is_some(row, 12)? {
        message.deleted = Some(Deleted { by: account(row, 13)?, at: time(row, 12)? });
        return Ok((message, links));
    }
    if is_some(row, 10)? {
        message.edited = Some(Edited { revision: column(row, "texts", 10)?, at: time(row, 11)? });
    }
    if is_some(row, 22)? {
        message.pinned = Some(Box::new(Pinned { by: account(row, 23)?, at: time(row, 22)? }));
    }
    links.own = Some(column(row, "messages", 8)?);
    links.reply_to = column(row, "messages", 15)?;
    links.forwarded_from = column(row, "messages", 21)?;
    Ok((message, links))
}

fn changed(row: &Row<'_>, kind: i64) -> Result<Change> {
    let target = Target { seq: rows::seq(row, "log", 9)?, message: MessageId::from_bytes(column(row, "log", 3)?) };
    let at = time(row, 2)?;
    if kind == kind::EDITED {
        let (revision, body) = (column(row, "texts", 28)?, column(row, "texts", 29)?);
        return Ok(Change::MessageEdited { target, body, revision, at });
    }
    let by = account(row, 25)?;
    Ok(match kind {
        kind::DELETED => Change::MessageDeleted { target, by, at, root: root(row)? },
        kind::REACTED => Change::ReactionAdded { target, emoji: column(row, "log", 27)?, by, at },
        kind::UNREACTED => Change::ReactionRemoved { target, emoji: column(row, "log", 27)?, by, at },
        kind::PINNED => Change::MessagePinned { target, by, at },
        kind::UNPINNED => Change::MessageUnpinned { target, by, at },
        _ => return Err(rows::inconsistent(row, "log")),
    })
}

/// The message whose thread this one is in.
fn root(row: &Row<'_>) -> Result<Option<Target>> {
    if !is_some(row, 16)? {
        return Ok(None);
    }
    let message = MessageId::from_bytes(column(row, "messages", 17)?);
    Ok(Some(Target { seq: rows::seq(row, "messages", 16)?, message }))
}

fn is_some(row: &Row<'_>, index: usize) -> Result<bool> {
    Ok(column::<Option<i64>>(row, "log", index)?.is_some())
}

fn account(row: &Row<'_>, first: usize) -> Result<Account> {
    let id = AccountId::from_bytes(column(row, "accounts", first)?);
    Ok(Account { id, name: column(row, "accounts", first + 1)? })
}

fn time(row: &Row<'_>, index: usize) -> Result<Timestamp> {
    column(row, "log", index).map(Timestamp::from_millis)
}
