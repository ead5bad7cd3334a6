//! From what the client holds of a room to the rows of its list.

use std::{collections::HashMap, sync::Arc};

use hubbub_client::{Item, Key, SendState};
use hubbub_protocol::{Account, Change, Seq, Timestamp};

use super::{
    clock::Clock,
    notices::Notices,
    people::{Known, People},
    rooms::Rooms,
    row::{Live, MessageRow, MessageState, Row, RowKey, RowKind},
};
use crate::{later::Functions, meaning::Meaning};

/// Messages of one author within this time belong together.
const GROUP_MS: u64 = 5 * 60 * 1000;
/// The most entries a list shows while the person is at its end.
const SHOWN: usize = 300;
/// How many of them stay when it is cut.
const KEPT: usize = 200;
/// The most entries a list shows at all.
const SHOWN_AT_MOST: usize = 2_000;

/// Who looks at a room, and with what.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) me: &'a Account,
    pub(crate) rooms: &'a Rooms,
    pub(crate) clock: Clock,
    /// What understands texts, once it is there.
    pub(crate) later: Option<Functions>,
}

/// How one room is shown.
#[derive(Default)]
pub(crate) struct TimelineView {
    /// The rows of the last time, so that a message stays the same row.
    messages: HashMap<Key, Arc<MessageRow>>,
    /// Who came and went.
    pub(crate) notices: Notices,
    /// Whom one can speak to.
    pub(crate) people: People,
    /// Whom and what one could name the last time.
    known: (usize, usize),
    /// Whether texts could be understood the last time.
    can_read: bool,
    /// Whether there are new rows whose texts are shown as they were typed.
    has_unread_texts: bool,
    divider: Option<Divider>,
    /// The oldest entry to show; what the client holds before it is hidden, to keep the list short.
    floor: Seq,
    last: Seq,
    seen: Seq,
    /// Whether the person left the end of the list to read what is further up.
    reading_back: bool,
}

/// Where the unread entries began when the room was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Divider {
    /// The last entry that was read.
    pub(crate) after: Seq,
    /// How many were unread.
    pub(crate) count: u64,
}

impl TimelineView {
    /// Draws the line before the unread entries; it stays there until the room is opened again.
    pub(crate) fn divide(&mut self, divider: Option<Divider>) {
        self.divider = divider.filter(|divider| divider.count > 0);
    }

    /// The person saw this entry.
    pub(crate) fn saw(&mut self, seq: Seq) {
        self.seen = self.seen.max(seq);
    }

    /// The person is at the end of the list, or not.
    pub(crate) fn stand(&mut self, at_end: bool) {
        self.reading_back = !at_end;
    }

    /// Shows everything that is held. Whether anything was hidden.
    pub(crate) fn unfold(&mut self) -> bool {
        std::mem::take(&mut self.floor) > Seq::ZERO
    }

    /// Whether the list begins later than what is held.
    pub(crate) fn is_folded(&self) -> bool {
        self.floor > Seq::ZERO
    }

    /// The row of a message.
    pub(crate) fn message(&self, key: Key) -> Option<Arc<MessageRow>> {
        self.messages.get(&key).cloned()
    }

    /// Whether texts of new rows wait to be understood; told once.
    pub(crate) fn take_unread_texts(&mut self) -> bool {
        std::mem::take(&mut self.has_unread_texts)
    }

    /// The last entry of the list.
    pub(crate) fn last(&self) -> Seq {
        self.last
    }

