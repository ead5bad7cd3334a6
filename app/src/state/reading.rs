//! What components read of the chat.

use std::sync::Arc;

use hubbub_protocol::{Account, Message, Presence, Room, RoomId, Slug, Target, path};

use super::{Banner, Chat, Clock, ConnectionStatus, Row};
use crate::{
    meaning::Meaning,
    ports::{ApiError, RoomData},
    text,
};

/// What to read about the whole chat. Everything that changes is reactive.
impl Chat {
    /// Who is signed in.
    pub fn account(self) -> Account {
        self.engine().account.clone()
    }

    /// Whether the page hears the server.
    pub fn connection(self) -> ConnectionStatus {
        self.engine().link.status.get()
    }

    /// What people should know about the connection.
    pub fn banner(self) -> Option<Banner> {
        self.engine().link.banner.get()
    }

    /// The room that the address names, if it names one.
    pub fn current(self) -> Option<Slug> {
        self.engine().visit.current.get()
    }

    /// Whether that is this one.
    pub fn is_current(self, slug: &Slug) -> bool {
        self.engine().visit.current.with(|current| current.as_ref() == Some(slug))
    }

    /// Whether the address names a room at all.
    pub fn is_in_room(self) -> bool {
        self.engine().visit.current.with(Option::is_some)
    }

    /// What the page of that room begins with. Until it is there, this is about the page before.
    pub fn room(self) -> Option<Result<RoomData, ApiError>> {
        self.engine().visit.room.get()
    }

    /// What the page is called.
    pub fn title(self) -> String {
        let unread = self.total_unread();
        self.engine().visit.room.with(|room| text::title(&text::workspace_title(room.as_ref(), unread)))
    }

    /// One sentence at a time for people who listen to the page; never about their own messages.
    pub fn announcement(self) -> String {
        self.engine().with(|core| core.announcer.sentence.clone()).get()
    }

    /// The rooms the account is a member of.
    pub fn rooms(self) -> Vec<Room> {
        self.engine().with(|core| core.rooms.joined.clone()).get()
    }

    /// The open rooms the account is not a member of.
    pub fn other_rooms(self) -> Vec<Room> {
        self.engine().with(|core| core.rooms.others.clone()).get()
    }

    /// The unread messages of all rooms.
    fn total_unread(self) -> u64 {
        self.rooms().iter().map(|room| self.unread(room.id)).sum()
    }

    /// Writes times.
    pub fn clock(self) -> Clock {
        self.clock
    }

    /// Where the form that signs out is posted to.
    pub fn sign_out_url(self) -> &'static str {
        path::SIGN_OUT_FORM
    }
}

/// What to read about one room. Everything is reactive.
impl Chat {
    /// Whether the account is a member; others may read an open room, and write once they joined.
    pub fn joined(self, room: RoomId) -> bool {
        self.rooms().iter().any(|joined| joined.id == room)
    }

    /// How many messages of the room are unread.
    pub fn unread(self, room: RoomId) -> u64 {
        self.engine().signals(room).unread.get()
    }

    /// Whether there is unsent text in the composer of the room.
    pub fn has_draft(self, room: RoomId) -> bool {
        self.engine().signals(room).draft.with(|draft| !draft.trim().is_empty())
    }

    /// The unsent text of the room, as this device remembers it.
    pub fn draft(self, room: RoomId) -> String {
        self.engine().signals(room).draft.get()
    }

    /// The rows of the room, oldest first.
    pub fn rows(self, room: RoomId) -> Arc<[Row]> {
        self.engine().signals(room).rows.get()
    }

    /// Whether the very first entry of the room is in the list.
    pub fn at_start(self, room: RoomId) -> bool {
        self.engine().signals(room).at_start.get()
    }

    /// Whether older entries are on their way.
    pub fn loading_older(self, room: RoomId) -> bool {
        self.engine().signals(room).loading_older.get()
    }

    /// What is pinned to the room, the newest pin last.
    pub fn pins(self, room: RoomId) -> Vec<Target> {
        self.engine().signals(room).pins.get()
    }

    /// A message as it is shown, if it is held. It is looked up anew whenever the rows or the pins of the room change.
    pub fn message(self, room: RoomId, target: Target) -> Option<Message> {
        self.engine().with(|core| {
            let message = core.client.timeline(room)?.message(target.seq)?;
            (message.id == target.message).then(|| message.clone())
        })
    }

    /// What a text means in the open room.
    pub(crate) fn read(self, text: &str) -> Meaning {
        self.engine().with(|core| core.read(text))
    }

    /// The names of the others who are typing.
    pub fn typing(self, room: RoomId) -> Vec<String> {
        self.engine().signals(room).typing.get()
    }

    /// Who is in the room now, including oneself.
    pub fn presence(self, room: RoomId) -> Presence {
        self.engine().signals(room).presence.get()
    }
}
