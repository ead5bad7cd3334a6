//! The names of all emoji.

/// Finds emoji by their names.
#[derive(Debug)]
pub struct Names<'t>(Vec<(&'t str, &'t str)>);

impl<'t> Names<'t> {
    /// Those of a table, which has one emoji per line with its names behind it. `public/emoji.txt` is one, and
    /// `tests/emoji_names.rs` writes it.
    pub fn of(table: &'t str) -> Self {
        let names = |line: &'t str| {
            let (emoji, names) = line.split_once(' ').unwrap_or_default();
            names.split(' ').map(move |name| (name, emoji))
        };
        let mut all: Vec<_> = table.lines().flat_map(names).collect();
        all.sort_unstable();
        Self(all)
    }

    /// The emoji of this name.
    pub fn emoji(&self, name: &str) -> Option<&'t str> {
        let at = self.0.binary_search_by_key(&name, |(name, _)| *name).ok()?;
        Some(self.0[at].1)
    }
}
