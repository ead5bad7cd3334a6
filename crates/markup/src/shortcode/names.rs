//! The names of all emoji.

use std::sync::OnceLock;

/// One emoji per line with its names, the usual one first. `tests/emoji_names.rs` writes it.
pub const TABLE: &str = include_str!("names.txt");

/// The emoji of this name.
pub fn emoji(name: &str) -> Option<&'static str> {
    static BY_NAME: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| {
        let names = |line: &'static str| {
            let (emoji, names) = line.split_once(' ').unwrap_or_default();
            names.split(' ').map(move |name| (name, emoji))
        };
        let mut all: Vec<_> = TABLE.lines().flat_map(names).collect();
        all.sort_unstable();
        all
    });
    let at = by_name.binary_search_by_key(&name, |(name, _)| *name).ok()?;
    Some(by_name[at].1)
}
