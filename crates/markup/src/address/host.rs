//! The host of an address.

use super::punycode;

/// Whether the name of a host can begin with this letter.
pub(super) fn begins_with(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '[' || !c.is_ascii()
}

/// The host as it is shown, with the name of a person before it and a port behind it: what could pose as another one in
/// the form that computers use.
pub(super) fn shown(authority: &str) -> String {
    if authority.is_ascii() {
        return authority.to_owned();
    }
    let (person, host) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
    let (host, port) = host.split_at(host.find(':').unwrap_or(host.len()));
    let is_foreign_at_top = host.rsplit('.').next().is_some_and(|top| !top.is_ascii());
    let mut shown = person.to_owned();
    for (place, name) in host.split('.').enumerate() {
        if place > 0 {
            shown.push('.');
        }
        if is_clear(name, is_foreign_at_top) {
            shown.push_str(name);
        } else {
            punycode::encode(name, &mut shown);
        }
    }
    shown.push_str(port);
    shown
}

/// Scripts as far as they matter here: can a name in them pose as another name?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// With the letters that European languages add.
    Latin,
    /// Its letters look like Latin ones, so only the whole name tells.
    LikeLatin,
    /// Its letters look like nothing else.
    Distinct,
    /// Nobody has looked.
    Other,
}

/// Whether a name cannot be taken for another one: it is of one script, and not of one that looks like Latin under a
/// Latin ending.
fn is_clear(name: &str, is_foreign_at_top: bool) -> bool {
    let mut first = None;
    for c in name.chars() {
        if c.is_ascii() && !c.is_ascii_alphabetic() {
            continue;
        }
        let script = script(c);
        if script == Script::Other || *first.get_or_insert(script) != script {
            return false;
        }
    }
    first != Some(Script::LikeLatin) || is_foreign_at_top
}

fn script(c: char) -> Script {
    match c {
        // Without the i that has no dot, the k without an ascender and the long s.
        'a'..='z' | 'A'..='Z' | 'ß'..='ö' | 'ø'..='İ' | 'Ĳ'..='ķ' | 'Ĺ'..='ž' => Script::Latin,
        // Greek and Cyrillic
        '\u{370}'..='\u{52f}' => Script::LikeLatin,
        // Hebrew and Arabic, the scripts of India, Thai, Kana, Han and Hangul
        '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{64a}'
        | '\u{900}'..='\u{e4e}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fc}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => Script::Distinct,
        _ => Script::Other,
    }
}
