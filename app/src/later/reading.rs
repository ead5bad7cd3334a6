//! Understands what people write, and says how it is shown.

mod blocks;
mod inlines;

use hubbub_markup::{Directory, parse};
use hubbub_protocol::AccountId;

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
