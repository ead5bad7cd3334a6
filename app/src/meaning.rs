//! What a text means to the person at the page, ready to be shown and said.

mod node;

pub(crate) use node::{Element, Fixed, Node};

/// The class of what shows a text.
const BODY: Fixed = &[("class", "message__body")];
const LARGE: Fixed = &[("class", "message__body message__body--large")];
/// The direction of a block is that of its first letter: people write in all scripts. What is inside of it follows, or
/// the marks of a list would stand on the other side of its words.
pub(crate) const BLOCK: Fixed = &[("dir", "auto")];
/// What hides words.
const SPOILER: &[u8] = b"||";

/// What a text means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// What shows it.
    pub(crate) body: Element,
    /// What it says, in one line.
    pub(crate) words: String,
    /// Whether the person at the page is spoken to.
    pub(crate) speaks_to_me: bool,
}

impl Meaning {
    /// What was understood.
    pub(crate) fn new(parts: Vec<Node>, is_large: bool, words: String, speaks_to_me: bool) -> Self {
        let body = Element::new("div", if is_large { LARGE } else { BODY }, parts);
        Self { body, words, speaks_to_me }
    }

    /// A text that cannot be understood yet: what was typed, up to where something might be hidden from others.
    pub(crate) fn as_typed(text: &str, mine: bool) -> Self {
        let hidden = text.as_bytes().windows(SPOILER.len()).position(|bytes| bytes == SPOILER);
        let mut words = text.to_owned();
        if let Some(begin) = hidden
            && !mine
        {
            words.truncate(begin);
            words.push('…');
        }
        let paragraph = Node::of("p", BLOCK, vec![Node::text(&words)]);
        Self::new(vec![paragraph], false, words, false)
    }

    /// At most so many letters of what it says.
    pub(crate) fn brief(&self, letters: usize) -> String {
        let mut brief: String = self.words.chars().take(letters).collect();
        if brief.len() < self.words.len() {
            brief.push('…');
        }
        brief
    }
}
