//! Everything the components read and do: a few small stores over the headless client.

mod clock;
mod connection;
mod room;
mod row;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use hubbub_protocol::{Account, Change, Gap, LogPage, Nonce, Presence, Refusal, Room, RoomId, Seq, Slug, path};
use leptos::prelude::*;

pub use clock::Clock;
pub use connection::{Banner, BannerKind, ConnectionStatus};
pub use row::{MessageRow, MessageState, Row, RowKey, RowKind};

use crate::ports::{ApiError, Home, RoomData, chat_api, platform};
use room::RoomSignals;

/// The chat as the components see it.
#[derive(Clone, Copy)]
pub struct Chat {
    home: StoredValue<Arc<Home>>,
    rooms: RwSignal<Vec<Room>>,
    other_rooms: RwSignal<Vec<Room>>,
    connection: RwSignal<ConnectionStatus>,
    banner: RwSignal<Option<Banner>>,
    announcement: RwSignal<Option<String>>,
    by_id: StoredValue<Arc<Mutex<HashMap<RoomId, RoomSignals>>>>,
    clock: Clock,
}

/// Starts the chat of the account that `home` names, for every component below the current owner.
pub fn provide_chat(home: Home) -> Chat {
    let joined = |wanted: bool| {
        home.rooms.iter().filter(|summary| summary.joined == wanted).map(|summary| summary.room.clone()).collect()
    };
    let chat = Chat {
        rooms: RwSignal::new(joined(true)),
        other_rooms: RwSignal::new(joined(false)),
        home: StoredValue::new(Arc::new(home)),
        connection: RwSignal::new(ConnectionStatus::default()),
        banner: RwSignal::new(None),
        announcement: RwSignal::new(None),
        by_id: StoredValue::new(Arc::default()),
        clock: Clock::new(platform()),
    };
    provide_context(chat);
    chat
}

/// The chat that was started above.
#[expect(clippy::disallowed_methods, reason = "this is the one place that looks the chat up")]
pub fn use_chat() -> Chat {
    expect_context()
}

impl Chat {
    /// Who is signed in.
    pub fn account(self) -> Account {
        self.home.with_value(|home| home.account.clone())
    }

    /// Whether the page hears the server.
    pub fn connection(self) -> Signal<ConnectionStatus> {
        self.connection.into()
    }

    /// What people should know about the connection.
    pub fn banner(self) -> Signal<Option<Banner>> {
        self.banner.into()
    }

    /// Connects at once instead of after the next pause.
    pub fn try_now(self) {}

    /// The rooms the account is a member of.
    pub fn rooms(self) -> Signal<Vec<Room>> {
        self.rooms.into()
    }

    /// The open rooms the account is not a member of.
    pub fn other_rooms(self) -> Signal<Vec<Room>> {
        self.other_rooms.into()
    }

    /// Whether the account is a member; others may read an open room, and write once they joined.
    pub fn joined(self, room: RoomId) -> Signal<bool> {
        let rooms = self.rooms;
        Signal::derive(move || rooms.with(|rooms| rooms.iter().any(|joined| joined.id == room)))
    }

    /// How many entries of the room are unread on this device.
    pub fn unread(self, room: RoomId) -> Signal<u64> {
        self.room(room).unread.into()
    }

    /// The unread entries of all rooms.
    pub fn total_unread(self) -> Signal<u64> {
        Signal::derive(move || self.rooms.with(|rooms| rooms.iter().map(|room| self.room(room.id).unread.get()).sum()))
    }

    /// Whether there is unsent text in the composer of the room.
    pub fn has_draft(self, room: RoomId) -> Signal<bool> {
        let draft = self.room(room).draft;
        Signal::derive(move || draft.with(|draft| !draft.trim().is_empty()))
    }

    /// Makes a room, joins it and tells its address.
    pub fn create_room(self, name: String, done: Callback<Result<Slug, Refusal>>) {
        let _ = (name, done);
    }

    /// Joins an open room and tells its address.
    pub fn join_room(self, room: RoomId, done: Callback<Result<Slug, Refusal>>) {
        let _ = (room, done);
    }

