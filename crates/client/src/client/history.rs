//! What is held of the room logs, and fetching what is missing.

use hubbub_protocol::{Entry, Epoch, Gap, LogPage, RoomId, Seq};

use super::Client;
use crate::{
    Change, Effect, Moment,
    timeline::{
        fetching::Want,
        held::{Held, message},
    },
};

impl Client {
    /// Holds a room from now on. A page of another epoch than the connection's is worth nothing.
    pub(super) fn show_room(&mut self, now: Moment, page: LogPage) {
        let room = page.room;
        let head = self.rooms.get(room).map_or(Seq::ZERO, crate::RoomState::head);
        if !self.session.is_live() {
            self.adopt_epoch(page.epoch);
        }
        let current = self.epoch == Some(page.epoch);
        if self.held_mut(room).is_none() {
            self.held.push(Held::new(room));
        }
        if let Some(held) = self.held_mut(room) {
            if current {
                held.renewed();
                held.reach(now, page.head);
            } else {
                held.drop_epoch();
            }
            held.reach(now, head);
        }
        if current {
            self.take_page(now, page);
        }
        self.out.changed(Change::Timeline(room));
    }

    /// Takes a page of this epoch; true when it brought something new.
    fn take_page(&mut self, now: Moment, page: LogPage) -> bool {
        let LogPage { room, head: as_of, entries, pins, .. } = page;
        let new = self.take_entries(now, room, as_of, entries);
        if let Some(held) = self.held_mut(room) {
            held.take_pins(as_of, pins);
        }
        new
    }

    /// Everything from another epoch is dropped: its positions mean nothing any more.
    pub(super) fn adopt_epoch(&mut self, epoch: Epoch) {
        if self.epoch.replace(epoch).is_some_and(|old| old != epoch) {
            self.marks.drop_epoch();
            for held in &mut self.held {
                held.drop_epoch();
                self.out.changed(Change::Timeline(held.room()));
            }
        }
    }

    pub(super) fn load_older(&mut self, room: RoomId) {
        if let Some(held) = self.held_mut(room).filter(|held| !held.at_start()) {
            held.fetching.ask_older();
        }
    }

    pub(super) fn fill_gap(&mut self, room: RoomId, gap: Gap, forwards: bool) {
        if let Some(held) = self.held_mut(room) {
            held.fetching.ask_gap(gap, forwards);
        }
    }

    /// A page that brings nothing new is a failure too, or it would be asked for again at once and for ever.
    pub(super) fn page_fetched(&mut self, now: Moment, request: u32, page: LogPage) {
        let current = self.epoch == Some(page.epoch);
        let Some(held) = self.held.iter_mut().find(|held| held.room() == page.room) else { return };
        let Some(want) = held.fetching.end(request) else { return };
        let (room, reached) = (page.room, page.head);
        self.out.changed(Change::Timeline(room));
        let new = current && self.take_page(now, page);
        let Some(held) = self.held.iter_mut().find(|held| held.room() == room) else { return };
        if current && (new || want == Want::Newest) {
            held.renewed();
            held.fetching.succeeded(want);
            self.reach(now, room, reached);
        } else {
            held.fetching.failed(now, &mut self.jitter);
        }
    }

    pub(super) fn fetch_failed(&mut self, now: Moment, request: u32) {
        for held in &mut self.held {
            if held.fetching.end(request).is_some() {
                held.fetching.failed(now, &mut self.jitter);
                self.out.changed(Change::Timeline(held.room()));
            }
        }
    }

    /// Takes entries from wherever they come, as they stood when the log reached to `as_of`; true when one of them
    /// brought something new to the timeline.
    pub(super) fn take_entries(&mut self, now: Moment, room: RoomId, as_of: Seq, entries: Vec<Entry>) -> bool {
        for entry in &entries {
            self.recognise(entry);
        }
        let Some(held) = self.held_mut(room) else { return false };
        let new = held.merge(now, as_of, entries);
        let reached = held.head();
        if new {
            self.out.changed(Change::Timeline(room));
        }
        self.reach(now, room, reached);
        new
    }

    /// Before the first `welcome` nobody else can have learned a nonce from here, so it alone is proof that the person
    /// wrote it.
    fn recognise(&mut self, entry: &Entry) {
        let me = self.me();
        if let Some(message) = message(entry)
            && me.is_none_or(|me| me == message.author.id)
        {
            self.settle(entry.room, entry.seq, message.nonce);
        }
        if let (Some(me), Some(state)) = (me, self.rooms.get_mut(entry.room))
            && state.reading.note(entry, me)
        {
            self.out.changed(Change::Unread(entry.room));
        }
    }

    /// Shows what is overdue, and fetches the most urgent page of each timeline.
    pub(super) fn advance_timelines(&mut self, now: Moment) {
        let live_hello = self.session.live_hello();
        for held in &mut self.held {
            let room = held.room();
            if held.advance(now, live_hello) {
                self.out.changed(Change::Timeline(room));
            }
            let want = held.want(live_hello.is_some()).filter(|_| held.fetching.is_free());
            if let Some(want) = want {
                self.last_request += 1;
                held.fetching.begin(self.last_request, want);
                self.out.effect(Effect::Fetch { request: self.last_request, room, query: want.query() });
                self.out.changed(Change::Timeline(room));
            }
        }
    }
}
