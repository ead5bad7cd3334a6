//! What a later entry of the room log makes of a message.
//!
//! This is the one place that says so: a client folds the entries that it hears over the messages that it holds, and
//! what it gets must be what the server reads from its tables. The snapshot law (P7) is tested on this function.

use super::{Deleted, Edited, Message, Pinned, Replies, excerpt};
use crate::{Account, Change, Entry, Reaction, Seq};

impl Message {
    /// Takes over an entry that came after the state that this message is in. `own` is the place of the message.
    ///
    /// Entries must be applied in the order of the log and each once. Says whether anything changed.
    pub fn apply(&mut self, own: Seq, entry: &Entry) -> bool {
        match &entry.change {
            Change::MessageSent { message } => {
                let root = message.thread.as_ref().map(|thread| thread.root.seq);
                root == Some(own) && self.got_reply(entry.seq, message)
            }
            Change::MessageEdited { target, body, revision, at } => {
                let quoted = self.quotes(target.seq);
                if quoted && let Some(quote) = &mut self.reply_to {
                    quote.excerpt = excerpt(body);
                }
                let mine = target.seq == own && self.deleted.is_none();
                if mine {
                    self.body.clone_from(body);
                    self.edited = Some(Edited { revision: *revision, at: *at });
                }
                mine || quoted
            }
            Change::MessageDeleted { target, by, at, root } => {
                let quoted = self.quotes(target.seq);
                if quoted && let Some(quote) = &mut self.reply_to {
                    quote.excerpt.clear();
                    quote.deleted = true;
                }
                let mine = target.seq == own;
                if mine {
                    self.delete(Deleted { by: by.clone(), at: *at });
                }
                let lost = root.is_some_and(|root| root.seq == own) && self.lost_reply();
                mine || quoted || lost
            }
            Change::ReactionAdded { target, emoji, by, .. } => target.seq == own && self.react(emoji, by),
            Change::ReactionRemoved { target, emoji, by, .. } => target.seq == own && self.unreact(emoji, by),
            Change::MessagePinned { target, by, at } => {
                let mine = target.seq == own && self.deleted.is_none();
                if mine {
                    self.pinned = Some(Box::new(Pinned { by: by.clone(), at: *at }));
                }
                mine
            }
            Change::MessageUnpinned { target, .. } => target.seq == own && self.pinned.take().is_some(),
            Change::Unknown => false,
        }
    }

    /// Leaves nothing but the fact that there was a message. Its thread stays, because others wrote in it.
    pub fn delete(&mut self, deleted: Deleted) {
        self.body = String::new();
        self.deleted = Some(deleted);
        self.edited = None;
        self.reactions = Vec::new();
        self.reply_to = None;
        self.pinned = None;
        self.forwarded_from = None;
    }

    fn quotes(&self, seq: Seq) -> bool {
        self.reply_to.as_ref().is_some_and(|quote| quote.target.seq == seq && !quote.deleted)
    }

    fn got_reply(&mut self, seq: Seq, reply: &Self) -> bool {
        let count = self.replies.as_ref().map_or(0, |replies| replies.count) + 1;
        self.replies = Some(Box::new(Replies { count, last: seq, by: reply.author.clone(), at: reply.sent_at }));
        true
    }

    fn lost_reply(&mut self) -> bool {
        self.replies.take_if(|replies| replies.count <= 1);
        if let Some(replies) = &mut self.replies {
            replies.count -= 1;
        }
        true
    }

    fn react(&mut self, emoji: &str, by: &Account) -> bool {
        if self.deleted.is_some() {
            return false;
        }
        let Some(reaction) = self.reactions.iter_mut().find(|reaction| reaction.emoji == emoji) else {
            self.reactions.push(Reaction { emoji: emoji.to_owned(), by: vec![by.clone()] });
            return true;
        };
        let new = reaction.by.iter().all(|account| account.id != by.id);
        if new {
            reaction.by.push(by.clone());
        }
        new
    }

    fn unreact(&mut self, emoji: &str, by: &Account) -> bool {
        let Some(at) = self.reactions.iter().position(|reaction| reaction.emoji == emoji) else { return false };
        let people = &mut self.reactions[at].by;
        let before = people.len();
        people.retain(|account| account.id != by.id);
        let changed = people.len() != before;
        if people.is_empty() {
            self.reactions.remove(at);
        }
        changed
    }
}
