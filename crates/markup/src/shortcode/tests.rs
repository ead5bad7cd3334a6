//! Names of emoji become emoji.

use proptest::prelude::*;

use super::*;
use crate::{
    parse,
    tests::random,
    tree::{Block, Inline},
};

fn emoji(name: &str) -> Option<&'static str> {
    match name {
        "tada" => Some("🎉"),
        "+1" => Some("👍"),
        _ => None,
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(replace(text, &emoji), expected, "{text}");
}

#[test]
fn names_between_colons_become_emoji() {
    check("Hooray :tada: :+1:!", "Hooray 🎉 👍!");
    check(":tada::tada:", "🎉🎉");
    check("(:tada:)\n> :tada:\n- :+1:", "(🎉)\n> 🎉\n- 👍");
}

#[test]
fn other_colons_stay() {
    for text in [
        ":nothing:",
        ":tada",
        "tada:",
        "10:30:45",
        "a:tada:",
        "::",
        ":",
        "std::tada::a",
        ": tada :",
        r"\:tada:",
        "::tada::",
    ] {
        check(text, text);
    }
}

#[test]
fn code_and_addresses_stay() {
    for text in [
        "`:tada:`",
        "`` ` :tada: ``",
        "```\n:tada:\n```",
        "> ```\n> :tada:\n> ```",
        "- ```\n  :tada:\n  ```",
        "~~~:tada:\n:tada:\n~~~",
        "https://a.example/:tada:",
    ] {
        check(text, text);
    }
}

#[test]
fn after_code_names_are_names_again() {
    check("`a` :tada:", "`a` 🎉");
    check("`a :tada:", "`a 🎉");
    check("`a\n\n:tada:`", "`a\n\n🎉`");
    check("```\n:tada:\n```\n:tada:", "```\n:tada:\n```\n🎉");
    check("> ```\n> :tada:\n:tada:", "> ```\n> :tada:\n🎉");
}

#[test]
fn nothing_else_changes() {
    check("a\r\nb\r\n", "a\r\nb\r\n");
    check("", "");
}

/// All program text of a tree.
fn code(blocks: &[Block], found: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Code(code) => found.push(code.text.clone()),
            Block::Quote(inner) => code(inner, found),
            Block::List(list) => list.items.iter().for_each(|item| code(&item.blocks, found)),
            Block::Paragraph(words) | Block::Heading(words) => code_in(words, found),
            Block::Table(_) => {}
        }
    }
}

fn code_in(words: &[Inline], found: &mut Vec<String>) {
    for inline in words {
        match inline {
            Inline::Code(code) => found.push(code.clone()),
            Inline::Styled(_, inner) | Inline::Link { label: inner, .. } => code_in(inner, found),
            _ => {}
        }
    }
}

proptest! {
    #[test]
    fn a_text_without_names_stays(text in random::text()) {
        prop_assert_eq!(replace(&text, &|_| None), text);
    }

    #[test]
    fn names_in_simple_code_stay(text in "([a-z ]|:tada:|`|\n\n|\n```\n|\n> ){0,30}") {
        let mut before = Vec::new();
        code(&parse(&text, &()).blocks, &mut before);
        let mut after = Vec::new();
        code(&parse(&replace(&text, &emoji), &()).blocks, &mut after);
        prop_assert_eq!(before, after, "{}", text);
    }
}
