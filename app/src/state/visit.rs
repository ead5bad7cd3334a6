//! Where the person is, and what is there.

use hubbub_protocol::Slug;

use super::watched::Watched;
use crate::ports::{ApiError, RoomData};

/// The page that is shown.
pub(crate) struct Visit {
    /// The room that the address names; none on the list of rooms.
    pub(crate) current: Watched<Option<Slug>>,
    /// What its page begins with. It lags behind the address while it is loaded.
    pub(crate) room: Watched<Option<Result<RoomData, ApiError>>>,
}

impl Visit {
    /// The page that the document came with.
    pub(crate) fn new(room: Option<(Slug, Result<RoomData, ApiError>)>) -> Self {
        let (slug, room) = room.unzip();
        Self { current: Watched::new(slug), room: Watched::new(room) }
    }

    /// The address changed.
    pub(crate) fn go(&self, room: Option<Slug>) {
        if room.is_none() {
            self.room.set(None);
        }
        self.current.follow(room);
    }

    /// The answer about a room is there. It comes too late when the person went on meanwhile.
    pub(crate) fn arrive(&self, slug: &Slug, room: Result<RoomData, ApiError>) {
        if self.current.peek(|current| current.as_ref() == Some(slug)) {
            self.room.set(Some(room));
        }
    }
}
