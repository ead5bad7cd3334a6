//! One room in memory: its log as it happened. What a message is now is the log folded over it, each time it is read.

use hubbub_protocol::{
    AccountId, Change, Entry, Message, Nonce, Room, Seq, Target, Timestamp, Version,
    message::{ForwardedFrom, InThread, Quote, excerpt},
};

use crate::ports::{
    Links, LogRange, Membership, NewMessage, NewReaction, NewText, SentBefore, StoreError, StoreResult,
};

#[derive(Debug, Clone)]
pub(super) struct RoomState {
    pub(super) room: Room,
    pub(super) everyone: bool,
    log: Vec<Entry>,
    last_at: Timestamp,
    /// Which message was edited with which nonce.
    pub(super) edits: Vec<(Seq, Nonce)>,
}

impl RoomState {
    pub(super) fn new(room: Room, everyone: bool) -> Self {
        Self { room, everyone, log: Vec::new(), last_at: Timestamp::default(), edits: Vec::new() }
    }

    pub(super) fn head(&self) -> Seq {
        self.log.last().map_or(Seq::ZERO, |entry| entry.seq)
    }

    pub(super) fn entries(&self, range: LogRange, wanted: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        let inside = |entry: &&Entry| entry.seq > range.after && range.before.is_none_or(|before| entry.seq < before);
        let found: Vec<_> = self.log.iter().filter(inside).filter(|entry| wanted(entry)).collect();
        let surplus = found.len().saturating_sub(range.limit);
        let kept = if range.newest { surplus..found.len() } else { 0..found.len() - surplus };
        let changes = self.changes();
        found[kept].iter().map(|entry| now(entry, &changes)).collect()
    }

    pub(super) fn message(&self, seq: Seq) -> Option<Entry> {
        let entry = self.log.iter().find(|entry| entry.seq == seq).filter(|entry| is_message(entry))?;
        Some(now(entry, &self.changes()))
    }

    /// The entries that can have changed a message.
    fn changes(&self) -> Vec<&Entry> {
        let is_plain = |change: &Change| matches!(change, Change::MessageSent { message } if message.thread.is_none());
        self.log.iter().filter(|entry| !is_plain(&entry.change)).collect()
    }

    pub(super) fn replies(&self, root: Seq, range: LogRange) -> Vec<Entry> {
        self.entries(range, |entry| match &entry.change {
            Change::MessageSent { message } => message.thread.as_ref().is_some_and(|thread| thread.root.seq == root),
            _ => false,
        })
    }

    pub(super) fn versions(&self, seq: Seq) -> Vec<Version> {
        if self.message(seq).and_then(message).is_none_or(|message| message.deleted.is_some()) {
            return Vec::new();
        }
        let version = |entry: &Entry| match &entry.change {
            Change::MessageSent { message } if entry.seq == seq => {
                Some(Version { revision: 0, body: message.body.clone(), at: message.sent_at })
            }
            Change::MessageEdited { target, body, revision, at } if target.seq == seq => {
                Some(Version { revision: *revision, body: body.clone(), at: *at })
            }
            _ => None,
        };
        self.log.iter().filter_map(version).collect()
    }

    pub(super) fn pins(&self) -> Vec<Target> {
        let mut pins = Vec::new();
        for entry in &self.log {
            entry.change.apply_to_pins(&mut pins);
        }
        pins
    }

    pub(super) fn sent_before(&self, author: AccountId, nonce: Nonce) -> Option<SentBefore> {
        let entry = self.log.iter().find(|entry| match &entry.change {
            Change::MessageSent { message } => message.author.id == author && message.nonce == nonce,
            _ => false,
        })?;
        let sent = message(entry.clone())?;
        let links = Links {
            reply_to: sent.reply_to.map(|quote| quote.target.seq),
            thread: sent.thread.as_ref().map(|thread| thread.root.seq),
            also_in_room: sent.thread.is_some_and(|thread| thread.also_in_room),
            forwarded_from: sent.forwarded_from.map(|from| (from.room, from.target.seq)),
        };
        let deleted = self.message(entry.seq).and_then(message).and_then(|message| message.deleted);
        let message = Message { deleted, ..Message::new(sent.id, sent.author, sent.nonce, sent.body, sent.sent_at) };
        Some(SentBefore { room: self.room.id, seq: entry.seq, message, links })
    }

