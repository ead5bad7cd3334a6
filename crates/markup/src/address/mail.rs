//! The mail addresses of people.

use crate::{
    cut::{behind, cut, first, leading},
    steps,
};

/// The mail address around the `@` at `at`, and where it begins and ends; it does not reach back before `from`.
pub(crate) fn mail(text: &str, from: usize, at: usize) -> Option<(usize, usize)> {
    let name = cut(text, from, at).bytes().rev().take_while(|byte| is_of_name(*byte)).count();
    let rest = behind(text, at + 1);
    let host = cut(rest, 0, leading(rest, is_of_host)).trim_end_matches('.');
    steps::take(name + host.len());
    let (begin, end) = (at - name, at + 1 + host.len());
    let dot = host.rfind('.')?;
    let is_top = host.len() > dot + 2 && behind(host, dot + 1).bytes().all(|byte| byte.is_ascii_alphabetic());
    let begins = |text| first(text).is_some_and(|c| c.is_ascii_alphanumeric());
    let is_mail = name > 0 && is_top && begins(host) && begins(behind(text, begin));
    // Behind a stroke it is part of an address that was refused.
    (is_mail && !cut(text, 0, begin).ends_with('/')).then_some((begin, end))
}

fn is_of_name(byte: u8) -> bool {
    is_of_host(byte) || b"_+%".contains(&byte)
}

fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".-".contains(&byte)
}
