//! What people do with messages.

use hubbub_client::{Deed, Input, Links};
use hubbub_protocol::{Nonce, RoomId, Source, Target, path};
use leptos::prelude::*;

use super::{Chat, Engine, MessageRow, Offer, Quoted, RowKind, Toast, core::Awaited};
use crate::{later::Part, ports::ApiError, text};

impl Engine {
    /// A name for something that the person does now.
    pub(super) fn new_nonce(&self) -> Nonce {
        Nonce::new(self.platform.wall(), self.platform.random())
    }

    /// Does something to a message; it shows at once.
    fn deed(&self, room: RoomId, deed: Deed) -> Nonce {
        let nonce = self.new_nonce();
        self.act(Input::Act { room, nonce, deed, written_at: self.platform.wall() });
        nonce
    }

    /// Reads what is at this path of the server.
    pub(super) fn fetch(&self, path: String, done: Awaited) {
        let request = self.with(|core| core.await_answer(done));
        self.platform.fetch(request, path);
    }

    /// Tells the person something.
    pub(super) fn tell(&self, sentence: String, offer: Option<Offer>) {
        let now = self.platform.now();
        self.with(|core| core.toasts.tell(now, sentence, offer));
        self.look_again();
    }
}

/// What to do with messages that are there.
impl Chat {
    /// Reacts, or takes a reaction back.
    pub fn react(self, room: RoomId, target: Target, emoji: String, on: bool) {
        self.engine().deed(room, Deed::React { target, emoji, on });
    }

    /// Pins a message to its room, or takes the pin off.
    pub fn pin(self, room: RoomId, target: Target, on: bool) {
        self.engine().deed(room, Deed::Pin { target, on });
    }

    /// Deletes an own message. For a while that can be taken back.
    pub fn delete(self, room: RoomId, target: Target) {
        let engine = self.engine();
        let nonce = engine.deed(room, Deed::Delete { target });
        engine.tell(text::DELETED.to_owned(), Some(Offer::Undo(nonce)));
    }

    /// Takes a message back that has no answer yet: nobody sees it any more, whatever had become of it.
    pub fn cancel(self, nonce: Nonce) {
        self.engine().act(Input::Cancel(nonce));
    }

    /// Says in another room what was said here.
    pub fn forward(self, to: RoomId, body: String, from: Source) {
        let engine = self.engine();
        let (nonce, written_at) = (engine.new_nonce(), engine.platform.wall());
        let links = Links { forwarded_from: Some(from), ..Links::default() };
        engine.act(Input::Compose { room: to, nonce, body, links, written_at });
        if let Some(room) = engine.with(|core| core.rooms.with_id(to)) {
            engine.tell(text::forwarded_to(&room.name), Some(Offer::Go(path::room_page(&room.slug))));
        }
    }

    /// Puts a text on the clipboard, and says so.
    pub fn copy(self, text: String, done: &'static str) {
        let engine = self.engine();
        let told = move |worked| self.engine().tell((if worked { done } else { text::NOT_COPIED }).to_owned(), None);
        engine.platform.copy(text, Box::new(told));
    }
}

/// What is told, and what can be done about it.
impl Chat {
    /// What is told now. Reactive.
    pub fn toast(self) -> Option<Toast> {
        self.engine().with(|core| core.toasts.now.clone()).get()
    }

    /// Does what it offers.
    pub fn take_offer(self, offer: Offer) {
        let engine = self.engine();
        engine.with(|core| core.toasts.dismiss());
        match offer {
            Offer::Undo(nonce) => engine.act(Input::Undo(nonce)),
            Offer::Go(path) => engine.platform.go(&path),
        }
    }

    /// Ends it.
    pub fn dismiss_toast(self) {
        self.engine().with(|core| core.toasts.dismiss());
    }

    /// The pointer or the focus is on it, or left it.
    pub fn hold_toast(self, is_held: bool) {
        let engine = self.engine();
        let now = engine.platform.now();
        engine.with(|core| core.toasts.hold(now, is_held));
        engine.look_again();
    }
}

/// Answers and edits that are being written.
impl Chat {
    /// The message that the next one in this room answers. Reactive.
    pub fn replying_to(self, room: RoomId) -> Option<Quoted> {
        self.engine().signals(room).reply_to.get()
    }

    /// Lets the next message in this room answer this one, or none. What was typed stays as it is.
    pub fn reply(self, room: RoomId, target: Option<Target>) {
        let engine = self.engine();
        engine.with(|core| core.reply(room, target));
        engine.keep_draft(room);
    }

    /// The text that is being changed, as it is by now. Reactive.
    pub fn edited_text(self, room: RoomId) -> String {
        self.engine().signals(room).edit.with(|edit| edit.as_ref().map(|(_, text)| text.clone())).unwrap_or_default()
    }

    /// Begins to change the text of a message. If another one is being changed, that must be ended first: the list shows it.
    pub fn begin_edit(self, room: RoomId, target: Target, text: String) {
        let engine = self.engine();
        let open = engine.signals(room).edit.peek(Clone::clone);
        match open {
            Some((open, written)) if open != target && !engine.with(|core| core.says(room, open, &written)) => {
                self.seek(room, open.seq);
            }
            _ => {
                engine.edit(room, Some((target, text)));
                if engine.later.functions().is_none() {
                    self.open(Part::Editor);
                }
            }
        }
    }

    /// The text is another one.
    pub fn write_edit(self, room: RoomId, text: String) {
        let engine = self.engine();
        let target = engine.signals(room).edit.peek(|edit| edit.as_ref().map(|(target, _)| *target));
        if let Some(target) = target {
            engine.signals(room).edit.set(Some((target, text)));
            engine.touch_draft(room);
        }
    }

    /// Leaves the text of the message as it is.
    pub fn end_edit(self, room: RoomId) {
        self.engine().edit(room, None);
    }

    /// Gives the message the new text, if it is another one.
    pub fn save_edit(self, room: RoomId, target: Target, body: String) {
        let engine = self.engine();
        if !engine.with(|core| core.says(room, target, &body)) {
            engine.deed(room, Deed::Edit { target, body });
        }
        engine.edit(room, None);
    }

    /// Begins to change the newest message of this person that is in the list. Whether there is one.
    pub fn edit_last(self, room: RoomId) -> bool {
        let is_mine = |row: &MessageRow| row.mine && row.facts(|facts| facts.deleted.is_none());
        let last = untrack(|| {
            self.rows(room).iter().rev().find_map(|row| match &row.kind {
                RowKind::Message(row) if is_mine(row) => Some((row.target()?, row.body())),
                _ => None,
            })
        });
        let found = last.is_some();
        if let Some((target, body)) = last {
            self.begin_edit(room, target, body);
        }
        found
    }
}

/// Reading what is not in the log that is held.
impl Chat {
    /// Reads something from the server.
    pub fn fetch(self, path: String, done: impl FnOnce(Result<String, ApiError>) + Send + Sync + 'static) {
        self.engine().fetch(path, Box::new(done));
    }
}
