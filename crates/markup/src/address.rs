//! Addresses in a text: of pages, and of people by mail.

mod host;
mod mail;
mod punycode;

use crate::{
    cut::{behind, cut},
    invisible::is_invisible,
    steps,
};
pub(crate) use mail::mail;

/// Bytes of the longest name that a host can have.
const LONGEST_HOST: usize = 255;

/// An address as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address<'a> {
    /// How it was written.
    pub(crate) source: &'a str,
    /// Where the host begins, behind the scheme; the name of a person belongs to it.
    begin: usize,
    /// Where the host ends.
    end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `http://` or `https://`
    Page,
    /// `www.`
    BarePage,
    /// `mailto:`
    Mail,
}

const BEGINNINGS: [(&str, Kind); 4] =
    [("https://", Kind::Page), ("http://", Kind::Page), ("www.", Kind::BarePage), ("mailto:", Kind::Mail)];

impl<'a> Address<'a> {
    /// The address that a text begins with.
    ///
    /// It reaches to what no address holds, or to a bracket that was not opened in it; a full stop at its end belongs to
    /// the sentence. What is no address is given up within the length of a host.
    pub(crate) fn at(text: &'a str) -> Option<Self> {
        let (beginning, kind) = begins(text)?;
        let rest = behind(text, beginning.len());
        let (mut end, mut host) = (0, None);
        let (mut has_dot, mut has_name) = (false, false);
        let mut open = [0_usize; 3];
        for (at, c) in rest.char_indices() {
            steps::take(1);
            let kind_of_bracket = match c {
                '(' | ')' => 0,
                '[' | ']' => 1,
                _ => 2,
            };
            match (c, &mut open[kind_of_bracket]) {
                ('(' | '[' | '{', open) => *open += 1,
                (')' | ']' | '}', 0) => break,
                (')' | ']' | '}', open) => *open -= 1,
                _ if ends_address(c) => break,
                _ => {}
            }
            if host.is_none() {
                match c {
                    _ if at > LONGEST_HOST || at == 0 && !host::begins_with(c) => return None,
                    '/' | '?' | '#' => host = Some(at),
                    // A name before the host only serves to look like another host.
                    '@' if kind != Kind::Mail => return None,
                    '@' => has_name = true,
                    '.' => has_dot = true,
                    _ => {}
                }
            }
            if !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' | '’' | '(' | '[' | '{')
            {
                end = at + c.len_utf8();
            }
        }
        let is_complete = match kind {
            Kind::Page => end > 0,
            Kind::BarePage => has_dot,
            Kind::Mail => has_name,
        };
        let host = beginning.len() + host.unwrap_or(end).min(end);
        // The three letters in front of a page without a scheme belong to its host.
        let begin = if kind == Kind::BarePage { 0 } else { beginning.len() };
        is_complete.then(|| Self { source: cut(text, 0, beginning.len() + end), begin, end: host })
    }

    /// Whether it says how one gets there.
    pub(crate) fn has_scheme(self) -> bool {
        self.begin > 0
    }

    /// Where it leads.
    pub(crate) fn target(self) -> String {
        let scheme = if self.has_scheme() { "" } else { "https://" };
        [scheme, self.source].concat()
    }

    /// The host as it is shown: one that could pose as another one in the form that computers use.
    pub(crate) fn host(self) -> String {
        host::shown(cut(self.source, self.begin, self.end))
    }

    /// How it is shown.
    pub(crate) fn shown(self) -> String {
        [cut(self.source, 0, self.begin), &self.host(), behind(self.source, self.end)].concat()
    }
}

fn begins(text: &str) -> Option<(&'static str, Kind)> {
    BEGINNINGS.into_iter().find(|(beginning, _)| cut(text, 0, beginning.len()).eq_ignore_ascii_case(beginning))
}

/// What is never part of an address: spaces, quotation marks, what other markup needs, what is invisible or turns the
/// text around, and the punctuation of scripts that put no space before it.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_invisible(c)
        || matches!(c,
            '<' | '>' | '"' | '`' | '|' | '\\' | '“' | '”' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}'
            | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
}

#[cfg(test)]
mod tests;
