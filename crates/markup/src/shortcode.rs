//! Emoji by their names, such as `:tada:`. Whoever writes a text turns them into characters before it is sent, so that
//! nobody who shows it needs the names.

mod lines;
mod names;

pub use names::Names;

use crate::{
    address::Address,
    cut::row,
    inline::{Unclosed, code_end},
    steps,
};
use lines::Lines;

/// The longest name of an emoji.
const LONGEST: usize = 64;

/// The text with emoji in place of their names, as far as `emoji` knows them. Code and addresses stay as they are.
pub fn replace<'e>(text: &str, emoji: &dyn Fn(&str) -> Option<&'e str>) -> String {
    let mut replaced = String::with_capacity(text.len());
    for (lines, is_code) in Lines::of(text) {
        if is_code {
            replaced.push_str(lines);
        } else {
            replace_in_words(lines, emoji, &mut replaced);
        }
    }
    replaced
}

fn replace_in_words<'e>(text: &str, emoji: &dyn Fn(&str) -> Option<&'e str>, replaced: &mut String) {
    let mut unclosed = Unclosed::default();
    let mut rest = text;
    let mut before = None::<char>;
    while let Some(c) = rest.chars().next() {
        steps::take(1);
        let is_inside_word = before.is_some_and(|before| before.is_alphanumeric() || before == ':');
        let (length, instead) = match c {
            ':' if !is_inside_word => named(rest, emoji).map_or((1, None), |(length, emoji)| (length, Some(emoji))),
            '`' => (code(rest, &mut unclosed), None),
            '\\' => (1 + rest[1..].chars().next().map_or(0, char::len_utf8), None),
            _ if is_inside_word => (c.len_utf8(), None),
            _ => (Address::at(rest).map_or(c.len_utf8(), |address| address.source.len()), None),
        };
        let (taken, further) = rest.split_at(length);
        replaced.push_str(instead.unwrap_or(taken));
        before = instead.unwrap_or(taken).chars().next_back();
        rest = further;
    }
}

/// The emoji whose name this begins with, and how long that is.
fn named<'e>(text: &str, emoji: &dyn Fn(&str) -> Option<&'e str>) -> Option<(usize, &'e str)> {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_+-".contains(byte);
    let length = text.bytes().skip(1).take(LONGEST).take_while(is_of_name).count();
    steps::take(length);
    let name = &text[1..=length];
    let is_closed = text[1 + length..].starts_with(':') && !name.is_empty();
    Some((length + 2, emoji(name).filter(|_| is_closed)?))
}

/// How long the code is that this begins with, or only its backticks.
fn code(text: &str, unclosed: &mut Unclosed) -> usize {
    let row = row(text);
    code_end(&text[row..], row, unclosed).map_or(row, |end| row + end + row)
}

#[cfg(test)]
mod tests;
