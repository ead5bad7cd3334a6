//! The parts of a text that stand on lines of their own.

mod fence;
mod list;
mod paragraph;
mod quote;
mod table;

use crate::{
    bounds::{self, Bounds},
    cut::{behind, is_blank, leading},
    steps,
    tree::Block,
};

pub(crate) use fence::Fence;
pub(crate) use list::item_text;
pub(crate) use quote::quoted;

/// What these lines are, inside of `depth` quotes and lists.
pub(crate) fn parse(lines: &[&str], depth: usize, bounds: &mut Bounds<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rest = lines;
    while let Some((line, further)) = rest.split_first() {
        if is_blank(line) {
            rest = further;
            continue;
        }
        bounds.spend(1);
        let (block, used) = match Start::of(rest, depth) {
            // Whatever it is, it is words.
            _ if bounds.are_spent() => paragraph::words(rest, bounds),
            None => paragraph::parse(rest, depth, bounds),
            Some(Start::Heading(text)) => paragraph::heading(text, bounds),
            Some(Start::Fence(fence)) => fence.code(rest, bounds),
            Some(Start::Quote) => quote::parse(rest, depth, bounds),
            Some(Start::List) => list::parse(rest, depth, bounds),
            Some(Start::Table) => table::parse(rest, bounds),
        };
        blocks.push(block);
        rest = rest.get(used..).unwrap_or_default();
    }
    blocks
}

/// What a line begins, other than a paragraph.
enum Start<'a> {
    Fence(Fence<'a>),
    Quote,
    List,
    Heading(&'a str),
    Table,
}

impl<'a> Start<'a> {
    fn of(lines: &[&'a str], depth: usize) -> Option<Self> {
        let line = *lines.first()?;
        steps::take(1);
        let may_nest = depth < bounds::BLOCKS;
        if let Some(fence) = Fence::open(line) {
            Some(Self::Fence(fence))
        } else if may_nest && quoted(line).is_some() {
            Some(Self::Quote)
        } else if may_nest && item_text(line).is_some() {
            Some(Self::List)
        } else if let Some(text) = paragraph::heading_text(line) {
            Some(Self::Heading(text))
        } else {
            table::begins(lines).then_some(Self::Table)
        }
    }
}

/// A line without its indentation, and how many columns that has. A tab is four columns wide.
#[inline(never)]
fn unindented(line: &str) -> (usize, &str) {
    let length = leading(line, |byte| matches!(byte, b' ' | b'\t'));
    let tabs = line.bytes().take(length).filter(|byte| *byte == b'\t').count();
    (length + 3 * tabs, behind(line, length))
}

/// A line without so many columns of its indentation.
#[inline(never)]
fn without_columns(line: &str, columns: usize) -> &str {
    let (mut line, mut left) = (line, columns);
    while left > 0 && line.starts_with([' ', '\t']) {
        left = left.saturating_sub(if line.starts_with('\t') { 4 } else { 1 });
        line = behind(line, 1);
    }
    line
}

#[cfg(test)]
mod tests;
