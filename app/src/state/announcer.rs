//! One sentence at a time for people who listen to the page.

use super::watched::Watched;
use crate::text;

/// How much of a message is said.
const CHARACTERS: usize = 200;

/// The sentence for a live region.
#[derive(Default)]
pub(crate) struct Announcer {
    pub(crate) sentence: Watched<String>,
}

impl Announcer {
    /// Says the only one of these messages, or how many there are.
    pub(crate) fn say(&self, heard: &[(String, String)]) {
        let mut sentence = match heard {
            [] => return,
            [(author, body)] => text::announce_message(author, &shortened(body)),
            many => text::announce_count(many.len()),
        };
        // A region whose text stays the same is not read again.
        if self.sentence.peek(|old| *old == sentence) {
            sentence.push('\u{a0}');
        }
        self.sentence.set(sentence);
    }
}

fn shortened(body: &str) -> String {
    match body.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", &body[..end]),
        None => body.to_owned(),
    }
}
