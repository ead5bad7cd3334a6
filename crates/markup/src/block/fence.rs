//! Program text between two fences.

use super::{paragraph, unindented, without_columns};
use crate::{
    bounds::{self, Bounds},
    cut::{behind, cut, is_blank, row},
    steps,
    tree::{Block, Code, Inline},
};

/// The most letters of a language.
const LANGUAGE: usize = 24;

/// A line of at least three backticks or tildes, with which program text begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fence<'a> {
    byte: u8,
    length: usize,
    indent: usize,
    /// What follows on the same line.
    rest: &'a str,
}

impl<'a> Fence<'a> {
    /// The fence that a line is.
    pub(crate) fn open(line: &'a str) -> Option<Self> {
        let (indent, text) = unindented(line);
        let byte = *text.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let length = row(text);
        let rest = behind(text, length).trim();
        // Backticks further on make it code within a line.
        steps::take(rest.len());
        let is_fence = length >= 3 && indent < 4 && !(byte == b'`' && rest.contains('`'));
        is_fence.then_some(Self { byte, length, indent, rest })
    }

    /// What stands before the fence that this line ends with: nothing, or the last line of the program text.
    pub(crate) fn close<'b>(&self, line: &'b str) -> Option<&'b str> {
        let line = line.trim_end();
        let length = line.bytes().rev().take_while(|byte| *byte == self.byte).count();
        steps::take(1 + length);
        let before = cut(line, 0, line.len() - length).trim_end();
        // Tildes end a line of program text now and then.
        let is_fence = length >= self.length && (before.is_empty() || self.byte == b'`' && length == self.length);
        is_fence.then_some(before)
    }

    /// The code up to the closing fence, and how many lines it takes. Without one it goes on to the end.
    pub(super) fn code(self, lines: &[&str], bounds: &mut Bounds<'_>) -> (Block, usize) {
        bounds.spend(bounds::CODE);
        let language = self.language();
        let mut text = String::new();
        let mut add = |line| {
            text.push_str(line);
            text.push('\n');
        };
        if language.is_none() && !self.rest.is_empty() {
            add(self.rest);
        }
        let mut used = 1;
        for line in lines.iter().skip(1) {
            used += 1;
            match self.close(line) {
                None => add(without_columns(line, self.indent)),
                Some("") => break,
                Some(last) => {
                    add(without_columns(last, self.indent));
                    break;
                }
            }
        }
        text.pop();
        let block = if is_blank(&text) {
            // Fences around nothing are words.
            Block::Paragraph(vec![Inline::Text(paragraph::joined(lines, used))])
        } else {
            Block::Code(Code { language: language.map(str::to_owned), text })
        };
        (block, used)
    }

    /// One word behind the fence names a language; more are program text already.
    fn language(&self) -> Option<&'a str> {
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"+-#._".contains(&byte);
        let is_name = !self.rest.is_empty() && self.rest.len() <= LANGUAGE && self.rest.bytes().all(is_of_name);
        is_name.then_some(self.rest)
    }
}
