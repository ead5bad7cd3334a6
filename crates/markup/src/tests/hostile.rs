//! Texts that were made to take long: each takes a number of steps for each of its bytes, however long it is.

use hubbub_protocol::limits;
use proptest::{prelude::*, sample::select};

use super::random::PIECES;
use crate::{parse, shortcode, sketch::Everybody, steps};

/// Twice the longest message.
const LENGTH: usize = 2 * limits::MESSAGE_BODY;
/// The steps that one byte may take. In a message of words it takes about five.
const STEPS: usize = 100;

#[track_caller]
fn check(text: &str, what: &str) {
    let everybody = Everybody::known();
    let taken = steps::of(|| drop(parse(text, &everybody)));
    assert!(taken <= STEPS * LENGTH, "{what:?} takes {} steps for each byte", taken / LENGTH);
    let taken = steps::of(|| drop(shortcode::replace(text, &|_| None)));
    assert!(taken <= STEPS * LENGTH, "emoji in {what:?} take {} steps for each byte", taken / LENGTH);
}

#[track_caller]
fn check_repeated(pattern: &str) {
    check(&pattern.repeat(LENGTH / pattern.len()), pattern);
}

#[test]
fn steps_are_counted() {
    let taken = |text: &str| steps::of(|| drop(parse(text, &())));
    let (one, two) = (taken(&"words ".repeat(1_000)), taken(&"words ".repeat(2_000)));
    assert!(one >= 6_000, "every byte is looked at: {one}");
    assert!(two.abs_diff(2 * one) < 100, "twice the text takes twice the steps: {one}, {two}");
}

#[test]
fn one_piece_again_and_again() {
    for piece in PIECES {
        check_repeated(piece);
    }
}

#[test]
fn patterns_that_took_others_long() {
    for pattern in [
        "[a](",
        "[a](https://b",
        "[\u{202e}",
        "[\u{202e}](https://b)",
        "![[]()",
        "[[",
        "](",
        "[a](<b",
        "a](b",
        "[a](b[",
        "(((",
        "https://(",
        "https://a(",
        "http://@",
        "www.@",
        "www.a.",
        "mailto:",
        "mailto:a@",
        "a@",
        "a@b.",
        "@a ",
        "@a@",
        "#a#",
        "#a-",
        "*a ",
        "a* ",
        "*a**",
        "**a*",
        "_a_ *",
        "a**b",
        "*_",
        "||a ",
        "~~a||b",
        "`a``b```c",
        "`` ` ``` ",
        "\\`",
        "\\`` ",
        "\\*",
        "<https://",
        "<a",
        "> - ",
        "- > ",
        "1. - ",
        "|a",
        "|a|\n|-|\n",
        "a|b\n-|-\n",
        "```\n",
        "```a\n~~~\n",
        "- a\n\n",
        "- a\n\n\n\n  ",
        "\n\n- ",
        "> a\n\n",
        "\n ",
        "\u{202e}",
        "\u{200d}",
        "🎉",
        "https://аррlе.com/ ",
        "@Ada Lovelac ",
        ":a",
    ] {
        check_repeated(pattern);
    }
}

#[test]
fn nesting_without_end() {
    let half = LENGTH / 2;
    check(&("> ".repeat(half) + "a"), "quotes");
    check(&(">".repeat(LENGTH) + " a"), "quotes without spaces");
    check(&("- ".repeat(half) + "a"), "points");
    check(&("[".repeat(half) + &"]".repeat(half)), "brackets");
    check(&("[".repeat(half / 20) + &"](https://a.example)".repeat(half / 20)), "ends of links");
    check(&("[a](https://b".repeat(LENGTH / 30) + &")".repeat(LENGTH / 30)), "links");
    check(&("*_".repeat(half / 2) + "a" + &"_*".repeat(half / 2)), "marks");
    check(&(0..LENGTH / 200).map(|depth| "  ".repeat(depth % 100) + "- a\n").collect::<String>(), "lists");
    check(&(1..LENGTH / 100).map(|row| "`".repeat(row % 200) + "a").collect::<String>(), "backticks");
    check(&["|a".repeat(half / 2), "|-".repeat(half / 2)].join("\n"), "columns");
    check(&("|a|b|\n|-|-|\n".to_owned() + &"|\n".repeat(half)), "rows");
    check(&"a".repeat(LENGTH), "a word");
    check(&("https://a.example/".to_owned() + &")".repeat(LENGTH)), "an address");
    check(&("https://".to_owned() + &"а".repeat(half)), "a host");
    check(&("\n".repeat(LENGTH) + "a"), "blank lines");
    check(&("- a".to_owned() + &"\n".repeat(LENGTH) + "- b"), "blank lines in a list");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_pieces_again_and_again(pieces in proptest::collection::vec(select(PIECES.as_slice()), 1..6)) {
        check_repeated(&pieces.concat());
    }
}
