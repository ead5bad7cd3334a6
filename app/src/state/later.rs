//! Whether the later part of the page is there, and what is open of it.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{Banner, BannerKind, Chat, Engine, watched::Watched};
use crate::{
    later::{Act, Functions, Part},
    ports::{Platform, Urgency},
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
    Here(Functions),
}

/// Whether the names of emoji are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emoji {
    /// They could not be fetched, or nobody asked for them yet.
    #[default]
    Missing,
    /// Not yet.
    Coming,
    /// One emoji per line, with its names behind it.
    Here(&'static str),
}

/// What the page knows about its later part.
pub(crate) struct LaterPart {
    pub(crate) state: Watched<Later>,
    emoji: Watched<Emoji>,
    /// What is open, with a number of its own: what opens next is another thing, also if it looks the same.
    opened: Watched<Option<(u32, Part)>>,
    /// Whether it was asked for because a text waits to be understood.
    is_wanted: AtomicBool,
}

impl LaterPart {
    /// With what needs not be fetched.
    pub(crate) fn new(functions: Option<Functions>) -> Self {
        let state = functions.map_or_else(Later::default, Later::Here);
        Self {
            state: Watched::new(state),
            emoji: Watched::default(),
            opened: Watched::default(),
            is_wanted: AtomicBool::default(),
        }
    }

    /// What it can do, once it is there.
    pub(crate) fn functions(&self) -> Option<Functions> {
        self.state.peek(|state| if let Later::Here(functions) = state { Some(*functions) } else { None })
    }

    /// The text with emoji in place of their names, as far as they are known by now.
    pub(crate) fn with_emoji(&self, text: String) -> String {
        match (self.functions(), self.emoji.peek(|emoji| *emoji)) {
            (Some(later), Emoji::Here(table)) => later.with_emoji(text, table),
            _ => text,
        }
    }

    /// Fetches it now, because a text waits to be understood. Nobody is told if that fails: the next text tries again.
    pub(crate) fn want(&self, platform: &dyn Platform) {
        if self.functions().is_none() && !self.is_wanted.swap(true, Ordering::Relaxed) {
            platform.load_later(Urgency::Now);
        }
    }

    /// The answer of the platform. An older one that failed does not matter once there is another.
    pub(crate) fn loaded(&self, functions: Option<Functions>) {
        if let Some(functions) = functions {
            self.state.follow(Later::Here(functions));
            return;
        }
        self.is_wanted.store(false, Ordering::Relaxed);
        if self.state.peek(|state| *state == Later::Coming) {
            self.state.set(Later::Missing);
        }
    }
}

impl Engine {
    /// Fetches the names of emoji, unless they are there or on their way.
    pub(super) fn load_emoji(&self) {
        let emoji = self.later.emoji.clone();
        if emoji.peek(|emoji| *emoji == Emoji::Missing) {
            emoji.set(Emoji::Coming);
            let arrived = move |table: Result<String, _>| {
                // The table is needed as long as the page is there.
                emoji.set(table.map_or(Emoji::Missing, |table| Emoji::Here(table.leak())));
            };
            self.fetch(self.platform.emoji(), Box::new(arrived));
        }
    }
}

impl Chat {
    /// The names of emoji. Reactive.
    pub fn emoji(self) -> Emoji {
        self.engine().later.emoji.get()
    }

    /// Fetches the names of emoji again, if they could not be fetched.
    pub fn load_emoji(self) {
        self.engine().load_emoji();
    }

    /// Opens something of the later part, in place of what is open of it.
    pub(crate) fn open(self, part: Part) {
        let opened = &self.engine().later.opened;
        let number = opened.peek(|opened| opened.as_ref().map_or(0, |(number, _)| *number));
        opened.set(Some((number + 1, part)));
        self.load_later();
    }

    /// Does this, or as soon as the later part is there. Whether it means something, as far as that is known.
    pub(crate) fn act(self, act: Act) -> bool {
        if let Some(later) = self.engine().later.functions() {
            later.act(self, &act)
        } else {
            self.open(Part::Act(act));
            true
        }
    }

    /// Closes what is open.
    pub fn close(self) {
        let opened = &self.engine().later.opened;
        if opened.peek(Option::is_some) {
            opened.set(None);
        }
    }

    /// What had this number was closed. It may be another thing that is open now.
    pub fn closed(self, number: u32) {
        if self.engine().later.opened.peek(|opened| opened.as_ref().is_some_and(|(open, _)| *open == number)) {
            self.close();
        }
    }

    /// What is open of the later part, and its number. Reactive.
    pub(crate) fn opened(self) -> Option<(u32, Part)> {
        self.engine().later.opened.get()
    }

    /// What the later part can do, once it is there. Reactive.
    pub(crate) fn functions(self) -> Option<Functions> {
        if let Later::Here(functions) = self.later() { Some(functions) } else { None }
    }

    /// Whether the later part is there.
    pub fn later(self) -> Later {
        self.engine().later.state.get()
    }

    /// Fetches the later part now, unless it is there.
    pub fn load_later(self) {
        let engine = self.engine();
        if engine.later.functions().is_none() {
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
