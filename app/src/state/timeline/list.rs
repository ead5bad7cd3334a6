//! A list in the making: rows from items, one after the other.

use std::{collections::HashMap, sync::Arc};

use hubbub_client::{Deed, Item, Key, Links, SendState, Timeline, Unsent};
use hubbub_protocol::{Account, AccountId, Change, Entry, Message, Nonce, Seq, Target, Timestamp};

use super::{Divider, Reader};
use crate::state::{
    facts::Facts,
    people::Known,
    row::{Live, MessageRow, MessageState, Row, RowKey, RowKind, Said},
};

/// Messages of one author within this time belong together.
const GROUP_MS: u64 = 5 * 60 * 1000;

/// A list in the making.
pub(super) struct List<'a> {
    pub(super) rows: Vec<Row>,
    pub(super) old: HashMap<Key, Arc<MessageRow>>,
    pub(super) messages: HashMap<Key, Arc<MessageRow>>,
    pub(super) divider: Option<Divider>,
    /// The last entry that was put into the list.
    pub(super) passed: Option<Seq>,
    /// The message before, unless something stands between.
    pub(super) previous: Option<Previous>,
    /// The message whose text is being changed here.
    pub(super) editing: Option<Target>,
    /// What else is held of the room.
    pub(super) held: Option<Timeline<'a>>,
    pub(super) reader: &'a Reader<'a>,
    pub(super) known: Known<'a>,
    /// Whether more or others can be named than the last time.
    pub(super) is_known_better: bool,
    /// Whether texts can be understood for the first time.
    pub(super) learns_to_read: bool,
    /// Whether a new text could not be understood.
    pub(super) has_unread_texts: bool,
}

pub(super) struct Previous {
    author: AccountId,
    at: Timestamp,
    day: i64,
    /// Whether the next message of the same author may go without a name.
    open: bool,
}

/// What a message row is made of.
struct Draft<'a> {
    key: Key,
    author: &'a Account,
    body: &'a str,
    nonce: Nonce,
    at: Timestamp,
    target: Option<Target>,
    state: MessageState,
    facts: Facts,
}

impl List<'_> {
    pub(super) fn item(&mut self, item: &Item<'_>) {
        match *item {
            Item::Entry { entry, key } => self.entry(entry, key),
            Item::Gap(gap) => {
                // The first unread entry is inside the gap.
                if self.divider.is_some_and(|divider| divider.after >= gap.after && divider.after < gap.before) {
                    self.divide();
                }
                self.close_group();
                self.rows.push(Row { key: RowKey::Gap(gap.after, gap.before), kind: RowKind::Gap(gap) });
            }
            Item::Unsent { unsent, state } => self.unsent(item.key(), unsent, state),
        }
    }

    fn entry(&mut self, entry: &Entry, key: Key) {
        let message = match &entry.change {
            Change::MessageSent { message } => Some(message),
            _ => None,
        };
        // What happened to a message is not news.
        self.divide_before(entry.seq, message.is_none_or(|message| message.author.id == self.reader.me.id));
        self.passed = Some(entry.seq);
        if let Some(message) = message {
            let target = Target { seq: entry.seq, message: message.id };
            self.message(Draft {
                key,
                author: &message.author,
                body: &message.body,
                nonce: message.nonce,
                at: message.sent_at,
                target: Some(target),
                state: self.state_of(target, message),
                facts: Facts::of(message, &self.known),
            });
        } else if let Change::MessagePinned { target, by, .. } = &entry.change {
            let kind = RowKind::Pin { by: by.name.clone(), target: *target };
            self.rows.push(Row { key: RowKey::Pin(entry.seq), kind });
        }
    }

    /// A message is on its way again while its new text is.
    fn state_of(&self, target: Target, message: &Message) -> MessageState {
        let deeds = self.held.iter().flat_map(|held| held.deeds(target.seq));
        let edit = deeds.filter(|(unsent, _)| matches!(unsent.deed, Deed::Edit { .. })).last();
        match edit {
            // What was refused must not be lost, even when the message is.
            Some((unsent, state)) if message.deleted.is_none() || matches!(state, SendState::Refused(_)) => {
                MessageState::of(unsent.nonce, state)
            }
            _ => MessageState::Sent,
        }
    }

    fn unsent(&mut self, key: Key, unsent: &Unsent, state: SendState<'_>) {
        let none = Links::default();
        let links = if let Deed::Send(links) = &unsent.deed { links } else { &none };
        self.message(Draft {
            key,
            author: self.reader.me,
            body: &unsent.body,
            nonce: unsent.nonce,
            at: unsent.written_at,
            target: None,
            state: MessageState::of(unsent.nonce, state),
            facts: Facts::of_unsent(links, self.held, &self.known),
        });
    }

    fn message(&mut self, draft: Draft<'_>) {
        let Draft { key, author, body, nonce, at, target, state, facts } = draft;
        let day = self.reader.clock.day_number(at);
        if self.previous.as_ref().is_none_or(|previous| previous.day != day) {
            self.rows.push(Row { key: RowKey::Day(key), kind: RowKind::Day(at) });
            self.close_group();
        }
        let follows = self.previous.as_ref().is_some_and(|previous| {
            let apart = at.as_millis().abs_diff(previous.at.as_millis());
            previous.open && previous.author == author.id && apart < GROUP_MS
        });
        let first_of_group = !follows || facts.reply_to.is_some() || facts.forwarded_from.is_some();
        self.previous = Some(Previous { author: author.id, at, day, open: true });
        let is_editing = target.is_some() && target == self.editing && facts.deleted.is_none();
        let live = Live { state, target, at, first_of_group, is_editing };
        let mine = author.id == self.reader.me.id;
        let read = || self.known.read(body, mine);
        let message = if let Some(message) = self.old.remove(&key) {
            let may_mean_else = self.is_known_better && body.contains(['@', '#']);
            message.become_now(body, may_mean_else || self.learns_to_read, read, live, facts);
            message
        } else {
            let said = Said { body: body.to_owned(), meaning: Arc::new(read()) };
            self.has_unread_texts |= self.reader.later.is_none();
            Arc::new(MessageRow::new(author.clone(), nonce, mine, said, live, facts))
        };
        self.messages.insert(key, Arc::clone(&message));
        self.rows.push(Row { key: RowKey::Message(key), kind: RowKind::Message(message) });
    }

    pub(super) fn notice(&mut self, number: u32, came: Vec<String>, went: Vec<String>) {
        self.rows.push(Row { key: RowKey::Notice(number), kind: RowKind::Notice { came, went } });
    }

    /// Draws the line if this entry is the first unread one by somebody else. When earlier ones are not here yet, it
    /// is not drawn at all.
    fn divide_before(&mut self, seq: Seq, mine: bool) {
        let Some(Divider { after, .. }) = self.divider else { return };
        if self.passed.is_none() && seq > after.next() {
            self.divider = None;
        } else if seq > after && !mine {
            self.divide();
        }
    }

    fn divide(&mut self) {
        if let Some(Divider { after, count }) = self.divider.take() {
            self.close_group();
            self.rows.push(Row { key: RowKey::New(after), kind: RowKind::New { count } });
        }
    }

    fn close_group(&mut self) {
        if let Some(previous) = &mut self.previous {
            previous.open = false;
        }
    }
}
