//! Emoji by their names.

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Emoji {
    /// The character, or the few that are shown as one.
    pub(super) character: &'static str,
    names: &'static str,
}

impl Emoji {
    /// What it is called, for people.
    pub(super) fn name(self) -> String {
        self.names.split(' ').next().unwrap_or_default().replace('_', " ")
    }

    /// How well the words fit: all of them begin words of its names, or they are at least somewhere in there.
    fn fit(self, words: &[&str]) -> Option<Fit> {
        let begins = |word: &&str| self.names.split([' ', '_']).any(|part| part.starts_with(*word));
        if words.iter().all(begins) {
            Some(Fit::Beginning)
        } else {
            words.iter().all(|word| self.names.contains(word)).then_some(Fit::Inside)
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Beginning,
    Inside,
}

/// All emoji of the table, in the order in which keyboards have them.
pub(super) fn all(table: &'static str) -> impl Iterator<Item = Emoji> {
    table.lines().filter_map(|line| line.split_once(' ')).map(|(character, names)| Emoji { character, names })
}

/// The emoji whose names have all of these words in them, the best first. Without a word, all of them.
pub(super) fn find(table: &'static str, query: &str) -> Vec<Emoji> {
    // Names are ASCII, so nothing else needs to be made small.
    let query = query.to_ascii_lowercase();
    let words: Vec<&str> = query.split([' ', '_', ':']).filter(|word| !word.is_empty()).collect();
    let mut found: Vec<_> = all(table).filter_map(|emoji| Some((emoji.fit(&words)?, emoji))).collect();
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, emoji)| emoji).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = include_str!("../../../../public/emoji.txt");

    fn characters(query: &str) -> Vec<&'static str> {
        find(TABLE, query).iter().map(|emoji| emoji.character).collect()
    }

    #[test]
    fn every_line_is_an_emoji_with_names() {
        assert_eq!(all(TABLE).count(), TABLE.lines().count());
        assert!(all(TABLE).count() > 1_500);
        assert!(
            all(TABLE).all(|emoji| !emoji.character.is_ascii() && emoji.names.is_ascii() && !emoji.name().is_empty())
        );
    }

    #[test]
    fn words_are_found_in_any_order_and_case() {
        assert!(characters("Tada").starts_with(&["🎉"]));
        assert!(characters("joy cat").contains(&"😹"));
        assert_eq!(characters("joy cat"), characters(" CAT :joy:"));
        assert!(characters("nobody calls an emoji so").is_empty());
    }

    #[test]
    fn what_begins_with_a_word_comes_before_what_has_it_inside() {
        let found = characters("car");
        let place = |wanted: &str| found.iter().position(|&character| character == wanted);
        assert!(place("🚗") < place("🧣"), "a car, then a scarf: {found:?}");
        assert!(place("🧣").is_some());
    }

    #[test]
    fn without_a_word_all_of_them_are_there_in_their_order() {
        assert_eq!(find(TABLE, " "), all(TABLE).collect::<Vec<_>>());
    }
}
