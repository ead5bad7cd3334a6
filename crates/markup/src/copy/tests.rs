//! A message on the clipboard.

use crate::{parse, sketch::Everybody};

#[track_caller]
fn check(text: &str, plain: &str) {
    assert_eq!(parse(text, &Everybody::known()).plain_text(), plain, "{text}");
}

#[test]
fn marks_are_gone_and_words_stay() {
    check("# Plan\n*a* **b** ~~c~~ ||d|| `e`\nf", "Plan\n\na b c d e\nf");
    check("@grace in #general", "@Grace in #General");
}

#[test]
fn links_show_where_they_lead() {
    check(
        "[here](https://a.example), https://b.example, ada@c.example",
        "here (https://a.example), https://b.example, ada@c.example",
    );
    check("[a](https://data.example/a)", "a (https://data.example/a)");
}

#[test]
fn lists_keep_their_shape() {
    check("- a\n  - b\n\n  c\n- [x] d\n- [ ] e", "- a\n  - b\n  c\n- [x] d\n- [ ] e");
    check("9. a\n10. b\n    c", "9. a\n10. b\n    c");
}

#[test]
fn quotes_and_code_keep_their_lines() {
    check("> a\n> b\n>\n> c", "> a\n> b\n> \n> c");
    check("```rust\nfn a() {\n    b\n}\n```", "fn a() {\n    b\n}");
}

#[test]
fn tables_can_be_pasted_into_a_sheet() {
    check("|a|b|\n|-|-|\n|1|2|\n|3|", "a\tb\n1\t2\n3");
}
