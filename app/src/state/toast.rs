//! One thing at a time that people are told about what they did, with a way out where there is one.

use hubbub_client::{Client, Moment};
use hubbub_protocol::Nonce;

use super::watched::Watched;

/// How long it stays.
const SHOWN_MS: u64 = 6_000;

/// A sentence for a few seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What happened.
    pub sentence: String,
    /// What one can do about it.
    pub offer: Option<Offer>,
}

/// What one can do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// Take a deletion back.
    Undo(Nonce),
    /// Go to this page of the workspace.
    Go(String),
}

/// What is told now.
#[derive(Default)]
pub(crate) struct Toasts {
    pub(crate) now: Watched<Option<Toast>>,
    until: Option<Moment>,
    /// The person reads it, or is about to press its button.
    is_held: bool,
}

impl Toasts {
    /// Tells something instead of what was told before.
    pub(crate) fn tell(&mut self, now: Moment, sentence: String, offer: Option<Offer>) {
        self.until = Some(now.plus(SHOWN_MS));
        self.now.set(Some(Toast { sentence, offer }));
    }

    /// Keeps it while the person is at it. Afterwards it stays for a while.
    pub(crate) fn hold(&mut self, now: Moment, is_held: bool) {
        self.is_held = is_held;
        self.until = self.until.map(|_| now.plus(SHOWN_MS));
    }

    /// Ends it.
    pub(crate) fn dismiss(&mut self) {
        self.until = None;
        self.is_held = false;
        self.now.follow(None);
    }

    /// Ends it when its time has come, or when what it offers cannot be done any more.
    pub(crate) fn advance(&mut self, client: &Client, now: Moment) {
        let undo = self.now.peek(|toast| match toast.as_ref().and_then(|toast| toast.offer.as_ref()) {
            Some(Offer::Undo(nonce)) => Some(*nonce),
            _ => None,
        });
        let is_over = match undo {
            Some(nonce) => !client.can_undo(nonce),
            None => !self.is_held && self.until.is_some_and(|until| until <= now),
        };
        if is_over {
            self.dismiss();
        }
    }

    /// When to look again.
    pub(crate) fn due(&self) -> Option<Moment> {
        self.until.filter(|_| !self.is_held)
    }
}
