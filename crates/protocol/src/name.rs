//! What people may call themselves and their rooms. Both sides apply the same rules.

use crate::limits;

/// Why a name cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameProblem {
    /// Nothing is left after trimming.
    Empty,
    /// More characters than the limit given.
    TooLong(usize),
    /// It holds a control or invisible formatting character.
    Unprintable,
}

/// An account name with its spaces tidied.
pub fn account_name(text: &str) -> Result<String, NameProblem> {
    tidy(text, limits::ACCOUNT_NAME)
}

/// A room name with its spaces tidied and without a leading `#`.
pub fn room_name(text: &str) -> Result<String, NameProblem> {
    tidy(text.trim_start().trim_start_matches('#'), limits::ROOM_NAME)
}

/// What two names must share to count as the same: case and spaces do not matter.
pub fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn tidy(text: &str, limit: usize) -> Result<String, NameProblem> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        Err(NameProblem::Empty)
    } else if name.chars().any(is_unprintable) {
        Err(NameProblem::Unprintable)
    } else if name.chars().count() > limit {
        Err(NameProblem::TooLong(limit))
    } else {
        Ok(name)
    }
}

/// Control characters, and those that are invisible or turn the text around: one name could pose as another.
/// The joiners U+200C and U+200D stay, because several scripts and many emoji need them.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_tidied() {
        assert_eq!(account_name("  Ada   Lovelace "), Ok("Ada Lovelace".to_owned()));
    }

    #[test]
    fn a_hash_before_a_room_is_not_part_of_its_name() {
        assert_eq!(room_name(" #garden"), Ok("garden".to_owned()));
    }

    #[test]
    fn every_script_may_name_people() {
        for name in ["Ada", "张伟", "سارة", "👩‍🚀 Grace"] {
            assert_eq!(account_name(name), Ok(name.to_owned()));
        }
    }

    #[test]
    fn invisible_and_turning_characters_are_refused() {
        for name in ["A\u{202E}da", "Ada\u{200B}", "A\u{0}da", "\u{3164}"] {
            assert_eq!(account_name(name), Err(NameProblem::Unprintable), "{name:?}");
        }
    }

    #[test]
    fn length_counts_characters() {
        assert!(account_name(&"ä".repeat(limits::ACCOUNT_NAME)).is_ok());
        assert_eq!(
            account_name(&"ä".repeat(limits::ACCOUNT_NAME + 1)),
            Err(NameProblem::TooLong(limits::ACCOUNT_NAME))
        );
        assert_eq!(account_name(" \t "), Err(NameProblem::Empty));
    }

    #[test]
    fn case_and_spaces_do_not_make_another_name() {
        assert_eq!(key("Ada  LOVELACE"), key("ada lovelace"));
        assert_ne!(key("Ada"), key("Adá"));
    }
}
