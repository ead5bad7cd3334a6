//! Reading: where the markers are, how much is unread, and what the account log says about it.

use hubbub_protocol::{AccountChanged, CountUnread, Item, MarkRead, Refusal, RoomId, Seq, UnreadCounted};

use super::Client;
use crate::{Change, Effect, Mark, Moment, session::ABANDONED};

/// Milliseconds before a question is repeated that the server could not answer.
const RETRY_MS: u64 = 1_000;

impl Client {
    /// The person has read a room up to here. Before the first `welcome` it is not known which rooms there are.
    pub(super) fn read(&mut self, room: RoomId, up_to: Seq) {
        let up_to = match self.rooms.get(room) {
            Some(state) => up_to.min(state.head()),
            None if self.account.is_none() => up_to,
            None => return,
        };
        if self.marks.read(room, up_to) {
            self.marker_moved(room);
        }
    }

    /// The person wants to read again, beginning here.
    pub(super) fn mark_unread(&mut self, room: RoomId, from: Seq) {
        let is_known = self.rooms.get(room).is_some() || self.account.is_none();
        if is_known && self.marks.take_back(room, from.previous()) {
            self.marker_moved(room);
        }
    }

    /// Takes over the markers on disk.
    pub(super) fn load_marks(&mut self, on_disk: Vec<Mark>) {
        self.marks.is_loaded = true;
        for mark in on_disk {
            self.marks.load(mark);
        }
        self.follow_markers();
    }

    /// Takes over what the page was rendered with. It is not for the disk, which may know better.
    pub(super) fn show_account(&mut self, version: Seq, items: Vec<Item>) {
        self.marks.version = Some(version);
        for item in items {
            if let Item::ReadMarker { room, up_to } = item {
                self.marks.told(room, up_to, version);
            }
        }
    }

    /// Takes over items of the account as they stood at this version, after all that is held.
    pub(super) fn take_items(&mut self, version: Seq, items: Vec<Item>) {
        self.marks.version = Some(version);
        for item in items {
            match item {
                Item::ReadMarker { room, up_to } => {
                    if self.marks.told(room, up_to, version) {
                        self.marker_moved(room);
                    }
                }
                Item::Unknown => {}
            }
        }
    }

    pub(super) fn account_changed(&mut self, now: Moment, AccountChanged { version, item }: AccountChanged) {
        match self.marks.version {
            Some(held) if version == held.next() => self.take_items(version, vec![item]),
            _ => self.account_reaches(now, version),
        }
    }

    /// The account log reaches to here. What is missing of it comes with the next `welcome`.
    pub(super) fn account_reaches(&mut self, now: Moment, version: Seq) {
        if self.marks.version < Some(version) {
            self.session.abandon(now, ABANDONED, &mut self.jitter, &mut self.out);
        }
    }

    /// The marker is where this command wanted it, or beyond.
    pub(super) fn saved(&mut self, command: u32, version: Seq) {
        if let Some(room) = self.marks.answered(command, Some(version)) {
            self.marker_moved(room);
        }
    }

    pub(super) fn counted(&mut self, command: u32, UnreadCounted { room, unread }: UnreadCounted) {
        if let Some(state) = self.rooms.get_mut(room)
            && state.reading.answer(command, unread)
        {
            self.out.changed(Change::Unread(room));
        }
    }

    /// Whether this was the answer to one of these questions.
    pub(super) fn reading_refused(&mut self, now: Moment, command: u32, refusal: &Refusal) -> bool {
        let until = now.plus(refusal.retry_after_ms.map_or(RETRY_MS, u64::from));
        if let Some(state) = self.rooms.iter_mut().find(|state| state.reading.is_asked_by(command)) {
            state.reading.give_up(refusal.code.is_retryable());
            self.marks.not_before = Some(until);
            return true;
        }
        if refusal.code.is_retryable() {
            return self.marks.postpone(command, until);
        }
        let room = self.marks.answered(command, None);
        if let Some(room) = room {
            self.marker_moved(room);
        }
        room.is_some()
    }

    /// Whatever the marker of a room is now, the count, the disk and the page must follow.
    fn marker_moved(&mut self, room: RoomId) {
        if let Some(mark) = self.marks.to_disk(room) {
            self.out.effect(Effect::SaveRead(mark));
        }
        self.follow_marker(room);
    }

    pub(super) fn follow_markers(&mut self) {
        for room in self.marks.rooms() {
            self.follow_marker(room);
        }
    }

    fn follow_marker(&mut self, room: RoomId) {
        if let (Some(state), Some(read)) = (self.rooms.get_mut(room), self.marks.of(room)) {
            state.reading.move_to(read);
        }
        self.out.changed(Change::Unread(room));
    }

    /// Counts what became uncertain from what is held, or asks; and tells where the person has read.
    pub(super) fn advance_reading(&mut self, now: Moment) {
        self.marks.not_before = self.marks.not_before.filter(|moment| *moment > now);
        if let Some(me) = self.me() {
            for state in self.rooms.iter_mut().filter(|state| state.reading.is_stale()) {
                let (room, reading) = (state.room().id, &mut state.reading);
                let held = self.held.iter().find(|held| held.room() == room);
                if let Some(news) = held.and_then(|held| held.news(reading.read(), reading.counted(), me)) {
                    reading.recount(news);
                    self.out.changed(Change::Unread(room));
                }
            }
        }
        let Some(hello) = self.session.live_hello() else { return };
        if self.marks.is_loaded {
            while let Some((room, head)) = self.next_unseen() {
                self.read(room, head);
            }
        }
        while let Some((room, wish)) = self.marks.due(hello, self.last_command + 1) {
            self.command(&MarkRead { room, up_to: wish.after, back: wish.back });
        }
        while let Some(question) = self.next_question() {
            self.command(&question);
        }
    }

    /// A room without a marker, and its head: nobody has read a room before they first saw it, and what was there then is
    /// not news.
    fn next_unseen(&self) -> Option<(RoomId, Seq)> {
        let state = self.rooms.iter().find(|state| self.marks.of(state.room().id).is_none())?;
        Some((state.room().id, state.head()))
    }

    /// What to ask the server to count; the next command carries it.
    fn next_question(&mut self) -> Option<CountUnread> {
        if self.marks.not_before.is_some() {
            return None;
        }
        let state = self.rooms.iter_mut().find(|state| state.reading.must_ask())?;
        state.reading.ask(self.last_command + 1);
        Some(CountUnread { room: state.room().id, after: state.reading.read() })
    }
}
