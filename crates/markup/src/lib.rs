#![doc = include_str!("../README.md")]

mod address;
mod block;
mod bounds;
mod copy;
mod cut;
mod directory;
mod emoji;
mod flat;
mod inline;
mod invisible;
pub mod shortcode;
#[cfg(test)]
mod sketch;
mod steps;
#[cfg(test)]
mod tests;
mod tree;
mod walk;

pub use directory::Directory;
pub use tree::{Block, Code, Column, Inline, Item, Lean, List, Mention, Style, Table, Tree};

use bounds::Bounds;

/// What somebody wrote, understood. Every text has a tree, and making it takes time in proportion to the text.
pub fn parse(text: &str, directory: &dyn Directory) -> Tree {
    let text = as_in_documents(text);
    let lines: Vec<_> = text.split('\n').collect();
    Tree { blocks: block::parse(&lines, 0, &mut Bounds::new(directory)) }
}

/// The text as it reads from a document: other line breaks are ordinary ones, and there is no NUL.
fn as_in_documents(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut before = '\n';
    for c in text.chars() {
        match c {
            '\n' if before == '\r' => {}
            '\r' => read.push('\n'),
            '\0' => read.push(char::REPLACEMENT_CHARACTER),
            c => read.push(c),
        }
        before = c;
    }
    read
}
