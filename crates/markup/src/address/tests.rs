//! Where addresses begin and end.

use super::*;

#[track_caller]
fn check(text: &str, address: &str) {
    let found = Address::at(text).map(|address| address.source);
    assert_eq!(found.unwrap_or_default(), address, "{text}");
}

#[test]
fn a_full_stop_after_an_address_belongs_to_the_sentence() {
    check("https://a.example.", "https://a.example");
    check("http://a.example/b?c=1&d=2#e!", "http://a.example/b?c=1&d=2#e");
    check("https://a.example/...", "https://a.example/");
    check("https://例え.jp。", "https://例え.jp");
    check("https://a.example，然后", "https://a.example");
    check("https://a.example/b_", "https://a.example/b");
    check("https://a.example/b_c*", "https://a.example/b_c");
}

#[test]
fn a_bracket_that_was_not_opened_ends_an_address() {
    check("https://a.example/b_(c))", "https://a.example/b_(c)");
    check("https://a.example/b)c", "https://a.example/b");
    check("https://a.example](https://b.example)", "https://a.example");
    check("https://[::1]:3000/", "https://[::1]:3000/");
    check("https://a.example/(b", "https://a.example/(b");
    check("https://a.example/(", "https://a.example/");
}

#[test]
fn markup_ends_an_address() {
    for end in [" ", "\n", "<script>", "\"", "`", "|", "\\", "\u{202e}", "\u{200b}", "\u{2066}", "\u{0}"] {
        check(&["https://a.example/", end, "b"].concat(), "https://a.example/");
    }
}

#[test]
fn the_case_of_the_scheme_does_not_matter() {
    check("HTTPS://A.example", "HTTPS://A.example");
    check("WwW.a.example", "WwW.a.example");
    assert_eq!(Address::at("WWW.a.example").map(Address::target).as_deref(), Some("https://WWW.a.example"));
    assert!(Address::at("http://a").is_some_and(Address::has_scheme));
    assert!(!Address::at("www.a.example").is_some_and(Address::has_scheme));
}

#[test]
fn other_schemes_and_halves_are_no_addresses() {
    for text in [
        "javascript:alert(1)",
        "data:text/html,a",
        "https://",
        "http",
        "https:/a",
        "ftp://a.example",
        "https://.",
        "https:///a",
        "https://-a",
        "www.",
        "www.a",
        "www..a",
        "mailto:",
        "mailto:a",
        "mailto:@a",
        "mailto:a b@c",
    ] {
        check(text, "");
    }
}

#[test]
fn a_name_before_the_host_poses_as_a_host() {
    check("https://bank.example@evil.example", "");
    check("https://bank.example:b@evil.example/", "");
    check("https://bank.example,@evil.example/", "");
    check("www.bank.example@evil.example", "");
    check("https://a.example/@ada", "https://a.example/@ada");
    check("https://a.example?b=@ada", "https://a.example?b=@ada");
}

#[test]
fn a_host_has_an_end() {
    check(&format!("https://{}.example", "a".repeat(240)), &format!("https://{}.example", "a".repeat(240)));
    check(&format!("https://{}.example", "a".repeat(256)), "");
}

#[test]
fn people_have_addresses_too() {
    check("mailto:ada@a.example?subject=b.", "mailto:ada@a.example?subject=b");
    let found =
        |text: &str| mail(text, 0, text.find('@').expect("a sign")).map(|(begin, end)| text[begin..end].to_owned());
    assert_eq!(found("to ada.l+b@a-b.example."), Some("ada.l+b@a-b.example".to_owned()));
    for text in [
        "ada@a",
        "@a.example",
        ".@a.example",
        "ada@.example",
        "ada@a.e",
        "ada@a.1x",
        "ada@a..",
        "ada @a.example",
        "//ada@a.example",
        "ada@a.example-",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[track_caller]
fn check_shown(address: &str, shown: &str) {
    assert_eq!(Address::at(address).map(Address::shown).as_deref(), Some(shown));
}

#[test]
fn a_host_that_could_pose_as_another_is_shown_encoded() {
    // Cyrillic а, Greek ο, a dotless ı, scripts that are mixed, letters nobody has looked at.
    check_shown("https://аpple.com/a", "https://xn--pple-43d.com/a");
    check_shown("https://аррӏе.com:80", "https://xn--80ak6aa92e.com:80");
    check_shown("https://gοοgle.com", "https://xn--ggle-0nda.com");
    check_shown("https://bıllıng.example", "https://xn--bllng-n4ac.example");
    check_shown("www.例えabc.jp", "www.xn--abc-763b408n.jp");
    check_shown("https://ᴀ.example", "https://xn--q7f.example");
    check_shown("mailto:ada@аpple.com?subject=а", "mailto:ada@xn--pple-43d.com?subject=а");
}

#[test]
fn a_host_that_looks_like_nothing_else_is_shown_as_it_is() {
    for address in [
        "https://a.example/ä",
        "https://bücher.example",
        "https://例え.jp",
        "https://почта.рф",
        "https://مثال.example",
        "https://한국.kr",
        "https://ไทย.example/?а",
    ] {
        check_shown(address, address);
    }
}

#[test]
fn encoding_agrees_with_the_standard() {
    // RFC 3492, 7.1: Chinese, Hebrew, Russian, Vietnamese; and digits with Japanese.
    for (name, expected) in [
        ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
        ("למההםפשוטלאמדבריםעברית", "xn--4dbcagdahymbxekheh6e0a7fei0b"),
        ("почемужеонинеговорятпорусски", "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l"),
        ("TạisaohọkhôngthểchỉnóitiếngViệt", "xn--TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g"),
        ("3年B組金八先生", "xn--3B-ww4c5e180e575a65lsy2b"),
    ] {
        let mut encoded = String::new();
        punycode::encode(name, &mut encoded);
        assert_eq!(encoded, expected, "{name}");
    }
}
