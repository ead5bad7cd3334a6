//! The part of a room log that this client holds.

use std::collections::VecDeque;

use hubbub_protocol::{Change, Entry, Gap, Message, Nonce, RoomId, Seq};

use super::{
    fetching::{Fetching, Want},
    gaps,
    items::Key,
    merge,
};
use crate::Moment;

#[derive(Debug)]
pub(crate) struct Held {
    room: RoomId,
    /// In order, each once, with holes where entries are missing.
    entries: VecDeque<Entry>,
    /// Messages from here that were acknowledged before the entries in front of them arrived.
    ahead: VecDeque<Entry>,
    /// What was written here while it was held, with the nonce it was shown under, in order of position.
    written_here: Vec<(Seq, Nonce)>,
    head: Seq,
    /// Since when entries at the end are missing.
    behind_since: Option<Moment>,
    /// They did not come by themselves.
    overdue: bool,
    /// What was held belonged to another epoch; the newest page must be fetched.
    stale: bool,
    /// The `hello` that asked for what is missing, until the answer is complete.
    resuming: Option<u32>,
    pub(crate) fetching: Fetching,
}

impl Held {
    pub(crate) fn new(room: RoomId) -> Self {
        Self {
            room,
            entries: VecDeque::new(),
            ahead: VecDeque::new(),
            written_here: Vec::new(),
            head: Seq::ZERO,
            behind_since: None,
            overdue: false,
            stale: false,
            resuming: None,
            fetching: Fetching::default(),
        }
    }

    pub(crate) fn room(&self) -> RoomId {
        self.room
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    pub(crate) fn ahead(&self) -> &VecDeque<Entry> {
        &self.ahead
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len() + self.ahead.len()
    }

    pub(crate) fn first(&self) -> Seq {
        self.entries.front().map_or(Seq::ZERO, |entry| entry.seq)
    }

    pub(crate) fn last(&self) -> Seq {
        self.entries.back().map_or(Seq::ZERO, |entry| entry.seq)
    }

    pub(crate) fn head(&self) -> Seq {
        self.head
    }

    pub(crate) fn at_start(&self) -> bool {
        !self.stale && (self.first() == Seq::new(1) || self.head == Seq::ZERO)
    }

    pub(crate) fn is_stale(&self) -> bool {
        self.stale
    }

    pub(crate) fn key(&self, entry: &Entry) -> Key {
        let found = self.written_here.binary_search_by_key(&entry.seq, |(seq, _)| *seq);
        found.map_or(Key::Seq(entry.seq), |at| Key::Nonce(self.written_here[at].1))
    }

    /// Whether a message with this nonce is here.
    pub(crate) fn contains(&self, nonce: Nonce) -> bool {
        let mut messages = self.entries.iter().chain(&self.ahead).filter_map(message);
        messages.any(|message| message.nonce == nonce)
    }

    /// Adds entries; true when at least one was new.
    pub(crate) fn merge(&mut self, now: Moment, entries: Vec<Entry>) -> bool {
        let mut new = false;
        for entry in entries {
            self.head = self.head.max(entry.seq);
            new |= merge::insert(&mut self.entries, entry);
        }
        self.settle(now);
        new
    }

    /// Adds a message from here as soon as it is acknowledged, without making a hole of what is still on its way.
    pub(crate) fn merge_acknowledged(&mut self, now: Moment, entry: Entry) {
        self.head = self.head.max(entry.seq);
        if entry.seq <= self.last() || self.overdue {
            merge::insert(&mut self.entries, entry);
        } else {
            merge::insert(&mut self.ahead, entry);
        }
        self.settle(now);
    }

    /// The log is known to reach to `head`.
    pub(crate) fn reach(&mut self, now: Moment, head: Seq) {
        self.head = self.head.max(head);
        self.settle(now);
    }

    /// What was shown as unsent under this nonce is the entry at `seq`.
    pub(crate) fn note_written_here(&mut self, seq: Seq, nonce: Nonce) {
        let at = self.written_here.partition_point(|(other, _)| *other < seq);
        self.written_here.insert(at, (seq, nonce));
    }

    /// Drops everything, because positions of another epoch mean nothing.
    pub(crate) fn drop_epoch(&mut self) {
        *self = Self { stale: true, ..Self::new(self.room) };
    }

    /// The newest page arrived after a drop.
    pub(crate) fn renewed(&mut self) {
        self.stale = false;
    }

    /// The connection that began with `hello` will say what is missing here.
    pub(crate) fn resume(&mut self, hello: u32) {
        self.resuming = Some(hello);
    }

    /// What is missing now will not be resumed any more.
    pub(crate) fn resumed(&mut self) {
        self.resuming = None;
    }

    /// Lets time pass; true when what is shown has changed.
    pub(crate) fn advance(&mut self, now: Moment, live_hello: Option<u32>) -> bool {
        self.fetching.advance(now);
        let due = self.deadline_of_tail(live_hello).is_some_and(|deadline| deadline <= now);
        if due {
            self.overdue = true;
            for entry in std::mem::take(&mut self.ahead) {
                merge::insert(&mut self.entries, entry);
            }
            self.settle(now);
        }
        due
    }

    pub(crate) fn deadline(&self, live_hello: Option<u32>) -> Option<Moment> {
        crate::moment::earlier(self.fetching.deadline(), self.deadline_of_tail(live_hello))
    }

    /// What is missing at the end, when it did not come by itself.
    pub(crate) fn overdue_tail(&self) -> Option<Gap> {
        let gap = Gap { after: self.last(), before: self.head.next() };
        (self.overdue && gaps::size(gap) > 0 && !self.entries.is_empty()).then_some(gap)
    }

    /// The most urgent page to fetch. Without a connection only what the person asked for is worth a try.
    pub(crate) fn want(&self, live: bool) -> Option<Want> {
        if self.stale {
            return Some(Want::Newest);
        }
        let missing = || if live { self.tail().or_else(|| self.small_gap()) } else { None };
        missing().or_else(|| self.asked_gap()).or_else(|| self.older())
    }

    fn tail(&self) -> Option<Want> {
        let gap = Gap { after: self.last(), before: self.head.next() };
        (self.overdue && gaps::size(gap) > 0).then_some(Want::Tail(gap))
    }

    fn small_gap(&self) -> Option<Want> {
        gaps::between(&self.entries).find(|gap| gaps::size(*gap) <= gaps::SMALL).map(Want::Small)
    }

    fn asked_gap(&self) -> Option<Want> {
        let asked = self.fetching.asked_gap()?;
        gaps::between(&self.entries).find(|gap| gaps::overlap(*gap, asked)).map(Want::Gap)
    }

    fn older(&self) -> Option<Want> {
        (self.fetching.asked_older() && !self.at_start()).then_some(Want::Older(self.first()))
    }

    /// When what is missing at the end counts as overdue. A resume under way is waited for instead.
    fn deadline_of_tail(&self, live_hello: Option<u32>) -> Option<Moment> {
        let hello = live_hello?;
        let expected = self.overdue || self.stale || self.resuming == Some(hello);
        self.behind_since.filter(|_| !expected).map(|since| since.plus(gaps::GRACE_MS))
    }

    fn settle(&mut self, now: Moment) {
        merge::absorb(&mut self.entries, &mut self.ahead);
        if self.last() < self.head {
            self.behind_since.get_or_insert(now);
        } else {
            self.behind_since = None;
            self.overdue = false;
        }
    }
}

/// The message an entry added to the room, if that is what it did.
pub(crate) fn message(entry: &Entry) -> Option<&Message> {
    match &entry.change {
        Change::MessageSent { message } => Some(message),
        _ => None,
    }
}
