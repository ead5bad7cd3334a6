//! The part of a room log that this client holds.

use std::collections::VecDeque;

use hubbub_protocol::{
    AccountId, Change, Entry, Gap, Message, Nonce, RoomId, Seq, Target,
    message::{InThread, Quote, excerpt},
};

use super::{
    fetching::{Fetching, Want},
    gaps,
    items::Key,
    kept::Kept,
    merge::{self, Merged},
    overlay::Overlay,
};
use crate::{Deed, Moment};

#[derive(Debug)]
pub(crate) struct Held {
    room: RoomId,
    /// In order, each once, with holes where entries are missing.
    entries: VecDeque<Kept>,
    /// Messages from here that were acknowledged before the entries in front of them arrived.
    ahead: VecDeque<Kept>,
    /// What was written here while it was held, with the nonce it was shown under, in order of position.
    written_here: Vec<(Seq, Nonce)>,
    pins: Pins,
    /// What the person just did to messages and has no answer yet; it is shown over them.
    pub(crate) overlay: Overlay,
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
            pins: Pins::default(),
            overlay: Overlay::default(),
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
        self.entries.iter().map(|kept| &kept.entry)
    }

    pub(crate) fn ahead(&self) -> impl Iterator<Item = &Entry> {
        self.ahead.iter().map(|kept| &kept.entry)
    }

    /// The entry at this place, if it is here.
    pub(crate) fn entry_at(&self, seq: Seq) -> Option<&Entry> {
        let at = self.entries.binary_search_by_key(&seq, Kept::seq).ok()?;
        Some(&self.entries[at].entry)
    }

    /// The places of the messages in `(after, up_to]` that count as unread, if all entries there are here.
    pub(crate) fn news(&self, after: Seq, up_to: Seq, me: AccountId) -> Option<Vec<Seq>> {
        let place = |seq| self.entries.partition_point(|kept| kept.seq() <= seq);
        let within = place(after)..place(up_to.max(after));
        if within.len() as u64 != up_to.since(after) {
            return None;
        }
        let news = self.entries.range(within).map(|kept| &kept.entry);
        let is_news = |entry: &&Entry| message(entry).is_some_and(|message| message.is_news_to(me));
        Some(news.filter(is_news).map(|entry| entry.seq).collect())
    }

    /// The messages pinned to the room, the newest pin last.
    pub(crate) fn pins(&self) -> &[Target] {
        &self.pins.now
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len() + self.ahead.len()
    }

    pub(crate) fn first(&self) -> Seq {
        self.entries.front().map_or(Seq::ZERO, Kept::seq)
    }

    pub(crate) fn last(&self) -> Seq {
        self.entries.back().map_or(Seq::ZERO, Kept::seq)
    }

    /// Up to where the server gave the log. What was made here since is asked for again: the server says more of it.
    pub(crate) fn given(&self) -> Seq {
        self.entries.iter().find(|kept| kept.is_made_here()).map_or_else(|| self.last(), |kept| kept.seq().previous())
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
        let mut messages = self.entries().chain(self.ahead()).filter_map(message);
        messages.any(|message| message.nonce == nonce)
    }

    /// Adds entries that were read when the log reached to `head`; true when at least one brought something new.
    pub(crate) fn merge(&mut self, now: Moment, head: Seq, entries: Vec<Entry>) -> bool {
        let mut new = false;
        for entry in entries {
            self.head = self.head.max(entry.seq);
            let pins_change = entry.change.target().is_some() && entry.seq > self.pins.as_of;
            new |= merge::insert(&mut self.entries, Kept::new(entry, head)) != Merged::Known;
            if pins_change {
                self.fold_pins();
            }
        }
        self.settle(now);
        new
    }

    /// Takes over what was pinned when the log reached to `head`.
    pub(crate) fn take_pins(&mut self, head: Seq, pins: Vec<Target>) {
        if head >= self.pins.as_of {
            self.pins = Pins { now: Vec::new(), base: pins, as_of: head };
            self.fold_pins();
        }
    }

    fn fold_pins(&mut self) {
        self.pins.now.clone_from(&self.pins.base);
        let later = self.entries.partition_point(|kept| kept.seq() <= self.pins.as_of);
        for kept in self.entries.range(later..) {
            kept.entry.change.apply_to_pins(&mut self.pins.now);
        }
    }

    /// Adds a message from here as soon as it is acknowledged, without making a hole of what is still on its way.
    pub(crate) fn merge_acknowledged(&mut self, now: Moment, entry: Entry) {
        self.head = self.head.max(entry.seq);
        let kept = Kept::made_here(entry);
        if kept.seq() <= self.last() || self.overdue {
            merge::insert(&mut self.entries, kept);
        } else {
            merge::insert(&mut self.ahead, kept);
        }
        self.settle(now);
    }

    /// Gives a message from here what it refers to, as far as that is held; its own entry will say the rest.
    pub(crate) fn link(&self, message: &mut Message, deed: &Deed) {
        let Deed::Send(links) = deed else { return };
        let also_in_room = links.also_in_room;
        message.thread = links.thread.map(|root| Box::new(InThread { root, also_in_room }));
        message.reply_to = links.reply_to.and_then(|target| {
            let answered = self::message(self.entry_at(target.seq)?)?;
            let (author, excerpt) = (answered.author.clone(), excerpt(&answered.body));
            Some(Box::new(Quote { target, author, excerpt, deleted: answered.deleted.is_some() }))
        });
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
            for kept in std::mem::take(&mut self.ahead) {
                merge::insert(&mut self.entries, kept);
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
        let missing = || if live { self.tail().or_else(|| self.small_gap()).or_else(|| self.outdated()) } else { None };
        missing().or_else(|| self.asked_gap()).or_else(|| self.older())
    }

    fn tail(&self) -> Option<Want> {
        let gap = Gap { after: self.last(), before: self.head.next() };
        (self.overdue && gaps::size(gap) > 0).then_some(Want::Tail(gap))
    }

    fn small_gap(&self) -> Option<Want> {
        gaps::between(&self.entries).find(|gap| gaps::size(*gap) <= gaps::SMALL).map(Want::Small)
    }

    /// Messages before a gap that may have been changed in it. The gap itself may stay until somebody scrolls there.
    fn outdated(&self) -> Option<Want> {
        let gap = gaps::between(&self.entries).next()?;
        let end = self.entries.partition_point(|kept| kept.seq() <= gap.after);
        let last = self.entries.range(..end).rev().find(|kept| kept.is_older_than(gap.before.previous()))?;
        Some(Want::Outdated(Gap { after: self.first().previous(), before: last.seq().next() }))
    }

    fn asked_gap(&self) -> Option<Want> {
        let (asked, forwards) = self.fetching.asked_gap()?;
        let gap = gaps::between(&self.entries).find(|gap| gaps::overlap(*gap, asked))?;
        Some(if forwards { Want::GapStart(gap) } else { Want::Gap(gap) })
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

/// What is pinned: as the server told, and as the entries that are held leave it.
#[derive(Debug, Default)]
struct Pins {
    now: Vec<Target>,
    base: Vec<Target>,
    as_of: Seq,
}

/// The message an entry added to the room, if that is what it did.
pub(crate) fn message(entry: &Entry) -> Option<&Message> {
    match &entry.change {
        Change::MessageSent { message } => Some(message),
        _ => None,
    }
}
