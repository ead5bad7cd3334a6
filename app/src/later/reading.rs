//! Understands what people write, and says how it is shown.

mod blocks;
mod inlines;

use hubbub_markup::{Directory, parse, shortcode};
use hubbub_protocol::{AccountId, limits};

use crate::{
    meaning::{BLOCK, Meaning},
    text,
};
use blocks::blocks;

/// What a text means to this person, who knows so many others.
pub(super) fn read(text: &str, directory: &dyn Directory, me: AccountId) -> Meaning {
    let tree = parse(text, directory);
    let parts = blocks(&tree.blocks, BLOCK, me);
    Meaning::new(parts, tree.is_large(), tree.brief(usize::MAX, text::SPOILER), tree.speaks_to(me))
}

/// The text with emoji in place of their names, unless it becomes too long by that.
pub(super) fn with_emoji(text: String) -> String {
    let replaced = shortcode::replace(&text, &shortcode::names::emoji);
    if replaced.len() > limits::MESSAGE_BODY { text } else { replaced }
}
