//! Which lines of a text are program text, and which belong together.

use crate::{
    block::{Fence, item_text, quoted},
    bounds,
    cut::is_blank,
};

/// The lines of a text, in pieces that are program text or are not. No piece is more than a paragraph, and together they
/// are the text again.
pub(super) struct Lines<'a> {
    rest: &'a str,
    /// The fence that is open, and in how many quotes it stands.
    open: Option<(Fence<'a>, usize)>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { rest: text, open: None }
    }

    /// Whether this line is program text.
    fn is_code(&mut self, line: &'a str) -> bool {
        let line = line.trim_end_matches(['\n', '\r']);
        if let Some((fence, depth)) = self.open {
            if let Some(inner) = unquoted(line, depth) {
                if fence.close(inner).is_some() {
                    self.open = None;
                }
                return true;
            }
            self.open = None;
        }
        let Content { text, quotes, .. } = Content::of(line);
        self.open = Fence::open(text).map(|fence| (fence, quotes));
        self.open.is_some()
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a str, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let mut lines = self.rest.split_inclusive('\n');
        let first = lines.next()?;
        let is_code = self.is_code(first);
        let begin = Content::of(first);
        // A line of program text is a piece of its own.
        let goes_on = |line: &str| {
            let content = Content::of(line);
            let is_other = content.quotes != begin.quotes || content.is_item || Fence::open(content.text).is_some();
            !is_code && !is_other && !is_blank(begin.text) && !is_blank(content.text)
        };
        let further: usize = lines.take_while(|line| goes_on(line)).map(str::len).sum();
        let length = first.len() + further;
        let (piece, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some((piece, is_code))
    }
}

/// What stands in the quotes and lists of a line.
struct Content<'a> {
    text: &'a str,
    quotes: usize,
    is_item: bool,
}

impl<'a> Content<'a> {
    fn of(line: &'a str) -> Self {
        let mut content = Self { text: line.trim_end_matches(['\n', '\r']), quotes: 0, is_item: false };
        // Deeper ones are words.
        for _ in 0..bounds::BLOCKS {
            if let Some(text) = quoted(content.text) {
                content.text = text;
                content.quotes += 1;
            } else if let Some(text) = item_text(content.text) {
                content.text = text;
                content.is_item = true;
            } else {
                break;
            }
        }
        content
    }
}

/// What stands in so many quotes; nothing if it stands in less.
fn unquoted(line: &str, depth: usize) -> Option<&str> {
    (0..depth).try_fold(line, |line, _| quoted(line))
}
