//! A connection as a state machine without a socket.
//!
//! Whoever has the socket hands in frames, outcomes and the time, and carries out the effects that come back.

mod effect;
mod heartbeat;
mod identified;
mod limits;
mod link;
mod opening;
mod unidentified;

use std::time::Instant;

use hubbub_protocol::ConnectionId;

pub use effect::{Effect, Effects, Outcome, Work};
pub use identified::Identified;
pub use unidentified::Unidentified;

pub(crate) use link::Link;

/// One connection, from its first frame to its end. Dropping it removes every trace of it.
#[derive(Debug)]
pub enum Connection {
    /// It has not said `hello` yet.
    Unidentified(Unidentified),
    /// It has.
    Identified(Identified),
}

impl Connection {
    pub(crate) fn new(link: Link, now: Instant) -> Self {
        Self::Unidentified(Unidentified::new(link, now))
    }

    /// Which connection this is.
    pub fn id(&self) -> ConnectionId {
        match self {
            Self::Unidentified(unidentified) => unidentified.link.id,
            Self::Identified(identified) => identified.link.id,
        }
    }

    /// A text frame came.
    #[must_use]
    pub fn on_frame(mut self, text: &str, now: Instant) -> (Self, Effects) {
        if let Some(close) = self.link_mut().heard(now) {
            return (self, vec![close]);
        }
        match self {
            Self::Unidentified(unidentified) => unidentified.on_frame(text, now),
            Self::Identified(mut identified) => {
                let effects = identified.on_frame(text, now);
                (Self::Identified(identified), effects)
            }
        }
    }

    /// A ping or a pong came. The socket answers pings by itself, but they count like frames.
    pub fn on_control(&mut self, now: Instant) -> Effects {
        self.link_mut().heard(now).into_iter().collect()
    }

    /// Earlier work is done.
    pub fn on_outcome(&mut self, outcome: Outcome) -> Effects {
        match self {
            Self::Unidentified(_) => Effects::new(),
            Self::Identified(identified) => identified.on_outcome(outcome),
        }
    }

    /// The time of [`Self::deadline`] has come.
    pub fn on_tick(&mut self, now: Instant) -> Effects {
        match self {
            Self::Unidentified(unidentified) => unidentified.on_tick(now),
            Self::Identified(identified) => identified.on_tick(now),
        }
    }

    /// The client said goodbye, so it is not expected back at once.
    pub fn on_goodbye(&mut self) {
        self.link_mut().said_goodbye();
    }

    /// When to call [`Self::on_tick`] next.
    pub fn deadline(&self) -> Instant {
        match self {
            Self::Unidentified(unidentified) => unidentified.deadline(),
            Self::Identified(identified) => identified.deadline(),
        }
    }

    /// Whether the socket may be read now: not before `welcome` is out, and not while too many commands wait.
    pub fn wants_frames(&self) -> bool {
        match self {
            Self::Unidentified(_) => true,
            Self::Identified(identified) => identified.wants_frames(),
        }
    }

    fn link_mut(&mut self) -> &mut Link {
        match self {
            Self::Unidentified(unidentified) => &mut unidentified.link,
            Self::Identified(identified) => &mut identified.link,
        }
    }
}
