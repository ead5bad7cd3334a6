//! Lines of words.

use super::Start;
use crate::{
    bounds::Bounds,
    cut::{behind, is_blank, row},
    inline, steps,
    tree::Block,
};

/// The lines up to a blank one, or to one that begins something else. Spaces before words stay: people draw with them.
pub(super) fn parse(lines: &[&str], depth: usize, bounds: &mut Bounds<'_>) -> (Block, usize) {
    let mut used = 1;
    while let Some(rest) = lines.get(used..)
        && rest.first().is_some_and(|line| !is_blank(line))
        && Start::of(rest, depth).is_none()
    {
        used += 1;
    }
    (Block::Paragraph(inline::parse(&joined(lines, used), bounds)), used)
}

/// All lines, as words.
pub(super) fn words(lines: &[&str], bounds: &mut Bounds<'_>) -> (Block, usize) {
    (Block::Paragraph(inline::parse(&joined(lines, lines.len()), bounds)), lines.len())
}

/// The text of a line that is a heading.
pub(super) fn heading_text(line: &str) -> Option<&str> {
    let signs = if line.starts_with('#') { row(line) } else { 0 };
    let text = behind(line, signs);
    let is_heading = (1..=6).contains(&signs) && text.starts_with(' ') && !is_blank(text);
    is_heading.then(|| text.trim())
}

pub(super) fn heading(text: &str, bounds: &mut Bounds<'_>) -> (Block, usize) {
    (Block::Heading(inline::parse(text, bounds)), 1)
}

/// The first lines as one text, without spaces at their ends.
pub(super) fn joined(lines: &[&str], count: usize) -> String {
    let mut text = String::new();
    for line in lines.iter().take(count) {
        steps::take(line.len());
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}
