//! From what the client holds of a room to the rows of its list.

mod list;

use std::{collections::HashMap, sync::Arc};

use hubbub_client::{Item, Key, Timeline};
use hubbub_protocol::{Account, Change, Seq, Target};

use super::{
    clock::Clock,
    notices::Notices,
    people::{Known, People},
    rooms::Rooms,
    row::{MessageRow, Row},
};
use crate::later::Functions;
use list::List;

/// The most messages a list shows while the person is at its end.
const SHOWN: usize = 300;
/// How many of them stay when it is cut.
const KEPT: usize = 200;
/// The most messages a list shows at all.
const SHOWN_AT_MOST: usize = 2_000;

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
    divider: Option<Divider>,
    /// The oldest entry to show; what the client holds before it is hidden, to keep the list short.
    floor: Seq,
    last: Seq,
    seen: Seq,
    /// Whether the person left the end of the list to read what is further up.
    reading_back: bool,
    /// The message whose text is being changed here.
    pub(crate) editing: Option<Target>,
    /// Whether texts could be understood the last time.
    can_read: bool,
    /// Whether a new text waits to be understood.
    has_unread_texts: bool,
}

/// Who looks at a room, and with what.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) me: &'a Account,
    pub(crate) rooms: &'a Rooms,
    pub(crate) clock: Clock,
    /// What understands texts, once it is there.
    pub(crate) later: Option<Functions>,
}

impl<'a> Reader<'a> {
    /// What can be named among these people.
    pub(crate) fn known(&self, people: &'a People) -> Known<'a> {
        Known { people, rooms: self.rooms, me: self.me.id, later: self.later }
    }
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
    pub(crate) fn rows(&mut self, items: &[Item<'_>], held: Option<Timeline<'_>>, reader: &Reader<'_>) -> Vec<Row> {
        self.fold(items);
        self.meet(items, reader.me);
        let known = reader.known(&self.people);
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
            editing: self.editing,
            held,
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
        let shown: Vec<Seq> = items.iter().filter_map(said).filter(|seq| *seq >= self.floor).collect();
        let limit = if shown.last().is_none_or(|last| self.seen >= *last) && !self.reading_back {
            SHOWN
        } else {
            SHOWN_AT_MOST
        };
        if shown.len() > limit {
            self.floor = shown[shown.len() - KEPT];
        }
    }
}

/// The place of a message; what happened to one takes no row.
fn said(item: &Item<'_>) -> Option<Seq> {
    match item {
        Item::Entry { entry, .. } => matches!(entry.change, Change::MessageSent { .. }).then_some(entry.seq),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