    /// The rows for these items. What is still there keeps its key and changes in place.
    pub(crate) fn rows(&mut self, items: &[Item<'_>], reader: &Reader<'_>) -> Vec<Row> {
        self.fold(items);
        self.meet(items, reader.me);
        let known = Known { people: &self.people, rooms: reader.rooms };
        let version = known.version();
        let is_known_better = self.known != version;
        self.known = version;
        let can_read = reader.later.is_some();
        let learns_to_read = can_read && !std::mem::replace(&mut self.can_read, can_read);
        let mut list = List {
            rows: Vec::with_capacity(items.len() + 8),
            old: std::mem::take(&mut self.messages),
            messages: HashMap::with_capacity(items.len()),
            divider: self.divider,
            passed: None,
            previous: None,
            reader,
            known,
            is_known_better,
            learns_to_read,
            has_unread_texts: false,
        };
        let mut notices = self.notices.lines().iter().peekable();
        for item in items {
            let seq = match item {
                Item::Entry { entry, .. } if entry.seq < self.floor => continue,
                Item::Entry { entry, .. } => Some(entry.seq),
                Item::Gap(gap) if gap.before <= self.floor => continue,
                Item::Gap(gap) => Some(gap.before),
                Item::Unsent { .. } => None,
            };
            while let Some(notice) = notices.next_if(|notice| seq.is_none_or(|seq| notice.after < seq)) {
                list.notice(notice.number, notice.came(), notice.went());
            }
            list.item(item);
        }
        for notice in notices {
            list.notice(notice.number, notice.came(), notice.went());
        }
        self.last = list.passed.unwrap_or_default();
        self.messages = list.messages;
        self.has_unread_texts |= list.has_unread_texts;
        list.rows
    }

    /// Whoever wrote something can be spoken to, also in what was written before.
    fn meet(&mut self, items: &[Item<'_>], me: &Account) {
        self.people.meet(me);
        for item in items {
            if let Item::Entry { entry, key } = item
                && let Change::MessageSent { message } = &entry.change
                && !self.messages.contains_key(key)
            {
                self.people.meet(&message.author);
            }
        }
    }

    /// Hides the oldest entries of a list that became long while the person was at its end.
    fn fold(&mut self, items: &[Item<'_>]) {
        let shown: Vec<Seq> = items.iter().filter_map(seq).filter(|seq| *seq >= self.floor).collect();
        let limit = if self.seen >= self.last && !self.reading_back { SHOWN } else { SHOWN_AT_MOST };
        if shown.len() > limit {
            self.floor = shown[shown.len() - KEPT];
        }
    }
}

fn seq(item: &Item<'_>) -> Option<Seq> {
    match item {
        Item::Entry { entry, .. } => Some(entry.seq),
        _ => None,
    }
}

/// A list in the making.
struct List<'a> {
    rows: Vec<Row>,
    old: HashMap<Key, Arc<MessageRow>>,
    messages: HashMap<Key, Arc<MessageRow>>,
    divider: Option<Divider>,
    /// The last entry that was put into the list.
    passed: Option<Seq>,
    /// The message before, unless something stands between.
    previous: Option<Previous>,
    reader: &'a Reader<'a>,
    known: Known<'a>,
    /// Whether more or others can be named than the last time.
    is_known_better: bool,
    /// Whether texts can be understood for the first time.
    learns_to_read: bool,
    /// Whether a new text could not be understood.
    has_unread_texts: bool,
}

struct Previous {
    author: hubbub_protocol::AccountId,
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
    nonce: hubbub_protocol::Nonce,
    at: Timestamp,
    seq: Option<Seq>,
    state: MessageState,
}

impl List<'_> {
    fn item(&mut self, item: &Item<'_>) {
        match *item {
            Item::Entry { entry, key } => {
                self.divide_before(
                    entry.seq,
                    matches!(&entry.change, Change::MessageSent { message } if message.author.id == self.reader.me.id),
                );
                self.passed = Some(entry.seq);
                if let Change::MessageSent { message } = &entry.change {
                    self.message(Draft {
                        key,
                        author: &message.author,
                        body: &message.body,
                        nonce: message.nonce,
                        at: message.sent_at,
                        seq: Some(entry.seq),
                        state: MessageState::Sent,
                    });
                }
            }
            Item::Gap(gap) => {
                // The first unread entry is inside the gap.
                if self.divider.is_some_and(|divider| divider.after >= gap.after && divider.after < gap.before) {
                    self.divide();
                }
                self.close_group();
                self.rows.push(Row { key: RowKey::Gap(gap.after, gap.before), kind: RowKind::Gap(gap) });
            }
            Item::Unsent { unsent, state } => {
                let me = self.reader.me;
                self.message(Draft {
                    key: item.key(),
                    author: me,
                    body: &unsent.body,
                    nonce: unsent.nonce,
                    at: unsent.written_at,
                    seq: None,
                    state: match state {
                        SendState::Pending => MessageState::Pending,
                        SendState::Queued => MessageState::Queued,
                        SendState::Refused(refusal) => MessageState::Refused(refusal.clone()),
                    },
                });
            }
        }
    }

    fn message(&mut self, draft: Draft<'_>) {
        let Draft { key, author, body, nonce, at, seq, state } = draft;
        let day = self.reader.clock.day_number(at);
        if self.previous.as_ref().is_none_or(|previous| previous.day != day) {
            self.rows.push(Row { key: RowKey::Day(key), kind: RowKind::Day(at) });
            self.close_group();
        }
        let first_of_group = !self.previous.as_ref().is_some_and(|previous| {
            let apart = at.as_millis().abs_diff(previous.at.as_millis());
            previous.open && previous.author == author.id && apart < GROUP_MS
        });
        self.previous = Some(Previous { author: author.id, at, day, open: true });
        let live = Live { state, seq, at, first_of_group };
        let message = if let Some(message) = self.old.remove(&key) {
            if self.learns_to_read || (self.is_known_better && message.may_name()) {
                message.become_meaning(self.read(body, message.mine));
            }
            message.become_live(live);
            message
        } else {
            let mine = author.id == self.reader.me.id;
            let meaning = self.read(body, mine);
            self.has_unread_texts |= self.reader.later.is_none();
            Arc::new(MessageRow::new(author.clone(), body.to_owned(), meaning, nonce, mine, live))
        };
        self.messages.insert(key, Arc::clone(&message));
        self.rows.push(Row { key: RowKey::Message(key), kind: RowKind::Message(message) });
    }

    fn read(&self, text: &str, mine: bool) -> Meaning {
        match self.reader.later {
            Some(later) => later.read(text, &self.known, self.reader.me.id),
            None => Meaning::as_typed(text, mine),
        }
    }

    fn notice(&mut self, number: u32, came: Vec<String>, went: Vec<String>) {
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

#[cfg(test)]
mod tests;
