//! Everything the components read and do: a few small stores over the headless client.

mod announcer;
mod clock;
mod connection;
mod core;
mod drafts;
mod notices;
mod reads;
mod room;
mod rooms;
mod row;
mod sync;
mod timeline;
mod visit;
mod watched;

use std::sync::Arc;

use hubbub_client::Input;
use hubbub_protocol::{Account, Gap, Nonce, Presence, Refusal, Room, RoomId, Seq, Slug, path};
use leptos::prelude::*;

pub use clock::Clock;
pub use connection::{Banner, BannerKind, ConnectionStatus};
pub use row::{MessageRow, MessageState, Row, RowKey, RowKind};

use crate::{
    components::live::effect,
    ports::{ApiError, RoomData, Start, platform},
    text,
};
use sync::Engine;

/// The chat as the components see it.
#[derive(Clone, Copy)]
pub struct Chat {
    engine: StoredValue<Arc<Engine>>,
    clock: Clock,
}

/// Starts the chat, for every component below the current owner.
pub fn provide_chat(start: Start) -> Chat {
    let platform = platform();
    let clock = Clock::new(Arc::clone(&platform));
    let engine = Engine::new(start, platform, clock);
    let chat = Chat { engine: StoredValue::new(Arc::clone(&engine)), clock };
    provide_context(chat);
    // Effects run in the browser only, and first after hydration.
    effect(move || engine.start());
    effect(move || mark_body(chat.connection()));
    effect(move || document().set_title(&chat.title()));
    on_cleanup(move || {
        // The value is gone when the whole page is.
        let _ = chat.engine.try_with_value(|engine| engine.stop());
    });
    chat
}

/// The chat that was started above.
#[expect(clippy::disallowed_methods, reason = "this is the one place that looks the chat up")]
pub fn use_chat() -> Chat {
    expect_context()
}

/// Tells tests and styles how the connection is.
fn mark_body(status: ConnectionStatus) {
    if let Some(body) = document().body() {
        // Setting an attribute with a constant name cannot fail.
        let _ = body.set_attribute("data-connection", status.as_str());
    }
}

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

    /// The unread entries of all rooms.
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

    /// How many entries of the room are unread on this device.
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

    /// The names of the others who are typing.
    pub fn typing(self, room: RoomId) -> Vec<String> {
        self.engine().signals(room).typing.get()
    }

    /// Who is in the room now, including oneself.
    pub fn presence(self, room: RoomId) -> Presence {
        self.engine().signals(room).presence.get()
    }
}

/// What to do about the connection and the rooms.
impl Chat {
    /// Connects at once instead of after the next pause.
    pub fn try_now(self) {
        self.engine().act(Input::WentOnline);
    }

    /// Loads the page again; drafts and unsent messages stay.
    pub fn reload(self) {
        let engine = self.engine();
        engine.save_drafts();
        engine.platform.reload();
    }

    /// Makes a room, joins it and tells its address.
    pub fn create_room(self, name: String, done: Callback<Result<Slug, Refusal>>) {
        let engine = self.engine();
        let request = engine.with(|core| core.rooms.await_creation(done));
        engine.act(Input::CreateRoom { request, name });
    }

    /// Joins an open room and tells its address.
    pub fn join_room(self, room: RoomId, done: Callback<Result<Slug, Refusal>>) {
        let engine = self.engine();
        engine.with(|core| core.rooms.await_joining(done));
        engine.act(Input::JoinRoom(room));
    }

    /// Goes to the page of a room.
    pub fn go(self, slug: &Slug) {
        self.engine().platform.go(&path::room_page(slug));
    }

    /// Tries again to load the room that the address names.
    pub fn load_again(self) {
        self.engine().load();
    }

    /// The page of a room is there; during rendering as well as in the browser.
    pub fn show(self, data: &RoomData) {
        self.engine().open(data);
    }

    /// The page of the room was left.
    pub fn hide(self, room: RoomId) {
        let engine = self.engine();
        engine.save_drafts();
        engine.with(|core| core.leave(room));
        engine.act(Input::Typing { room, active: false });
    }

    /// Shows older entries, which may have to be fetched first.
    pub fn load_older(self, room: RoomId) {
        let engine = self.engine();
        if engine.with(|core| core.unfold(room)) {
            engine.with(core::Core::follow_timeline);
        } else {
            engine.act(Input::LoadOlder(room));
        }
    }

    /// Fetches what is missing in the middle.
    pub fn fill_gap(self, room: RoomId, gap: Gap) {
        self.engine().act(Input::FillGap { room, gap });
    }

    /// The person is at the end of the list or not: rows are taken out of a long list at its end only.
    pub fn stand(self, room: RoomId, at_end: bool) {
        self.engine().with(|core| core.stand(room, at_end));
    }

    /// The entry at this place was visible in a focused window.
    pub fn seen(self, room: RoomId, seq: Seq) {
        self.engine().see(room, seq);
    }
}

/// What to do about messages and drafts.
impl Chat {
    /// Sends a message: it appears at once, and the draft is empty again.
    pub fn send(self, room: RoomId, body: String) {
        let engine = self.engine();
        let platform = &engine.platform;
        let written_at = platform.wall();
        let nonce = Nonce::new(written_at, platform.random());
        engine.act(Input::Compose { room, nonce, body, written_at });
        // Only now: the outbox is asked to keep the text before the draft is forgotten.
        engine.write_draft(room, String::new());
    }

    /// Sends a refused message again as it is.
    pub fn retry(self, nonce: Nonce) {
        self.engine().act(Input::Retry(nonce));
    }

    /// Puts the text of a refused message back into the composer of its room, behind what is there.
    pub fn edit_again(self, nonce: Nonce) {
        let engine = self.engine();
        if let Some((room, body)) = engine.with(|core| core.refused(nonce)) {
            let draft = engine.signals(room).draft.peek(Clone::clone);
            let text = if draft.trim().is_empty() { body } else { draft + "\n" + &body };
            engine.write_draft(room, text);
            engine.act(Input::Discard(nonce));
        }
    }

    /// Removes a refused message.
    pub fn discard(self, nonce: Nonce) {
        self.engine().act(Input::Discard(nonce));
    }

    /// The text of the composer changed by hand. It is on disk within 300 ms, and others see that one is typing.
    pub fn set_draft(self, room: RoomId, text: String) {
        let engine = self.engine();
        let active = !text.trim().is_empty();
        engine.write_draft(room, text);
        engine.act(Input::Typing { room, active });
    }
}

impl Chat {
    fn engine(self) -> Arc<Engine> {
        self.engine.get_value()
    }
}

#[cfg(test)]
mod tests;
