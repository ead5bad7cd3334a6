//! Program text within a line.

use crate::{
    cut::{behind, row},
    steps,
};

/// The longest row of backticks that means something.
const LONGEST: usize = 8;

/// Which rows of backticks have no partner in the rest of a text, so that nobody searches for it again.
#[derive(Default)]
pub(crate) struct Unclosed([bool; LONGEST + 1]);

/// Where the code ends that begins behind a row of backticks: the first row of the same length. Nothing when it does not
/// end.
pub(crate) fn code_end(text: &str, length: usize, unclosed: &mut Unclosed) -> Option<usize> {
    let unclosed = unclosed.0.get_mut(length).filter(|unclosed| !**unclosed)?;
    let mut at = 0;
    while let Some(found) = behind(text, at).find('`') {
        at += found;
        steps::take(found + 1);
        let row = row(behind(text, at));
        if row == length {
            return Some(at);
        }
        at += row;
    }
    steps::take(text.len() - at);
    *unclosed = true;
    None
}

/// The code between two rows of backticks: one space at both ends only keeps them apart.
pub(super) fn content(between: &str) -> &str {
    let inner = between.strip_prefix(' ').and_then(|rest| rest.strip_suffix(' '));
    inner.filter(|inner| !inner.trim().is_empty()).unwrap_or(between)
}
