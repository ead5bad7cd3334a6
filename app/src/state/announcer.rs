//! One sentence at a time for people who listen to the page.

use std::sync::Arc;

use super::{row::MessageRow, watched::Watched};
use crate::text;

/// How much of a message is said.
const LETTERS: usize = 200;

/// The sentence for a live region.
#[derive(Default)]
pub(crate) struct Announcer {
    pub(crate) sentence: Watched<String>,
}

impl Announcer {
    /// Says the only one of these messages, or how many there are.
    pub(crate) fn say(&self, heard: &[Arc<MessageRow>]) {
        let mut sentence = match heard {
            [] => return,
            [one] => text::announce_message(&one.author.name, &one.brief(LETTERS)),
            many => text::announce_count(many.len()),
        };
        // A region whose text stays the same is not read again.
        if self.sentence.peek(|old| *old == sentence) {
            sentence.push('\u{a0}');
        }
        self.sentence.set(sentence);
    }
}
