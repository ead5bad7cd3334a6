//! The emoji that somebody used last on this device.

use std::sync::Arc;

use super::names::{Emoji, all};
use crate::ports::Platform;

/// As many as two rows of the narrowest grid have.
const KEPT: usize = 14;

/// What this device remembers of one account.
pub(super) struct Recent {
    platform: Arc<dyn Platform>,
    name: String,
}

impl Recent {
    /// Of this account.
    pub(super) fn new(platform: Arc<dyn Platform>, account: &str) -> Self {
        Self { platform, name: ["recent-emoji/", account].concat() }
    }

    /// The last one first.
    pub(super) fn list(&self, table: &'static str) -> Vec<Emoji> {
        let text = self.platform.recall(&self.name).unwrap_or_default();
        // What is kept was written by another build, perhaps, or by hand.
        text.split(' ')
            .filter_map(|character| all(table).find(|emoji| emoji.character == character))
            .take(KEPT)
            .collect()
    }

    /// This one was used now.
    pub(super) fn add(&self, table: &'static str, character: &str) {
        let older = self.list(table).into_iter().map(|emoji| emoji.character).filter(|&older| older != character);
        let all: Vec<&str> = [character].into_iter().chain(older).take(KEPT).collect();
        self.platform.remember(&self.name, &all.join(" "));
    }
}
