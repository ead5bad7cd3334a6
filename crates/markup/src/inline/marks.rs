//! Marks on both sides of words. Each is looked at once and given up once, whatever the text holds.

use super::scan::Scanner;
use crate::{
    bounds,
    cut::{behind, cut, first, row},
    steps,
    tree::{Inline, Style},
};

/// The marks that may still be closed, innermost last.
#[derive(Default)]
pub(super) struct Marks {
    open: Vec<Open>,
    /// How many of them there are of each kind, so that nobody searches in vain.
    counts: [usize; KINDS.len()],
}

/// The kinds of marks, as many as can mean something.
const KINDS: [&str; 4] = ["***", "___", "~~", "||"];

struct Open {
    /// The words that they are so far.
    word: usize,
    kind: usize,
    left: usize,
}

impl Marks {
    /// Gives up all behind this word.
    pub(super) fn give_up(&mut self, word: usize) {
        while let Some(open) = self.open.pop_if(|open| open.word > word) {
            steps::take(1);
            self.counts[open.kind] -= 1;
        }
    }
}

impl Scanner<'_, '_, '_> {
    /// At one mark or more: they close what they can, and stay open if they may.
    pub(super) fn mark(&mut self, byte: u8) -> bool {
        let length = row(self.rest());
        let end = self.at + length;
        let kind = match byte {
            b'*' => 0,
            b'_' => 1,
            b'~' => 2,
            _ => 3,
        };
        // A pair means something only as a pair.
        let is_mark = length <= KINDS[kind].len() && (kind < 2 || length == 2);
        let (before, after) = (self.before(), first(behind(self.text, end)));
        // Underlines are part of many names.
        let is_apart = |side: Option<char>| kind != 1 || !side.is_some_and(char::is_alphanumeric);
        let touches = |side: Option<char>| is_mark && side.is_some_and(|c| !c.is_whitespace());
        // Brackets belong to what is inside of them.
        let may_open = touches(after) && is_apart(before) && !matches!(after, Some(')' | ']' | '}'));
        let may_close = touches(before) && is_apart(after) && !matches!(before, Some('(' | '[' | '{'));
        if !may_open && !may_close {
            self.at = end;
            return true;
        }
        self.flush();
        let mut left = length;
        while may_close && left > 0 && self.marks.counts[kind] > 0 {
            let Some(closed) = self.close_marks(kind, left) else { break };
            left -= closed;
        }
        if left > 0 {
            self.words.push(marks(kind, left));
            self.bounds.spend(1);
            if may_open {
                self.marks.open.push(Open { word: self.words.len() - 1, kind, left });
                self.marks.counts[kind] += 1;
            }
        }
        self.at = end;
        self.from = end;
        true
    }

    /// Closes the innermost marks of this kind with at most so many, and tells how many were needed.
    fn close_marks(&mut self, kind: usize, left: usize) -> Option<usize> {
        let word = self.marks.open.iter().rfind(|open| open.kind == kind)?.word;
        // What began in between does not end outside of it.
        self.marks.give_up(word);
        while self.brackets.pop_if(|bracket| *bracket > word).is_some() {}
        let mut open = self.marks.open.pop()?;
        self.marks.counts[kind] -= 1;
        if depth(behind_word(&self.words, word)) == bounds::STYLES {
            // Too deep to mean something: both sides stay words.
            return None;
        }
        let width = left.min(open.left).min(2);
        let inner = self.words.split_off(word + 1);
        self.words.pop();
        open.left -= width;
        if open.left > 0 {
            self.words.push(marks(kind, open.left));
            self.marks.open.push(open);
            self.marks.counts[kind] += 1;
        }
        let style = match (kind, width) {
            (3, _) => Style::Spoiler,
            (2, _) => Style::Strike,
            (_, 2) => Style::Strong,
            _ => Style::Emphasis,
        };
        self.words.push(Inline::Styled(style, inner));
        let is_spoiler = style == Style::Spoiler;
        if self.last_active > word || is_spoiler {
            self.last_active = self.words.len();
        }
        self.bounds.spend(if is_spoiler { bounds::SPOILER } else { 1 });
        Some(width)
    }
}

/// So many marks, as words.
fn marks(kind: usize, count: usize) -> Inline {
    Inline::Text(cut(KINDS[kind], 0, count).to_owned())
}

fn behind_word(words: &[Inline], word: usize) -> &[Inline] {
    words.get(word + 1..).unwrap_or_default()
}

/// How deep marked words lie in each other.
fn depth(words: &[Inline]) -> usize {
    let mut deepest = 0;
    for inline in words {
        steps::take(1);
        if let Inline::Styled(_, inner) | Inline::Link { label: inner, .. } = inline {
            deepest = deepest.max(1 + depth(inner));
        }
    }
    deepest
}
