//! Points, in order or not.

use super::{unindented, without_columns};
use crate::{
    bounds::Bounds,
    cut::{behind, cut, is_blank, leading},
    steps,
    tree::{Block, Item, List},
};

/// How far further in a line stands that belongs to a point.
const INSET: usize = 2;

/// What a point begins with.
#[derive(Debug, Clone, Copy)]
struct Marker<'a> {
    indent: usize,
    /// The columns before its text.
    columns: usize,
    /// Its number; nothing in a list without numbers.
    number: Option<u32>,
    text: &'a str,
}

impl<'a> Marker<'a> {
    /// The marker that a line begins with.
    fn of(line: &'a str) -> Option<Self> {
        let (indent, rest) = unindented(line);
        let digits = leading(rest, |byte| byte.is_ascii_digit());
        let sign = rest.as_bytes().get(digits)?;
        let number = if digits == 0 { None } else { Some(number(cut(rest, 0, digits))?) };
        let is_sign = if digits == 0 { b"-*+".contains(sign) } else { b".)".contains(sign) };
        let behind = behind(rest, digits + 1);
        let text = behind.trim_start();
        // A line of nothing but dashes is a line.
        let says_something = text.bytes().any(|byte| !b"-*+ ".contains(&byte));
        steps::take(text.len());
        let columns = indent + rest.len() - text.len();
        (is_sign && text.len() < behind.len() && says_something).then_some(Self { indent, columns, number, text })
    }
}

/// A number of at most nine digits.
fn number(digits: &str) -> Option<u32> {
    let value = digits.bytes().fold(0_u32, |value, digit| value.wrapping_mul(10).wrapping_add(u32::from(digit - b'0')));
    (digits.len() < 10).then_some(value)
}

/// The text of a line that is a point of a list.
pub(crate) fn item_text(line: &str) -> Option<&str> {
    Marker::of(line).map(|marker| marker.text)
}

/// The list that begins here, and how many lines it takes.
pub(super) fn parse(lines: &[&str], depth: usize, bounds: &mut Bounds<'_>) -> (Block, usize) {
    let mut list = List { is_ordered: false, items: Vec::new() };
    let mut indent = None;
    let mut written = None;
    let mut used = 0;
    let mut next = 0;
    while let Some(marker) = lines.get(next).and_then(|line| Marker::of(line)) {
        let indent = *indent.get_or_insert(marker.indent);
        let is_ordered = marker.number.is_some();
        if used > 0 && (is_ordered != list.is_ordered || marker.indent >= indent + INSET) {
            break;
        }
        list.is_ordered = is_ordered;
        let (done, text) = task(marker.text);
        let mut inner = vec![text];
        used = next + 1;
        // Lines that stand further in, and blank ones between them, belong to the point.
        while let Some((line, blank)) = after_blank(lines, used)
            && unindented(line).0 >= indent + INSET
        {
            inner.resize(inner.len() + blank, "");
            inner.push(without_columns(line, marker.columns));
            used += blank + 1;
        }
        next = used + after_blank(lines, used).map_or(0, |(_, blank)| blank);
        bounds.spend(1);
        // Numbers stay as they were written, unless they were left to be counted: 1. 1. 1.
        let number = match list.items.last() {
            Some(item) if marker.number == written => item.number.saturating_add(u32::from(is_ordered)),
            _ => marker.number.unwrap_or(0),
        };
        written = marker.number;
        list.items.push(Item { number, done, blocks: super::parse(&inner, depth + 1, bounds) });
    }
    (Block::List(list), used)
}

/// The next line that is not blank, and how many blank ones come before it.
fn after_blank<'a>(lines: &[&'a str], from: usize) -> Option<(&'a str, usize)> {
    let mut blank = 0;
    loop {
        let line = *lines.get(from + blank)?;
        steps::take(1);
        if !is_blank(line) {
            return Some((line, blank));
        }
        blank += 1;
    }
}

/// Whether a point is something to do, and its text without the box.
fn task(text: &str) -> (Option<bool>, &str) {
    let done = match cut(text, 0, 4) {
        "[ ] " => Some(false),
        "[x] " | "[X] " => Some(true),
        _ => None,
    };
    (done, if done.is_some() { behind(text, 4) } else { text })
}