    /// What the page of a room begins with: from what is held already, else from the server.
    pub async fn load(self, slug: String) -> Result<RoomData, ApiError> {
        chat_api().room(&slug).await
    }

    /// The page of a room is there; during rendering as well as in the browser.
    pub fn show(self, data: &RoomData) {
        let signals = self.room(data.room.id);
        signals.presence.set(data.presence.clone());
        signals.at_start.set(data.page.entries.first().is_none_or(|entry| entry.seq == Seq::new(1)));
        signals.rows.set(rows(&data.page, &self.account()));
    }

    /// The page of the room was left.
    pub fn hide(self, room: RoomId) {
        let _ = room;
    }

    /// The rows of the room, for a `<For>` keyed by `row.key`.
    pub fn rows(self, room: RoomId) -> Signal<Vec<Row>> {
        self.room(room).rows.into()
    }

    /// Whether the very first entry of the room is loaded.
    pub fn at_start(self, room: RoomId) -> Signal<bool> {
        self.room(room).at_start.into()
    }

    /// Whether older entries are on their way.
    pub fn loading_older(self, room: RoomId) -> Signal<bool> {
        self.room(room).loading_older.into()
    }

    /// Fetches older entries, unless they are on their way.
    pub fn load_older(self, room: RoomId) {
        let _ = room;
    }

    /// Fetches what is missing in the middle.
    pub fn fill_gap(self, room: RoomId, gap: Gap) {
        let _ = (room, gap);
    }

    /// Sends a message: it appears at once, and the draft is empty again.
    pub fn send(self, room: RoomId, body: String) {
        let _ = (room, body);
    }

    /// Sends a refused message again as it is.
    pub fn retry(self, nonce: Nonce) {
        let _ = nonce;
    }

    /// Removes an unsent message and gives its text back.
    pub fn take_back(self, nonce: Nonce) -> Option<String> {
        let _ = nonce;
        None
    }

    /// Removes an unsent message.
    pub fn discard(self, nonce: Nonce) {
        let _ = nonce;
    }

    /// The unsent text of the room, as this device remembers it.
    pub fn draft(self, room: RoomId) -> Signal<String> {
        self.room(room).draft.into()
    }

    /// The text of the composer changed by hand.
    pub fn set_draft(self, room: RoomId, text: String) {
        self.room(room).draft.set(text);
    }

    /// The names of the others who are typing.
    pub fn typing(self, room: RoomId) -> Signal<Vec<String>> {
        self.room(room).typing.into()
    }

    /// Who is in the room now, including oneself.
    pub fn presence(self, room: RoomId) -> Signal<Presence> {
        self.room(room).presence.into()
    }

    /// The entry at this place was visible in a focused window.
    pub fn seen(self, room: RoomId, seq: Seq) {
        let _ = (room, seq);
    }

    /// Writes times.
    pub fn clock(self) -> Clock {
        self.clock
    }

    /// One sentence at a time for people who listen to the page; never about their own messages.
    pub fn announcements(self) -> Signal<Option<String>> {
        self.announcement.into()
    }

    /// Where the form that signs out is posted to.
    pub fn sign_out_url(self) -> &'static str {
        path::SIGN_OUT_FORM
    }

    fn room(self, room: RoomId) -> RoomSignals {
        let rooms = self.by_id.get_value();
        rooms.lock().unwrap_or_else(PoisonError::into_inner).entry(room).or_default().clone()
    }
}

fn rows(page: &LogPage, me: &Account) -> Vec<Row> {
    page.entries
        .iter()
        .filter_map(|entry| {
            let Change::MessageSent { message } = &entry.change else { return None };
            let live = row::Live {
                state: MessageState::Sent,
                seq: Some(entry.seq),
                at: message.sent_at,
                first_of_group: true,
            };
            Some(Row {
                key: RowKey::Message(message.author.id, message.nonce),
                kind: RowKind::Message(Arc::new(MessageRow {
                    author: message.author.clone(),
                    body: message.body.clone(),
                    nonce: message.nonce,
                    mine: message.author.id == me.id,
                    live: ArcRwSignal::new(live),
                })),
            })
        })
        .collect()
}
