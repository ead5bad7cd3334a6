//! People and rooms that are named in a text.

use super::scan::Scanner;
use crate::{
    address::mail,
    cut::{behind, cut, first},
    steps,
    tree::{Inline, Mention},
};

impl Scanner<'_, '_, '_> {
    /// At an `@`: a mail address, or somebody who is spoken to.
    pub(super) fn mention(&mut self) -> bool {
        if let Some((begin, end)) = mail(self.text, self.from, self.at) {
            let source = cut(self.text, begin, end);
            // What was taken for words is part of the address.
            self.at = begin;
            let address = ["mailto:", source].concat();
            return self.push_active(Inline::Link { address, label: vec![Inline::Text(source.to_owned())] }, end);
        }
        if self.is_in_name() || !self.bounds.name() {
            return false;
        }
        let Some(mention) = self.named(behind(self.text, self.at + 1)) else { return false };
        let end = self.at + "@".len() + mention.name().len();
        self.push_active(Inline::Mention(mention), end)
    }

    /// Who is named at the beginning of a text. "Ada Lovelace" goes before "Ada".
    fn named(&self, text: &str) -> Option<Mention> {
        steps::take(self.bounds.people().len());
        let is_named = |name: &str| {
            let is_whole = !first(behind(text, name.len())).is_some_and(continues);
            is_whole && cut(text, 0, name.len()).eq_ignore_ascii_case(name)
        };
        let everybody = [Mention::Room, Mention::Here].into_iter().find(|it| is_named(it.name()));
        let length = everybody.as_ref().map_or(0, |it| it.name().len());
        let people = self.bounds.people().iter().filter(|it| it.name.len() > length && is_named(&it.name));
        people.max_by_key(|it| it.name.len()).cloned().map(Mention::Person).or(everybody)
    }

    /// At a `#`: a room.
    pub(super) fn room(&mut self) -> bool {
        if self.is_in_name() || matches!(self.before(), Some('&' | '/' | '#')) {
            return false;
        }
        let rest = behind(self.text, self.at + 1);
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len());
        steps::take(end);
        let slug = cut(rest, 0, end).trim_end_matches('-');
        if slug.is_empty() || !self.bounds.name() {
            return false;
        }
        let Some(room) = self.bounds.room(slug) else { return false };
        self.push_active(Inline::Room { slug: room.slug, name: room.name }, self.at + 1 + slug.len())
    }

    fn is_in_name(&self) -> bool {
        self.before().is_some_and(|c| c.is_alphanumeric() || c == '_')
    }
}

/// Whether this letter would make a longer word of the one before. Scripts without spaces between words never do.
fn continues(c: char) -> bool {
    let is_without_spaces = matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    c.is_alphanumeric() && !is_without_spaces
}
