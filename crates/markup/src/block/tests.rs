//! What lines mean.

use crate::{
    parse,
    sketch::{self, Everybody},
};

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(sketch::blocks(&parse(text, &Everybody::known()).blocks), expected, "{text}");
}

#[test]
fn a_line_break_is_a_line_break_and_a_blank_line_a_new_paragraph() {
    check("a\nb\n\n \nc", r#""a\nb" "c""#);
    check("\n\n", "");
    check("", "");
}

#[test]
fn people_draw_with_spaces() {
    check("  o\n /|\\\n    a", r#""  o\n /|\\\n    a""#);
}

#[test]
fn line_breaks_of_other_systems_are_the_same() {
    check("a\r\nb\rc\n\r\nd", r#""a\nb\nc" "d""#);
    check("a\0b", "\"a\u{fffd}b\"");
}

#[test]
fn a_heading_is_a_line_with_signs_and_a_space() {
    check("# a\nb", r#"h["a"] "b""#);
    check("###### *a*", r#"h[em["a"]]"#);
    check("#a\n####### b\n# \n #c", r##""#a\n####### b\n#\n #c""##);
}

#[test]
fn what_is_quoted_ends_with_the_first_line_that_is_not() {
    check("> a\n> b\nc", r#"quote["a\nb"] "c""#);
    check(">> a\n> b\n>\n> c", r#"quote[quote["a"] "b" "c"]"#);
    check("a\n> b", r#""a" quote["b"]"#);
    check("> - a\n>   - b\n> ```\n> c\n> ```", r#"quote[list[("a" list[("b")])] code "c"]"#);
}

#[test]
fn faces_quote_nothing() {
    for face in [">:(", ">_<", ">.>", "->", "a > b", ">100"] {
        check(face, &format!("{face:?}"));
    }
}

#[test]
fn points_with_any_sign_are_one_list() {
    check("- a\n* b\n+ c", r#"list[("a")("b")("c")]"#);
    check("a\n- b\nc", r#""a" list[("b")] "c""#);
    check("- a\n\n\n- b", r#"list[("a")("b")]"#);
}

#[test]
fn lines_further_in_belong_to_the_point() {
    check("- a\n  b\n\n  c\nd", r#"list[("a\nb" "c")] "d""#);
    check("- a\n  - b\n    - c\n- d", r#"list[("a" list[("b" list[("c")])])("d")]"#);
    check("1. a\n   - b\n   - c\n2. d", r#"list[(1: "a" list[("b")("c")])(2: "d")]"#);
    check("1. a\n  - b", r#"list[(1: "a" list[("b")])]"#);
    check("-\ta\n\tb", r#"list[("a\nb")]"#);
    check("- ```\n  a\n\n    b\n  ```\n- c", r#"list[(code "a\n\n  b")("c")]"#);
    check("- > a\n  > b", r#"list[(quote["a\nb"])]"#);
}

#[test]
fn numbers_stay_as_they_were_written() {
    check("7. a\n9. b\n2) c", r#"list[(7: "a")(9: "b")(2: "c")]"#);
    check("2026. a", r#"list[(2026: "a")]"#);
    check("999999999. a\n999999999. b", r#"list[(999999999: "a")(1000000000: "b")]"#);
}

#[test]
fn equal_numbers_are_left_to_be_counted() {
    check("1. a\n1. b\n1. c\n7. d\n7. e", r#"list[(1: "a")(2: "b")(3: "c")(7: "d")(8: "e")]"#);
    check("0. a\n0. b", r#"list[(0: "a")(1: "b")]"#);
}

#[test]
fn with_and_without_numbers_are_two_lists() {
    check("- a\n1. b", r#"list[("a")] list[(1: "b")]"#);
}

#[test]
fn a_point_can_be_something_to_do() {
    check("- [ ] a\n- [x] b\n- [X] c\n- [y] d\n- [x]e", r#"list[(to do "a")(done "b")(done "c")("[y] d")("[x]e")]"#);
    check("1. [x] a", r#"list[(1: done "a")]"#);
}

#[test]
fn what_only_looks_like_a_point_is_words() {
    for text in ["-a", "-", "- ", "---", "- - -", "***", "* * *", "1.a", "1234567890. a", "1 . a", "a. b"] {
        check(text, &format!("{:?}", text.trim_end()));
    }
}

#[test]
fn program_text_stands_between_fences() {
    check("```rust\nfn a() {}\n\n  b\n```\nc", r#"code rust"fn a() {}\n\n  b" "c""#);
    check("a\n~~~\n```\n~~~\nb", r#""a" code "```" "b""#);
    check("````\n```\n````", r#"code "```""#);
    check("  ```\n  a\n    b\n  ```", r#"code "a\n  b""#);
    check("```\na", r#"code "a""#);
}

#[test]
fn a_fence_may_stand_at_the_ends_of_lines() {
    check("```let a = 1;\nlet b = 2;```\nc", r#"code "let a = 1;\nlet b = 2;" "c""#);
    check("```sh\nls```", r#"code sh"ls""#);
}

#[test]
fn fences_around_nothing_are_words() {
    check("```\n```", r#""```\n```""#);
    check("```", r#""```""#);
    check("```rust\n\n```\na", r#""```rust\n\n```" "a""#);
}

#[test]
fn a_table_has_a_head_a_rule_and_rows() {
    check("| a | b |\n|---|---|\n| 1 | 2 |\nc", r#"table[("a", "b")("1", "2")] "c""#);
    check("a|b|c\n:-|:-:|-:\n1|2|3", r#"table[("a", ^"b", >"c")("1", "2", "3")]"#);
    check("| a |\n| - |", r#"table[("a")]"#);
    check("a\n| b |\n| - |", r#""a" table[("b")]"#);
}

#[test]
fn no_cell_is_lost() {
    check("| a | b |\n|-|-|\n| 1 |\n| 1 | 2 | 3 | 4 |\n| | |", r#"table[("a", "b")("1")("1", "2 | 3 | 4")(, )]"#);
}

#[test]
fn a_stroke_in_a_cell_has_a_backslash_before_it() {
    check(
        "| a |\n| - |\n| b \\| c |\n| `d\\|e` |\n| \\|\\|f\\|\\| |",
        r#"table[("a")("b | c")(code "d|e")(spoiler["f"])]"#,
    );
}

#[test]
fn what_only_looks_like_a_table_is_words() {
    for text in ["a | b\n---", "a | b\n-|-|-", "a | b\n-b | -", "| a |", "a\n| - |", "a | b\n|"] {
        check(text, &format!("{text:?}"));
    }
}

#[test]
fn a_table_with_too_many_columns_is_words() {
    let row = |cell: &str, columns: usize| vec![cell; columns].join("|");
    let table = |columns: usize| [row("a", columns), row("-", columns)].join("\n");
    assert!(sketch::blocks(&parse(&table(24), &Everybody::known()).blocks).starts_with("table["));
    check(&table(25), &format!("{:?}", table(25)));
}

#[test]
fn what_lies_too_deep_is_words() {
    check("> > > > > > > > > > a", r#"quote[quote[quote[quote[quote[quote[quote[quote["> > a"]]]]]]]]"#);
    let points: String = (0..12).map(|depth| "  ".repeat(depth) + "- a\n").collect();
    let sketch = sketch::blocks(&parse(&points, &Everybody::known()).blocks);
    assert_eq!(sketch.matches("list[").count(), 8, "{sketch}");
    assert!(sketch.contains(r#""a\n- a"#), "{sketch}");
}

#[test]
fn there_is_no_html_and_no_reference() {
    for text in ["<b>a</b>", "<!-- a -->", "&amp;", "[a]: https://", "a\n===", "a\n---"] {
        check(text, &format!("{text:?}"));
    }
}
