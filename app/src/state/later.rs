//! Whether the later part of the page is there, and what is open of it.

use super::{Banner, BannerKind, Chat, watched::Watched};
use crate::{
    later::{Part, Show},
    ports::Urgency,
};

/// Whether the later part is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Later {
    /// Not yet.
    #[default]
    Coming,
    /// It could not be fetched.
    Missing,
    /// It is.
    Here(Show),
}

/// What the page knows about its later part.
#[derive(Default)]
pub(crate) struct LaterPart {
    pub(crate) state: Watched<Later>,
    opened: Watched<Option<Part>>,
}

impl LaterPart {
    /// The answer of the platform. An older one that failed does not matter once there is another.
    pub(crate) fn loaded(&self, show: Option<Show>) {
        if let Some(show) = show {
            self.state.follow(Later::Here(show));
        } else if self.state.peek(|state| *state == Later::Coming) {
            self.state.set(Later::Missing);
        }
    }
}

impl Chat {
    /// Opens something of the later part, in place of what is open of it.
    pub fn open(self, part: Part) {
        self.engine().later.opened.set(Some(part));
        self.load_later();
    }

    /// What was opened is closed.
    pub fn close(self) {
        self.engine().later.opened.set(None);
    }

    /// What is open of the later part.
    pub fn opened(self) -> Option<Part> {
        self.engine().later.opened.get()
    }

    /// Whether the later part is there.
    pub fn later(self) -> Later {
        self.engine().later.state.get()
    }

    /// Fetches the later part now, unless it is there.
    pub fn load_later(self) {
        let engine = self.engine();
        if !engine.later.state.peek(|state| matches!(state, Later::Here(_))) {
            engine.later.state.follow(Later::Coming);
            engine.platform.load_later(Urgency::Now);
        }
    }

    /// Tries again to fetch it. A server that has a newer page has no more files of this one, but all of its own.
    pub fn try_later_again(self) {
        let is_stale = |banner: &Option<Banner>| {
            matches!(banner, Some(Banner { kind: BannerKind::NewBuild | BannerKind::Outdated, .. }))
        };
        if self.engine().link.banner.peek(is_stale) {
            self.reload();
        } else {
            self.load_later();
        }
    }
}
