//! A message in one line.

use crate::{parse, sketch::Everybody};

#[track_caller]
fn check(text: &str, brief: &str, search: &str) {
    let tree = parse(text, &Everybody::known());
    assert_eq!(tree.brief(usize::MAX, "Spoiler"), brief, "{text}");
    assert_eq!(tree.search_text(), search, "{text}");
}

#[test]
fn marks_are_not_read_aloud() {
    check("**Lunch** at `12`?\n\n- soup\n- [x] ~~bread~~", "Lunch at 12? soup bread", "Lunch at 12? soup bread");
    check("# Plan\n> old\n\n```sh\nls  -l\n```", "Plan old ls -l", "Plan old ls -l");
    check("|a|b|\n|-|-|\n|1|2|", "a b 1 2", "a b 1 2");
}

#[test]
fn what_is_hidden_is_found_but_not_told() {
    check("The butler ||did **it**||", "The butler Spoiler", "The butler did it");
}

#[test]
fn names_are_told_with_their_signs() {
    check("@grace in #rose-garden", "@Grace in #Rose garden", "@Grace in #Rose garden");
}

#[test]
fn a_search_finds_where_links_lead() {
    check("[here](https://a.example/b)", "here", "here https://a.example/b");
    check(
        "https://a.example www.a.example ada@a.example",
        "https://a.example www.a.example ada@a.example",
        "https://a.example www.a.example ada@a.example",
    );
}

#[test]
fn nothing_turns_the_sentence_around() {
    check("a\u{202e}b\u{2066}c", "abc", "abc");
}

#[test]
fn a_long_message_is_cut() {
    let tree = parse("Grüße aus dem Garten", &Everybody::known());
    assert_eq!(tree.brief(5, ""), "Grüße…");
    assert_eq!(tree.brief(20, ""), "Grüße aus dem Garten");
    assert_eq!(parse("", &Everybody::known()).brief(5, ""), "");
}
