//! Parts of lines.

use hubbub_markup::{Inline, Mention, Style};
use hubbub_protocol::{AccountId, path};

use crate::{
    meaning::{Fixed, Node},
    text,
};

/// A page of somebody else opens beside this one and learns nothing of it.
const PAGE: Fixed = &[("target", "_blank"), ("rel", "noopener noreferrer nofollow")];
/// A mail program opens beside the page anyway.
const MAIL: Fixed = &[("rel", "noopener noreferrer nofollow")];
const MENTION: Fixed = &[("class", "mention")];
const MENTION_OF_ME: Fixed = &[("class", "mention mention--me")];
const SPOILER: Fixed = &[("class", "spoiler")];
/// The style sheet hides the words behind it while it says that it is not expanded.
const COVER: Fixed = &[("type", "button"), ("class", "spoiler__cover"), ("aria-expanded", "false")];
const COVERED: Fixed = &[("class", "spoiler__words")];

/// Words and what is among them.
pub(super) fn inlines(words: &[Inline], me: AccountId) -> Vec<Node> {
    words.iter().map(|inline| one(inline, me)).collect()
}

fn one(inline: &Inline, me: AccountId) -> Node {
    match inline {
        Inline::Text(text) => Node::text(text),
        Inline::Code(text) => Node::of("code", &[], vec![Node::text(text)]),
        Inline::Styled(style, words) => {
            let words = inlines(words, me);
            match style {
                Style::Emphasis => Node::of("em", &[], words),
                Style::Strong => Node::of("strong", &[], words),
                Style::Strike => Node::of("s", &[], words),
                Style::Spoiler => {
                    let cover = Node::of("button", COVER, vec![Node::text(text::SPOILER)]);
                    Node::of("span", SPOILER, vec![cover, Node::of("span", COVERED, words)])
                }
            }
        }
        Inline::Link { address, label } => {
            let fixed = if address.starts_with("http") { PAGE } else { MAIL };
            Node::of("a", fixed, inlines(label, me)).with("href", address.clone())
        }
        Inline::Mention(mention) => {
            let is_other = matches!(mention, Mention::Person(account) if account.id != me);
            let name = Node::Text(["@", mention.name()].concat());
            Node::of("bdi", if is_other { MENTION } else { MENTION_OF_ME }, vec![name])
        }
        Inline::Room { slug, name } => {
            let name = Node::Text(["#", name].concat());
            Node::of("a", MENTION, vec![name]).with("href", path::room_page(slug))
        }
    }
}
