//! Which passwords are good enough. Hashing them is the business of whoever calls.

use hubbub_protocol::name;

use crate::{Error, Result};

/// Characters a password must have.
pub const SHORTEST: usize = 10;
/// Bytes a password may have: enough for any sentence, and little enough to hash.
pub const LONGEST: usize = 512;

/// Words and rows of keys that people use first, of eight characters and more; shorter ones cannot become a password by
/// digits behind them alone. They follow the list that the National Cyber Security Centre of the United Kingdom made of
/// the passwords most often found in what was stolen elsewhere.
const COMMON: &str = include_str!("passwords/common.txt");

/// Why a password is not good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// It has fewer than [`SHORTEST`] characters.
    Short,
    /// It has more than [`LONGEST`] bytes.
    Long,
    /// It is among the first that anybody would try.
    Common,
    /// It is hardly more than the name of its owner.
    LikeTheName,
}

/// Refuses a password that others could guess.
pub fn check(password: &str, owner: &str) -> Result<()> {
    weakness(password, owner).map_or(Ok(()), |weakness| Err(Error::Password(weakness)))
}

fn weakness(password: &str, owner: &str) -> Option<Weakness> {
    if password.chars().count() < SHORTEST {
        return Some(Weakness::Short);
    }
    if password.len() > LONGEST {
        return Some(Weakness::Long);
    }
    let folded = password.to_lowercase();
    if is_common(&folded) {
        return Some(Weakness::Common);
    }
    let squeezed = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    let (word, name) = (squeezed(&folded), squeezed(&name::key(owner)));
    let is_like_the_name = !name.is_empty() && rest_of(&word, &name).is_some_and(|rest| rest < SHORTEST / 2);
    is_like_the_name.then_some(Weakness::LikeTheName)
}

/// On the list, also with digits or marks behind it, or made of one or two characters, or a row of neighbours.
fn is_common(folded: &str) -> bool {
    let stem = folded.trim_end_matches(|character: char| !character.is_alphabetic());
    let mut kinds: Vec<char> = folded.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    COMMON.lines().any(|common| common == folded || common == stem) || kinds.len() <= 2 || is_row(folded)
}

/// Whether each character follows the one before it, or precedes it, as in `abcdefghij` and `0987654321`.
fn is_row(text: &str) -> bool {
    let steps = |step: i64| {
        let numbers = text.chars().map(|character| i64::from(u32::from(character)));
        numbers.clone().zip(numbers.skip(1)).all(|(one, next)| next - one == step || (one - next).abs() == 9)
    };
    steps(1) || steps(-1)
}

/// How many characters are left of `word` without the first `name` in it.
fn rest_of(word: &str, name: &str) -> Option<usize> {
    word.find(name).map(|_| word.chars().count() - name.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_is(password: &str, expected: impl Into<Option<Weakness>>) {
        assert_eq!(weakness(password, "Ada Lovelace"), expected.into(), "{password:?}");
    }

    #[test]
    fn a_sentence_is_a_good_password() {
        check_is("the roses are out again", None);
        check_is("Zwölf Boxkämpfer", None);
        check_is("我们在花园里见面吧好吗", None);
        check_is("x7 Gq!w 92_pL", None);
    }

    #[test]
    fn what_is_too_short_or_too_long_is_refused() {
        check_is("", Weakness::Short);
        check_is("roses out", Weakness::Short);
        check_is("ääääääää9", Weakness::Short);
        check_is(&"a rose ".repeat(100), Weakness::Long);
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for password in [
            "1234567890",
            "qwertyuiop",
            "Qwertyuiop",
            "1q2w3e4r5t",
            "password123",
            "PASSWORD!!!!",
            "basketball1",
            "aaaaaaaaaa",
            "abababababab",
            "abcdefghij",
            "9876543210",
            "0123456789",
        ] {
            check_is(password, Weakness::Common);
        }
    }

    #[test]
    fn a_password_is_not_the_name_again() {
        check_is("ada lovelace", Weakness::LikeTheName);
        check_is("AdaLovelace1815", Weakness::LikeTheName);
        check_is("Ada Lovelace wrote the first program", None);
        assert_eq!(weakness("the roses are out", ""), None);
    }

    #[test]
    fn the_list_is_as_it_is_looked_up() {
        for line in COMMON.lines() {
            let is_useful = line.chars().count() >= 8 && line == line.to_lowercase() && line == line.trim();
            assert!(is_useful, "{line:?}");
        }
    }
}
