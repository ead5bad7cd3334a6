//! The later part of the page: what opens on demand, and what the page can be read and written without.
//!
//! The first part of the package holds no code of this module. The browser fetches the later part when the page lives
//! and has nothing else to do, and at once when something of it is opened; `docs/decisions/0005-the-later-part.md` says
//! how and at what cost. Everything below `app/src/later/` is in it, because [`Functions`] alone leads there.
//!
//! Until it is there, texts that the server did not write are shown as they were typed (`meaning.rs`).
//!
//! To put a component there:
//!
//! 1. Write it as `app/src/later/<name>.rs`. It is made when it is opened, so it begins open, as
//!    `components/ui/dialog.rs` does. Once it is closed it calls `closed`.
//! 2. Give it a variant of [`Part`] with what it is told, and an arm of [`show`]. Only data: a view or a callback that is
//!    made in the first part is code of the first part.
//! 3. Open it with an `<Opener part=Part::… …/>`, or from anywhere with `use_chat().open(Part::…)`.
//!
//! While the code is under way, nothing moves: after a moment a pill says so (`components/on_demand.rs`). When it cannot
//! be had, a dialog says that and offers to try again (`components/not_loaded.rs`).
//!
//! A test of it needs nothing special where the code is there already, as in `end2end/tests/later.spec.ts`; what happens
//! where it is not is tested there and in `state/later.rs`, for all parts at once.

mod acting;
mod create_room;
mod draft_emoji;
mod editor;
mod emoji_picker;
mod failure;
mod floating;
mod forward;
mod here_now;
mod info;
mod menu;
mod open_direct;
mod pins;
mod react;
mod reading;
mod toast;

use std::{fmt, sync::Arc};

use hubbub_markup::Directory;
use hubbub_protocol::{AccountId, Nonce, Refusal, Room, RoomId};
use leptos::{html, prelude::*};

use create_room::CreateRoom;
use draft_emoji::DraftEmoji;

use crate::{
    components::{keyboard::Action, timeline::Toolbar},
    meaning::Meaning,
    state::{Chat, MessageRow, Toast, use_chat},
};

/// What can be opened.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    /// The dialog that makes a room.
    CreateRoom,
    /// The dialog that finds people to talk to.
    OpenDirect,
    /// The dialog that finds an emoji for a draft.
    DraftEmoji {
        /// Whose draft it is.
        room: RoomId,
        /// Where it is written.
        field: NodeRef<html::Textarea>,
    },
    /// What one can do with a message.
    Menu(Room, Arc<MessageRow>),
    /// Emoji to react to a message with.
    Reactions(RoomId, Arc<MessageRow>),
    /// The same, from all emoji.
    AnyReaction(RoomId, Arc<MessageRow>),
    /// Who wrote a message, when, and every text it had.
    Info(RoomId, Arc<MessageRow>),
    /// The rooms that a message can be sent on to.
    Forward(RoomId, Arc<MessageRow>),
    /// What is pinned to a room.
    Pins(RoomId),
    /// Who is in a room at this moment.
    HereNow(RoomId),
    /// The field in the row of a message whose text is being changed. It opens there, but waits here.
    Editor,
    /// Nothing that opens: something that was asked for before it could be done.
    Act(Act),
}

/// Something to do, by key or by a button of a message.
#[derive(Clone)]
pub(crate) enum Act {
    /// With a message of this room.
    Message(Room, Arc<MessageRow>, Action),
    /// With the row that has the focus, or among the rows.
    Row(Box<Toolbar>, Action),
    /// On the page.
    Page(Action),
}

impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Act")
    }
}

/// The functions of the later part; nothing else leads there. Whoever names [`Functions::all`] outside of the later part
/// brings all of it along.
#[derive(Debug, Clone, Copy)]
pub struct Functions {
    show: fn(Part, Callback<()>) -> AnyView,
    read: fn(&str, &dyn Directory, AccountId) -> Meaning,
    read_excerpt: fn(&str, &dyn Directory, AccountId) -> Meaning,
    with_emoji: fn(String, &str) -> String,
    act: fn(Chat, &Act) -> bool,
    editor: fn(RoomId, Arc<MessageRow>) -> AnyView,
    failure: fn(Nonce, &Refusal, bool) -> AnyView,
    toast: fn(Toast) -> AnyView,
}

impl Functions {
    /// All of them.
    pub fn all() -> Self {
        Self {
            show,
            read: reading::read,
            read_excerpt: reading::read_excerpt,
            with_emoji: reading::with_emoji,
            act: acting::act,
            editor: editor::editor,
            failure: failure::failure,
            toast: toast::toast,
        }
    }

    /// Makes the view of a part, and calls back when the person has closed it.
    pub(crate) fn view(self, part: Part, closed: Callback<()>) -> AnyView {
        (self.show)(part, closed)
    }

    /// What a text means to `me`.
    pub(crate) fn read(self, text: &str, directory: &dyn Directory, me: AccountId) -> Meaning {
        (self.read)(text, directory, me)
    }

    /// What the beginning of a text means to `me`.
    pub(crate) fn read_excerpt(self, excerpt: &str, directory: &dyn Directory, me: AccountId) -> Meaning {
        (self.read_excerpt)(excerpt, directory, me)
    }

    /// What to send: the text with emoji in place of their names, which this table has.
    pub(crate) fn with_emoji(self, text: String, table: &str) -> String {
        (self.with_emoji)(text, table)
    }

    /// Does what a key or a button says. Whether it meant something.
    pub(crate) fn act(self, chat: Chat, act: &Act) -> bool {
        (self.act)(chat, act)
    }

    /// A field in place of the text of a message.
    pub(crate) fn editor(self, room: RoomId, row: Arc<MessageRow>) -> AnyView {
        (self.editor)(room, row)
    }

    /// Why a message, or its new text if it is sent, was refused, and the ways out.
    pub(crate) fn failure(self, nonce: Nonce, refusal: &Refusal, is_sent: bool) -> AnyView {
        (self.failure)(nonce, refusal, is_sent)
    }

    /// A sentence for a few seconds, and what one can do about it.
    pub(crate) fn toast(self, toast: Toast) -> AnyView {
        (self.toast)(toast)
    }
}

/// There is only one of each.
impl PartialEq for Functions {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Functions {}

fn show(part: Part, closed: Callback<()>) -> AnyView {
    match part {
        Part::CreateRoom => view! { <CreateRoom closed/> }.into_any(),
        Part::OpenDirect => open_direct::open_direct(closed),
        Part::DraftEmoji { room, field } => view! { <DraftEmoji room field closed/> }.into_any(),
        Part::Menu(room, message) => menu::menu(room, message, closed),
        Part::Reactions(room, message) => react::reactions(room, message, closed),
        Part::AnyReaction(room, message) => react::any(room, message, closed),
        Part::Info(room, message) => info::info(room, message, closed),
        Part::Forward(room, message) => forward::forward(room, message, closed),
        Part::Pins(room) => pins::pins(room, closed),
        Part::HereNow(room) => here_now::here_now(room, closed),
        Part::Editor => nothing(closed),
        Part::Act(act) => {
            acting::act(use_chat(), &act);
            nothing(closed)
        }
    }
}

/// What was waited for is there, and shows nothing here.
fn nothing(closed: Callback<()>) -> AnyView {
    closed.run(());
    ().into_any()
}
