//! Links with words of their own: `[words](address)`.

use super::scan::Scanner;
use crate::{
    address::Address,
    copy,
    cut::{behind, is_blank},
    invisible::{is_invisible, turns_text},
    steps,
    tree::Inline,
};

impl Scanner<'_, '_, '_> {
    /// At a `[`: perhaps the beginning of a link.
    pub(super) fn bracket(&mut self) -> bool {
        self.push(Inline::Text("[".to_owned()), self.at + 1);
        self.brackets.push(self.words.len() - 1);
        true
    }

    /// At a `]`: whether a link ends here.
    pub(super) fn close(&mut self) -> bool {
        let Some(bracket) = self.brackets.pop() else { return false };
        let Some(destination) = destination(behind(self.text, self.at + 1)) else { return false };
        let end = self.at + "](".len() + destination.source.len() + ")".len();
        let address = destination.target();
        self.flush();
        let words = self.words.get(bracket + 1..).unwrap_or_default();
        let has_active = self.last_active > bracket + 1;
        let read = if has_active { String::new() } else { copy::words(words) };
        steps::take(read.len());
        let is_link = match words {
            [Inline::Link { address: inner, .. }] => *inner == address,
            _ => !is_blank(&read) && !read.contains(turns_text),
        };
        if !is_link {
            return false;
        }
        // What began in the words does not end outside of them.
        self.marks.give_up(bracket);
        let mut label = self.words.split_off(bracket + 1);
        self.words.pop();
        if has_active && let Some(link) = label.pop() {
            return self.push_active(link, end);
        }
        let host = destination.host();
        if read != host && looks_like_host(&read) {
            label.push(Inline::Text([" (", &host, ")"].concat()));
        }
        self.push_active(Inline::Link { address, label }, end)
    }
}

/// The address in the parentheses that a text begins with. It must name its scheme.
///
/// Nobody looks for its end twice: if there is none in time, the same address is a link without words.
fn destination(text: &str) -> Option<Address<'_>> {
    let inner = text.strip_prefix('(')?;
    let address = Address::at(inner).filter(|address| address.has_scheme())?;
    behind(inner, address.source.len()).starts_with(')').then_some(address)
}

/// Whether words could be taken for where a link leads: there is a scheme, or a dot between letters, or what looks like
/// one.
fn looks_like_host(words: &str) -> bool {
    if words.contains("://") {
        return true;
    }
    let mut letters = 0;
    let mut has_dot = false;
    for c in words.chars().filter(|c| !is_invisible(*c)) {
        match c {
            '.' | '\u{2024}' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => (has_dot, letters) = (letters > 0, 0),
            _ if c.is_alphanumeric() => letters += 1,
            _ => (has_dot, letters) = (false, 0),
        }
        if has_dot && letters > 1 {
            return true;
        }
    }
    false
}
