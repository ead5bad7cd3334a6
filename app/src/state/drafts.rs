//! Which composers hold text that is not on disk yet.

use hubbub_client::Moment;
use hubbub_protocol::RoomId;

/// How long a change may wait, so that not every key press is a write.
const DELAY_MS: u64 = 250;

/// The drafts that must be saved.
#[derive(Default)]
pub(crate) struct Drafts {
    unsaved: Vec<RoomId>,
    due: Option<Moment>,
}

impl Drafts {
    /// The draft of the room changed.
    pub(crate) fn touch(&mut self, room: RoomId, now: Moment) {
        if !self.is_unsaved(room) {
            self.unsaved.push(room);
        }
        self.due.get_or_insert(now.plus(DELAY_MS));
    }

    /// When to save at the latest.
    pub(crate) fn due(&self) -> Option<Moment> {
        self.due
    }

    /// The rooms to save, if it is time.
    pub(crate) fn take_due(&mut self, now: Moment) -> Vec<RoomId> {
        if self.due.is_some_and(|due| due <= now) { self.take() } else { Vec::new() }
    }

    /// The rooms to save now.
    pub(crate) fn take(&mut self) -> Vec<RoomId> {
        self.due = None;
        std::mem::take(&mut self.unsaved)
    }

    /// Whether the draft of the room was changed here since it was saved.
    pub(crate) fn is_unsaved(&self, room: RoomId) -> bool {
        self.unsaved.contains(&room)
    }
}
