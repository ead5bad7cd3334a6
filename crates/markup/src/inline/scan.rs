//! From text to its parts, once from its beginning to its end.

use super::{
    code::{self, Unclosed},
    marks::Marks,
};
use crate::{
    address::Address,
    bounds::Bounds,
    cut::{behind, cut, first, last, row},
    steps,
    tree::Inline,
};

/// A text on its way.
pub(super) struct Scanner<'a, 'b, 'd> {
    pub(super) text: &'a str,
    /// How far one has come.
    pub(super) at: usize,
    /// Where the words begin that are not taken yet.
    pub(super) from: usize,
    /// The parts so far. Marks and brackets are words until it is known what they mean.
    pub(super) words: Vec<Inline>,
    pub(super) marks: Marks,
    /// The `[` that may become the beginning of a link, as indices into `words`.
    pub(super) brackets: Vec<usize>,
    /// How many parts there were after the last one that must not be inside of a link.
    pub(super) last_active: usize,
    unclosed: Unclosed,
    pub(super) bounds: &'b mut Bounds<'d>,
}

/// The sketch that people throw who cannot help it. Both arms stay on.
const SHRUG: &str = r"\_(ツ)_/";

/// Takes a text apart.
pub(super) fn scan(text: &str, bounds: &mut Bounds<'_>) -> Vec<Inline> {
    let mut scanner = Scanner {
        text,
        at: 0,
        from: 0,
        words: Vec::new(),
        marks: Marks::default(),
        brackets: Vec::new(),
        last_active: 0,
        unclosed: Unclosed::default(),
        bounds,
    };
    // All that means something is ASCII, so a byte is enough to know it, and places before and after it can be cut.
    while let Some(byte) = text.as_bytes().get(scanner.at).filter(|_| !scanner.bounds.are_spent()) {
        steps::take(1);
        if !scanner.take(*byte) {
            scanner.at += 1;
        }
    }
    scanner.at = text.len();
    scanner.flush();
    scanner.words
}

impl<'a> Scanner<'a, '_, '_> {
    /// Takes what begins here; whether it did.
    fn take(&mut self, byte: u8) -> bool {
        match byte {
            b'\\' => self.escape(),
            b'`' => self.code(),
            b'*' | b'_' | b'~' | b'|' => self.mark(byte),
            b'[' => self.bracket(),
            b']' => self.close(),
            b'@' => self.mention(),
            b'#' => self.room(),
            b'<' | b'h' | b'H' | b'w' | b'W' | b'm' | b'M' => self.address(byte),
            _ => false,
        }
    }

    /// Takes the words up to here.
    pub(super) fn flush(&mut self) {
        if self.from < self.at {
            let words = cut(self.text, self.from, self.at).to_owned();
            self.words.push(Inline::Text(words));
            self.from = self.at;
        }
    }

    /// What stands from here to `end` is this.
    #[inline(never)]
    pub(super) fn push(&mut self, inline: Inline, end: usize) {
        self.flush();
        self.words.push(inline);
        self.bounds.spend(1);
        self.at = end;
        self.from = end;
    }

    /// The same for what must not be inside of a link.
    pub(super) fn push_active(&mut self, inline: Inline, end: usize) -> bool {
        self.push(inline, end);
        self.last_active = self.words.len();
        true
    }

    /// What is still to come.
    pub(super) fn rest(&self) -> &'a str {
        behind(self.text, self.at)
    }

    pub(super) fn before(&self) -> Option<char> {
        last(cut(self.text, 0, self.at))
    }

    /// A sign behind a backslash means nothing. The backslash itself needs none: paths on a network begin with two.
    fn escape(&mut self) -> bool {
        let rest = self.rest();
        let next = rest.as_bytes().get(1);
        if rest.starts_with(SHRUG) {
            self.at += SHRUG.len();
        } else if next.is_some_and(|byte| byte.is_ascii_punctuation() && *byte != b'\\') {
            self.flush();
            self.from = self.at + 1;
            self.at += 2;
        } else {
            return false;
        }
        true
    }

    fn code(&mut self) -> bool {
        let length = row(self.rest());
        let begin = self.at + length;
        let rest = behind(self.text, begin);
        let Some(end) = code::code_end(rest, length, &mut self.unclosed) else {
            self.at = begin;
            return true;
        };
        let content = code::content(cut(rest, 0, end)).to_owned();
        self.push(Inline::Code(content), begin + end + length);
        true
    }

    /// An address. Angle brackets around it are not part of what was said.
    fn address(&mut self, byte: u8) -> bool {
        let bracket = usize::from(byte == b'<');
        if bracket == 0 && self.before().is_some_and(char::is_alphanumeric) {
            return false;
        }
        let Some(address) = Address::at(behind(self.text, self.at + bracket)) else { return false };
        let end = self.at + bracket + address.source.len();
        if bracket == 1 && first(behind(self.text, end)) != Some('>') {
            return false;
        }
        let label = vec![Inline::Text(address.shown())];
        self.push_active(Inline::Link { address: address.target(), label }, end + bracket)
    }
}
