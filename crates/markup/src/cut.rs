//! Taking texts apart. Each of these is one function in the browser's package, however often it is used, and none of
//! them can panic: a place that is no boundary gives nothing.

use crate::steps;

/// What stands between two places.
#[inline(never)]
pub(crate) fn cut(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// What stands behind a place.
pub(crate) fn behind(text: &str, from: usize) -> &str {
    cut(text, from, text.len())
}

/// The first letter.
#[inline(never)]
pub(crate) fn first(text: &str) -> Option<char> {
    text.chars().next()
}

/// The last letter.
#[inline(never)]
pub(crate) fn last(text: &str) -> Option<char> {
    text.chars().next_back()
}

/// With how many bytes of a kind a text begins.
#[inline(never)]
pub(crate) fn leading(text: &str, is_of_kind: fn(u8) -> bool) -> usize {
    let count = text.bytes().take_while(|byte| is_of_kind(*byte)).count();
    steps::take(count);
    count
}

/// With how many of the same byte a text begins.
#[inline(never)]
pub(crate) fn row(text: &str) -> usize {
    let first = text.as_bytes().first();
    let count = text.bytes().take_while(|byte| Some(byte) == first).count();
    steps::take(count);
    count
}

/// Whether there is nothing to see.
#[inline(never)]
pub(crate) fn is_blank(text: &str) -> bool {
    let seen = text.trim_start();
    steps::take(text.len() - seen.len());
    seen.is_empty()
}