    pub(super) fn append_message(
        &mut self,
        by: &Membership,
        new: NewMessage,
        forwarded_from: Option<ForwardedFrom>,
    ) -> StoreResult<Entry> {
        let NewMessage { id, nonce, body, at, links } = new;
        let mut message = Message::new(id, by.account.clone(), nonce, body, self.time(at));
        if let Some(seq) = links.reply_to {
            let answered = self.existing(seq)?;
            let target = Target { seq, message: answered.id };
            let (excerpt, deleted) = (excerpt(&answered.body), answered.deleted.is_some());
            message.reply_to = Some(Box::new(Quote { target, author: answered.author, excerpt, deleted }));
        }
        if let Some(seq) = links.thread {
            let root = Target { seq, message: self.existing(seq)?.id };
            message.thread = Some(Box::new(InThread { root, also_in_room: links.also_in_room }));
        }
        message.forwarded_from = forwarded_from.map(Box::new);
        Ok(self.append(Change::MessageSent { message }))
    }

    pub(super) fn edit(&mut self, target: Target, NewText { nonce, body, at }: NewText) -> StoreResult<Entry> {
        let revision = self.existing(target.seq)?.edited.map_or(0, |edited| edited.revision) + 1;
        self.edits.push((target.seq, nonce));
        let at = self.time(at);
        Ok(self.append(Change::MessageEdited { target, body, revision, at }))
    }

    pub(super) fn delete(&mut self, by: &Membership, target: Target, at: Timestamp) -> StoreResult<Entry> {
        let root = self.existing(target.seq)?.thread.map(|thread| thread.root);
        for entry in &mut self.log {
            match &mut entry.change {
                Change::MessageSent { message } if entry.seq == target.seq => message.body.clear(),
                Change::MessageSent { message } => {
                    if let Some(quote) = message.reply_to.as_mut().filter(|quote| quote.target.seq == target.seq) {
                        quote.excerpt.clear();
                    }
                }
                Change::MessageEdited { target: edited, body, .. } if edited.seq == target.seq => body.clear(),
                _ => {}
            }
        }
        let at = self.time(at);
        Ok(self.append(Change::MessageDeleted { target, by: by.account.clone(), at, root }))
    }

    pub(super) fn react(&mut self, by: &Membership, reaction: NewReaction, added: bool) -> Option<Entry> {
        let NewReaction { target, emoji, at } = reaction;
        let message = self.message(target.seq).and_then(message)?;
        let standing = message.reactions.iter().find(|reaction| reaction.emoji == emoji);
        let is_there = standing.is_some_and(|reaction| reaction.by.contains(&by.account));
        (is_there != added).then(|| {
            let (by, at) = (by.account.clone(), self.time(at));
            self.append(if added {
                Change::ReactionAdded { target, emoji, by, at }
            } else {
                Change::ReactionRemoved { target, emoji, by, at }
            })
        })
    }

    pub(super) fn pin(&mut self, by: &Membership, target: Target, at: Timestamp, pinned: bool) -> Option<Entry> {
        let is_there = self.pins().contains(&target);
        (is_there != pinned).then(|| {
            let (by, at) = (by.account.clone(), self.time(at));
            self.append(if pinned {
                Change::MessagePinned { target, by, at }
            } else {
                Change::MessageUnpinned { target, by, at }
            })
        })
    }

    fn existing(&self, seq: Seq) -> StoreResult<Message> {
        let message = self.message(seq).and_then(message);
        message.ok_or_else(|| StoreError::Failed("there is no such message".into()))
    }

    /// The time of the next entry, never before that of the one below it.
    fn time(&mut self, at: Timestamp) -> Timestamp {
        self.last_at = self.last_at.max(at);
        self.last_at
    }

    fn append(&mut self, change: Change) -> Entry {
        let entry = Entry { room: self.room.id, seq: self.head().next(), change };
        self.log.push(entry.clone());
        entry
    }
}

/// The message of an entry.
pub(super) fn message(entry: Entry) -> Option<Message> {
    match entry.change {
        Change::MessageSent { message } => Some(message),
        _ => None,
    }
}

fn is_message(entry: &Entry) -> bool {
    matches!(entry.change, Change::MessageSent { .. })
}

/// The entry with its message as the later ones leave it.
fn now(entry: &Entry, changes: &[&Entry]) -> Entry {
    let mut entry = entry.clone();
    if let Change::MessageSent { message } = &mut entry.change {
        for change in changes.iter().filter(|change| change.seq > entry.seq) {
            message.apply(entry.seq, change);
        }
    }
    entry
}
