//! A tree as one line of words: for a notification, a preview, the name of a row, and to search in.

use crate::{
    invisible::turns_text,
    tree::{Block, Inline, Style, Tree},
    walk::{self, Part},
};

impl Tree {
    /// The words in one line, at most so many letters of them. In place of what is hidden stands `spoiler`.
    pub fn brief(&self, letters: usize, spoiler: &str) -> String {
        let mut text = Line::of(self, Some(spoiler));
        if let Some((end, _)) = text.char_indices().nth(letters) {
            text.truncate(end);
            text.push('…');
        }
        text
    }

    /// All words, also those that are hidden, and all addresses: what a search looks at.
    pub fn search_text(&self) -> String {
        Line::of(self, None)
    }
}

struct Line<'a> {
    text: String,
    /// What stands in place of what is hidden; without it nothing is, and links show where they lead.
    spoiler: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn of(tree: &Tree, spoiler: Option<&'a str>) -> String {
        let mut line = Self { text: String::new(), spoiler };
        line.blocks(&tree.blocks);
        line.text.truncate(line.text.trim_end().len());
        line.text
    }

    fn blocks(&mut self, blocks: &[Block]) {
        walk::parts(blocks, &mut |part| {
            self.push(" ");
            match part {
                Part::Words(words) => self.words(words),
                Part::Code(code) => self.push(code),
                Part::Quote(blocks) => self.blocks(blocks),
            }
        });
    }

    fn words(&mut self, words: &[Inline]) {
        for inline in words {
            match (inline, self.spoiler) {
                (Inline::Text(text) | Inline::Code(text), _) => self.push(text),
                (Inline::Styled(Style::Spoiler, _), Some(spoiler)) => self.push(spoiler),
                (Inline::Styled(_, words), _) => self.words(words),
                (Inline::Link { label, address }, spoiler) => {
                    self.words(label);
                    if spoiler.is_none() && !inline.names_its_address() {
                        self.push(" ");
                        self.push(address);
                    }
                }
                (Inline::Mention(mention), _) => self.named('@', mention.name()),
                (Inline::Room { name, .. }, _) => self.named('#', name),
            }
        }
    }

    fn named(&mut self, sign: char, name: &str) {
        self.text.push(sign);
        self.push(name);
    }

    /// One space between words is enough, and nothing turns around what is said before and after.
    fn push(&mut self, text: &str) {
        for c in text.chars().filter(|c| !turns_text(*c)) {
            if !c.is_whitespace() {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
    }
}

#[cfg(test)]
mod tests;
