//! Everything the components read and do: a few small stores over the headless client.

mod announcer;
mod clock;
mod connection;
mod core;
mod deeds;
mod drafts;
mod facts;
mod later;
mod notices;
mod people;
mod reading;
mod reads;
mod room;
mod rooms;
mod row;
mod seeking;
mod sync;
mod timeline;
mod toast;
mod visit;
mod watched;

use std::sync::Arc;

use hubbub_client::{Input, Links};
use hubbub_protocol::{AccountId, Gap, Nonce, Refusal, RoomId, Seq, Slug, path};
use leptos::prelude::*;

pub use clock::Clock;
pub use connection::{Banner, BannerKind, ConnectionStatus};
pub use facts::{Facts, Forwarded, Quoted};
pub use later::{Emoji, Later};
pub use row::{MessageRow, MessageState, Row, RowKey, RowKind};
pub use toast::{Offer, Toast};

use self::core::Refused;
use crate::{
    live::effect,
    ports::{RoomData, Start, platform},
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
    pub fn create_room(self, name: String, done: impl FnOnce(Result<Slug, Refusal>) + Send + 'static) {
        let engine = self.engine();
        let request = engine.with(|core| core.rooms.await_creation(Box::new(done)));
        engine.act(Input::CreateRoom { request, name });
    }

    /// Opens the direct room of these people and tells its address.
    pub fn open_direct(self, people: Vec<AccountId>, done: impl FnOnce(Result<Slug, Refusal>) + Send + 'static) {
        let engine = self.engine();
        let request = engine.with(|core| core.rooms.await_creation(Box::new(done)));
        engine.act(Input::OpenDirect { request, people });
    }

    /// Joins an open room and tells its address.
    pub fn join_room(self, room: RoomId, done: impl FnOnce(Result<Slug, Refusal>) + Send + 'static) {
        let engine = self.engine();
        engine.with(|core| core.rooms.await_joining(Box::new(done)));
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
            engine.with(|core| engine.follow_timeline(core));
        } else {
            engine.act(Input::LoadOlder(room));
        }
    }

    /// Fetches what is missing in the middle: forwards for who reads on from what is before it.
    pub fn fill_gap(self, room: RoomId, gap: Gap, forwards: bool) {
        self.engine().act(Input::FillGap { room, gap, forwards });
    }

    /// The person is at the end of the list or not: rows are taken out of a long list at its end only.
    pub fn stand(self, room: RoomId, at_end: bool) {
        self.engine().with(|core| core.stand(room, at_end));
    }

    /// The entry at this place was visible in a focused window.
    pub fn seen(self, room: RoomId, seq: Seq) {
        self.engine().see(room, seq);
    }

    /// Marks this entry and everything after it as unread. It stays so until the person leaves the room and comes back.
    pub fn mark_unread(self, room: RoomId, from: Seq) {
        self.engine().mark_unread(room, from);
    }
}

/// What to do about messages and drafts.
impl Chat {
    /// Sends a message: it appears at once, and the draft is empty again. Names of emoji become emoji as soon as the page
    /// knows them; nobody who reads the message needs to.
    pub fn send(self, room: RoomId, body: String) {
        let engine = self.engine();
        let body = engine.later.with_emoji(body);
        let (nonce, written_at) = (engine.new_nonce(), engine.platform.wall());
        let reply_to = engine.signals(room).reply_to.peek(|quoted| quoted.as_ref().map(|quoted| quoted.target));
        let links = Links { reply_to, ..Links::default() };
        engine.act(Input::Compose { room, nonce, body, links, written_at });
        // Only now: the outbox is asked to keep the text before the draft is forgotten.
        engine.with(|core| core.reply(room, None));
        engine.write_draft(room, String::new());
    }

    /// Sends a refused message again as it is.
    pub fn retry(self, nonce: Nonce) {
        self.engine().act(Input::Retry(nonce));
    }

    /// Puts the text of a refused message back into the composer of its room, behind what is there; one that was meant
    /// for a message that is there already, into the editor of that.
    pub fn edit_again(self, nonce: Nonce) {
        let engine = self.engine();
        match engine.with(|core| core.refused(nonce)) {
            Some(Refused::Message(room, body)) => {
                let now = engine.platform.now();
                engine.with(|core| core.give_back(now, room, &body));
            }
            Some(Refused::Edit(room, target, body)) => self.begin_edit(room, target, body),
            None => return,
        }
        engine.act(Input::Discard(nonce));
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
