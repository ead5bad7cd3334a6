//! The parts of lines: marked words, code, links and names.

mod code;
mod link;
mod marks;
mod names;
mod scan;

use crate::{bounds::Bounds, steps, tree::Inline};

pub(crate) use code::{Unclosed, code_end};

/// What stands in these lines.
pub(crate) fn parse(text: &str, bounds: &mut Bounds<'_>) -> Vec<Inline> {
    joined(scan::scan(text, bounds))
}

/// Puts words beside each other together.
fn joined(words: Vec<Inline>) -> Vec<Inline> {
    let mut joined = Vec::<Inline>::with_capacity(words.len());
    for mut inline in words {
        steps::take(1);
        match (&mut inline, joined.last_mut()) {
            (Inline::Text(text), Some(Inline::Text(before))) => {
                before.push_str(text);
                continue;
            }
            (Inline::Styled(_, inner) | Inline::Link { label: inner, .. }, _) => {
                *inner = self::joined(std::mem::take(inner));
            }
            _ => {}
        }
        joined.push(inline);
    }
    joined
}

#[cfg(test)]
mod tests;
