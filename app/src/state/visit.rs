//! Where the person is, and what is there.

use std::sync::{Mutex, PoisonError};

use hubbub_protocol::{Seq, Slug};

use super::watched::Watched;
use crate::ports::{ApiError, RoomData};

/// The page that is shown.
pub(crate) struct Visit {
    /// The room that the address names; none on the list of rooms.
    pub(crate) current: Watched<Option<Slug>>,
    /// What its page begins with. It lags behind the address while it is loaded.
    pub(crate) room: Watched<Option<Result<RoomData, ApiError>>>,
    /// The message that the address names, until it is looked for.
    wanted: Mutex<Option<(Slug, Seq)>>,
}

impl Visit {
    /// The page that the document came with.
    pub(crate) fn new(room: Option<(Slug, Result<RoomData, ApiError>)>) -> Self {
        let (slug, room) = room.unzip();
        Self { current: Watched::new(slug), room: Watched::new(room), wanted: Mutex::default() }
    }

    /// The address changed.
    pub(crate) fn go(&self, room: Option<Slug>) {
        if room.is_none() {
            self.room.set(None);
        }
        self.current.follow(room);
    }

    /// The address names this message, or none.
    pub(crate) fn want(&self, message: Option<(Slug, Seq)>) {
        *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = message;
    }

    /// The message that the address names, until it is looked for.
    pub(crate) fn wanted(&self) -> Option<(Slug, Seq)> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The answer about a room is there. It comes too late when the person went on meanwhile.
    pub(crate) fn arrive(&self, slug: &Slug, room: Result<RoomData, ApiError>) {
        if self.current.peek(|current| current.as_ref() == Some(slug)) {
            self.room.set(Some(room));
        }
    }
}
