//! What the server says without being asked, and what it means for the rooms.

use hubbub_protocol::{Entry, Event, JoinedRoom, PresenceChanged, RoomId, RoomResumed, Seq, TypingChanged};

use super::Client;
use crate::{Change, Moment, timeline::held::message};

impl Client {
    pub(super) fn event(&mut self, now: Moment, event: Event) {
        match event {
            Event::LogAppended(entry) => self.appended(now, entry),
            Event::AccountChanged(changed) => self.account_changed(now, changed),
            Event::RoomResumed(resumed) => self.resumed(now, resumed),
            Event::RoomCreated(created) => self.out.changed(Change::NewRoom(created.room)),
            Event::PresenceChanged(change) => self.presence_changed(change),
            Event::TypingChanged(change) => self.typing_changed(now, change),
            Event::Heartbeat(heartbeat) => {
                for head in heartbeat.heads {
                    self.head_is(now, head.room, head.head);
                    if let Some(state) = self.rooms.get_mut(head.room) {
                        state.reading.should_reach(head.head);
                    }
                }
                self.account_reaches(now, heartbeat.account_version);
            }
            Event::Draining(draining) => self.session.hold_off(draining.retry_after_ms),
            Event::Unknown => {}
        }
    }

    /// An entry just came into being.
    fn appended(&mut self, now: Moment, entry: Entry) {
        let room = entry.room;
        if let Some(message) = message(&entry)
            && self.rooms.get_mut(room).is_some_and(|state| state.stopped_typing(message.author.id))
        {
            self.out.changed(Change::Typing(room));
        }
        self.head_is(now, room, entry.seq);
        self.take_entries(now, room, Seq::ZERO, vec![entry]);
    }

    fn resumed(&mut self, now: Moment, resumed: RoomResumed) {
        let room = resumed.room;
        self.take_entries(now, room, resumed.head, resumed.entries);
        if resumed.complete
            && let Some(held) = self.held_mut(room)
        {
            held.resumed();
        }
    }

    /// The log of a room reaches at least to `head`, and a resume is over, because this came after it.
    fn head_is(&mut self, now: Moment, room: RoomId, head: Seq) {
        if self.rooms.get(room).is_none() {
            self.openings.learn(room);
        }
        self.reach(now, room, head);
        if let Some(held) = self.held_mut(room) {
            held.resumed();
        }
    }

    pub(super) fn reach(&mut self, now: Moment, room: RoomId, head: Seq) {
        if self.rooms.get_mut(room).is_some_and(|state| state.reach(head)) {
            self.out.changed(Change::Rooms);
        }
        if let Some(held) = self.held_mut(room) {
            held.reach(now, head);
        }
    }

    /// Takes over a room as it stands now; `anew` when a connection begins with it.
    pub(super) fn put_room(&mut self, now: Moment, joined: JoinedRoom, anew: bool) {
        let (room, head) = (joined.room.id, joined.head);
        if self.rooms.get(room).is_none_or(|state| *state.presence() != joined.presence) {
            self.out.changed(Change::Presence(room));
        }
        self.rooms.put(joined, anew);
        self.out.changed(Change::Unread(room));
        self.reach(now, room, head);
    }

    fn presence_changed(&mut self, change: PresenceChanged) {
        let (room, me) = (change.room, self.me());
        let Some(state) = self.rooms.get_mut(room) else { return };
        let arrivals = state.note_presence(change, me);
        self.out.changed(Change::Presence(room));
        if !arrivals.came.is_empty() || !arrivals.went.is_empty() {
            self.out.changed(Change::Notice { room, came: arrivals.came, went: arrivals.went });
        }
    }

    fn typing_changed(&mut self, now: Moment, change: TypingChanged) {
        let (room, me) = (change.room, self.me());
        if Some(change.account.id) != me && self.rooms.get_mut(room).is_some_and(|state| state.note_typing(now, change))
        {
            self.out.changed(Change::Typing(room));
        }
    }

    pub(super) fn advance_rooms(&mut self, now: Moment) {
        for state in self.rooms.iter_mut() {
            if state.advance(now) {
                self.out.changed(Change::Typing(state.room().id));
            }
        }
    }
}
