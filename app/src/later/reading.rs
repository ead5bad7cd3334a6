//! Understands what people write, and says how it is shown.

mod blocks;
mod inlines;

use hubbub_markup::{
    Directory, parse,
    shortcode::{Names, replace},
};
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

/// What an excerpt means. It may end in the middle of a spoiler, which must stay one.
pub(super) fn read_excerpt(excerpt: &str, directory: &dyn Directory, me: AccountId) -> Meaning {
    let is_open = excerpt.matches("||").count() % 2 == 1;
    let closed = if is_open { excerpt.to_owned() + "||" } else { excerpt.to_owned() };
    read(&closed, directory, me)
}

/// The text with emoji in place of their names, unless it becomes too long by that.
pub(super) fn with_emoji(text: String, table: &str) -> String {
    // Most texts have no name in them, and none needs the table in order then.
    if text.matches(':').nth(1).is_none() {
        return text;
    }
    let names = Names::of(table);
    let replaced = replace(&text, &|name| names.emoji(name));
    if replaced.len() > limits::MESSAGE_BODY { text } else { replaced }
}
