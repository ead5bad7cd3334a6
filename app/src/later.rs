//! The later part of the page: what opens on demand, and what the page can be read and written without.
//!
//! The first part of the package holds no code of this module. The browser fetches the later part when the page lives
//! and has nothing else to do, and at once when something of it is opened; `docs/decisions/0005-the-later-part.md` says
//! how and at what cost. Everything below `app/src/later/` is in it, because [`show`] alone leads there.
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

mod create_room;
mod draft_emoji;
mod emoji_picker;

use hubbub_protocol::RoomId;
use leptos::{html, prelude::*};

use create_room::CreateRoom;
use draft_emoji::DraftEmoji;

/// What can be opened.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// The dialog that makes a room.
    CreateRoom,
    /// The dialog that finds an emoji for a draft.
    DraftEmoji {
        /// Whose draft it is.
        room: RoomId,
        /// Where it is written.
        field: NodeRef<html::Textarea>,
    },
}

/// Makes the view of a part, and calls back when the person has closed it.
#[derive(Debug, Clone, Copy)]
pub struct Show(fn(Part, Callback<()>) -> AnyView);

impl Show {
    /// What leads to everything that is later. Whoever names it outside of the later part brings all of it along.
    pub fn all() -> Self {
        Self(show)
    }

    /// The view of this part.
    pub(crate) fn view(self, part: Part, closed: Callback<()>) -> AnyView {
        (self.0)(part, closed)
    }
}

/// There is only one.
impl PartialEq for Show {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Show {}

fn show(part: Part, closed: Callback<()>) -> AnyView {
    match part {
        Part::CreateRoom => view! { <CreateRoom closed/> }.into_any(),
        Part::DraftEmoji { room, field } => view! { <DraftEmoji room field closed/> }.into_any(),
    }
}
