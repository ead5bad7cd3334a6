//! What marks mean within lines.

use crate::{
    parse,
    sketch::{self, Everybody},
};

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(sketch::blocks(&parse(text, &Everybody::known()).blocks), expected, "{text}");
}

#[track_caller]
fn check_words(texts: &[&str]) {
    for text in texts {
        check(text, &format!("{text:?}"));
    }
}

#[test]
fn marks_on_both_sides_mean_something() {
    check("*a* _b_", r#"em["a"] " " em["b"]"#);
    check("**a** __b__", r#"strong["a"] " " strong["b"]"#);
    check("~~a~~ ||b||", r#"strike["a"] " " spoiler["b"]"#);
}

#[test]
fn marks_lie_in_each_other() {
    check("***a***", r#"em[strong["a"]]"#);
    check("***a** b*", r#"em[strong["a"] " b"]"#);
    check("***a* b**", r#"strong[em["a"] " b"]"#);
    check("*a **b** c*", r#"em["a " strong["b"] " c"]"#);
    check("**a *b* c**", r#"strong["a " em["b"] " c"]"#);
    check("||~~**a**~~||", r#"spoiler[strike[strong["a"]]]"#);
}

#[test]
fn what_was_opened_inside_and_not_closed_is_words() {
    check("**a ~~b** c~~", r#"strong["a ~~b"] " c~~""#);
    check("*a _b* c", r#"em["a _b"] " c""#);
    check("*a***", r#"em["a"] "**""#);
}

#[test]
fn brackets_belong_to_what_is_inside_of_them() {
    check("*(*a*)* *[*a]", r#"em["(" em["a"] ")"] " *[*a]""#);
    check("(**a:**b)", r#""(" strong["a:"] "b)""#);
}

#[test]
fn marks_alone_are_words() {
    check_words(&["*", "***", "****", "**a", "a*", "~~~~", "~a~", "||", "|a|", "****a****", "a *", "|||a|||"]);
}

#[test]
fn sums_products_and_alternatives_are_words() {
    check_words(&["a * b * c", "a || b || c", "2 ** 3 ** 4", "x = a | b"]);
}

#[test]
fn underlines_in_names_are_part_of_them() {
    check_words(&["snake_case_name", "a__b__c", "5_000_000"]);
    check("_snake_case_", r#"em["snake_case"]"#);
    check("2*3*4", r#""2" em["3"] "4""#);
}

#[test]
fn scripts_without_spaces_need_none_around_marks() {
    check("**强调**文字和**「引号」**文字", r#"strong["强调"] "文字和" strong["「引号」"] "文字""#);
}

#[test]
fn a_line_break_is_kept_and_marks_go_on_behind_it() {
    check("*a\nb*\nc", r#"em["a\nb"] "\nc""#);
}

#[test]
fn a_backslash_takes_the_meaning_away() {
    check(r"\*a\* \[b](https://b.example) \@Grace \#general", r#""*a* [b](" <https://b.example> ") @Grace #general""#);
    check(r"1\. \- \> \`a\` \||b||", r#""1. - > `a` ||b||""#);
    check(r"https\://a.example", r#""https://a.example""#);
}

#[test]
fn paths_keep_their_backslashes() {
    check_words(&[r"C:\Program Files\Hubbub", r"\\server\share", r"a\", r"\n"]);
}

#[test]
fn the_shrug_keeps_both_arms() {
    check_words(&[r"¯\_(ツ)_/¯", r"so ¯\_(ツ)_/¯ what"]);
}

#[test]
fn code_is_what_it_is() {
    check("`*a*` ``b`c`` `` ` ``", r#"code "*a*" " " code "b`c" " " code "`""#);
    check("` a ` ` `", r#"code "a" " " code " ""#);
    check("```a``` b", r#"code "a" " b""#);
    check("`a\nb`", r#"code "a\nb""#);
    check("*`a*`", r#""*" code "a*""#);
    check_words(&["`a", "``a`", "`", "`````````a`````````"]);
}

#[test]
fn words_can_lead_somewhere() {
    check("[a](https://a.example)", r#"<https://a.example>["a"]"#);
    check("[a](https://a.example/b_(c))", r#"<https://a.example/b_(c)>["a"]"#);
    check("[**a** `b`](mailto:ada@a.example)", r#"<mailto:ada@a.example>[strong["a"] " " code "b"]"#);
    check("**[a](HTTP://a.example)**", r#"strong[<HTTP://a.example>["a"]]"#);
    check("![a](https://a.example/b.png)", r#""!" <https://a.example/b.png>["a"]"#);
}

#[test]
fn words_do_not_lead_to_what_is_no_page() {
    check_words(&[
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,b)",
        "[a](vbscript:b)",
        "[a](file:///etc/passwd)",
        "[a](//a.example)",
        "[a](/rooms/general)",
        "[a](b)",
        "[a]()",
        "[a]",
        "[a][b]",
        "[a]: b",
        "a](b)",
    ]);
    check("[a](https://a.example/\" onclick=\"b)", r#""[a](" <https://a.example/> "\" onclick=\"b)""#);
    check("[ ](https://a.example)", r#""[ ](" <https://a.example> ")""#);
    check("[a](https://a.example", r#""[a](" <https://a.example>"#);
    check("[a](www.a.example)", r#""[a](" <https://www.a.example>["www.a.example"] ")""#);
}

#[test]
fn a_link_never_poses_as_another_one() {
    check(
        "[https://bank.example](https://evil.example)",
        r#""[" <https://bank.example> "](" <https://evil.example> ")""#,
    );
    check(
        "[a www.bank.example](https://evil.example)",
        r#""[a " <https://www.bank.example>["www.bank.example"] "](" <https://evil.example> ")""#,
    );
    check(
        "[a [b](https://b.example)](https://c.example)",
        r#""[a " <https://b.example>["b"] "](" <https://c.example> ")""#,
    );
    check("[https://a.example](https://a.example)", "<https://a.example>");
}

#[test]
fn words_that_look_like_an_address_have_the_host_behind_them() {
    for (words, read) in [
        ("bank.example", "bank.example"),
        ("log in at bank.example", "log in at bank.example"),
        (r"https\://bank", "https://bank"),
        (r"www\.bank.example", "www.bank.example"),
        ("bank\u{200b}.\u{200b}example", "bank\u{200b}.\u{200b}example"),
        ("bank\u{2024}example", "bank\u{2024}example"),
        ("bank。example", "bank。example"),
        ("https://bank.example@evil.example", "https://bank.example@evil.example"),
    ] {
        let expected = format!("<https://evil.example/bank>[{:?}]", format!("{read} (evil.example)"));
        check(&format!("[{words}](https://evil.example/bank)"), &expected);
    }
    check(
        "[**bank**.example](https://аpple.com)",
        r#"<https://аpple.com>[strong["bank"] ".example (xn--pple-43d.com)"]"#,
    );
    for words in ["a.example", "a. b", "version 2.0", "e.g. b", "…", "a."] {
        let link = format!("[{words}](https://a.example)");
        check(&link, &format!("<https://a.example>[{words:?}]"));
    }
}

#[test]
fn nothing_turns_the_words_of_a_link_around() {
    check("[\u{202e}a](https://b.example)", r#""[\u{202e}a](" <https://b.example> ")""#);
}

#[test]
fn there_is_no_name_and_no_spoiler_in_a_link() {
    check("[@Grace](https://a.example)", r#""[" @[Grace] "](" <https://a.example> ")""#);
    check("[#general](https://a.example)", r#""[" #[general General] "](" <https://a.example> ")""#);
    check("[||a||](https://a.example)", r#""[" spoiler["a"] "](" <https://a.example> ")""#);
    check("[*||a||*](https://a.example)", r#""[" em[spoiler["a"]] "](" <https://a.example> ")""#);
    check("||a [b||](https://a.example)", r#"spoiler["a [b"] "](" <https://a.example> ")""#);
}

#[test]
fn addresses_are_links_by_themselves() {
    check("see https://a.example/b?c=1#d.", r#""see " <https://a.example/b?c=1#d> ".""#);
    check(
        "**https://a.example** ||www.a.example||",
        r#"strong[<https://a.example>] " " spoiler[<https://www.a.example>["www.a.example"]]"#,
    );
    check("<https://a.example> <b>", r#"<https://a.example> " <b>""#);
    check("ada.l+b@a.example.", r#"<mailto:ada.l+b@a.example>["ada.l+b@a.example"] ".""#);
    check_words(&["xhttps://a.example", "<b>a</b>", "ftp://a.example", "a@b", "@a.example", "a@.example"]);
}

#[test]
fn people_are_spoken_to_by_name() {
    check("@Grace, @ada!", r#"@[Grace] ", " @[Ada] "!""#);
    check("@Ada Lovelace's and @ada l's", r#"@[Ada Lovelace] "'s and " @[Ada] " l's""#);
    check("@Marvin (bot)? @👩‍🚀 Linus", r#"@[Marvin (bot)] "? " @[👩‍🚀 Linus]"#);
    check("*@Grace*", "em[@[Grace]]");
    check("@room and @HERE", "@[room] \" and \" @[here]");
}

#[test]
fn names_need_no_space_behind_them_in_scripts_without() {
    check("@张伟你好", r#"@[张伟] "你好""#);
}

#[test]
fn only_members_are_spoken_to() {
    check_words(&["@nobody", "@Gracen", "@", "@ Grace", "mail@Grace", "x_@Grace", "@roomy", "@grac\u{e9}"]);
    check("`@Grace`", r#"code "@Grace""#);
}

#[test]
fn rooms_are_named_by_their_address() {
    check("#general, #Rose-Garden. #花园", r#"#[general General] ", " #[rose-garden Rose garden] ". " #[花园 花园]"#);
    check_words(&["#nowhere", "#1", "a#general", "##general", "#rose garden", "&#general", "/#general", "#"]);
}

#[test]
fn what_lies_too_deep_is_words() {
    let deep = |depth: usize| format!("{}a{}", "*a _b ".repeat(depth), " b_ a*".repeat(depth));
    check(&deep(1), r#"em["a " em["b a b"] " a"]"#);
    let sketch = sketch::blocks(&parse(&deep(20), &Everybody::known()).blocks);
    assert_eq!(sketch.matches("em[").count(), 8, "{sketch}");
}
