//! Reads the HTML of a text as strictly as no browser does: only what a text can become is allowed.

const TAGS: [&str; 21] = [
    "a",
    "bdi",
    "blockquote",
    "button",
    "code",
    "div",
    "em",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Attributes with all the values they have.
const ATTRIBUTES: [(&str, &[&str]); 10] = [
    ("aria-expanded", &["false"]),
    ("aria-label", &["Code", "Done", "Table", "To do"]),
    ("aria-live", &["polite"]),
    (
        "class",
        &[
            "button button--link code__copy",
            "cell--center",
            "cell--end",
            "code",
            "code__head",
            "code__text",
            "mention",
            "mention mention--me",
            "message__body",
            "message__body message__body--large",
            "spoiler",
            "spoiler__cover",
            "spoiler__words",
            "table",
            "task",
            "task__box",
            "task__box task__box--done",
        ],
    ),
    ("dir", &["auto", "ltr"]),
    ("rel", &["noopener noreferrer nofollow"]),
    ("role", &["group", "img"]),
    ("tabindex", &["0"]),
    ("target", &["_blank"]),
    ("type", &["button"]),
];

/// Panics unless the HTML is well-formed and consists of allowed elements, attributes and addresses only.
#[track_caller]
pub(super) fn check(html: &str) {
    let mut open = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let (text, tag) = rest.split_once('<').unwrap_or((rest, ""));
        check_text(text, html);
        if tag.is_empty() {
            break;
        }
        let (tag, after) = tag.split_once('>').expect("a tag ends");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(TAGS.contains(&name), "<{name}> in {html}");
        let is_pressed = |tag: &&str| matches!(*tag, "a" | "button");
        assert!(!is_pressed(&name) || !open.iter().any(is_pressed), "<{name}> inside of another in {html}");
        open.push(name);
        check_attributes(attributes, html);
    }
    assert!(open.is_empty(), "{open:?} in {html}");
}

/// Ampersands belong to what stands for a sign.
#[track_caller]
fn check_text(text: &str, html: &str) {
    assert!(!text.contains(['>', '\0', '\r']), "{text:?} in {html}");
    for after in text.split('&').skip(1) {
        assert!(["amp;", "lt;", "gt;", "quot;"].iter().any(|sign| after.starts_with(sign)), "&{after} in {html}");
    }
}

#[track_caller]
fn check_attributes(attributes: &str, html: &str) {
    let mut rest = attributes;
    while !rest.is_empty() {
        let (name, value) = rest.split_once("=\"").expect("an attribute has a value");
        let (value, after) = value.split_once('"').expect("a value ends");
        rest = after.strip_prefix(' ').unwrap_or(after);
        check_text(value, html);
        let is_allowed = match name {
            "href" => is_address(value),
            "value" => value.bytes().all(|byte| byte.is_ascii_digit()),
            _ => ATTRIBUTES.iter().any(|(known, values)| *known == name && values.contains(&value)),
        };
        assert!(is_allowed, "{name}={value:?} in {html}");
    }
}

fn is_address(value: &str) -> bool {
    let begins = |beginning: &str| value.get(..beginning.len()).is_some_and(|it| it.eq_ignore_ascii_case(beginning));
    begins("https://") || begins("http://") || begins("mailto:") || value.starts_with("/rooms/")
}

#[test]
#[should_panic(expected = "<script>")]
fn a_forbidden_element_is_noticed() {
    check("<p><script></script></p>");
}

#[test]
#[should_panic(expected = "onclick")]
fn a_forbidden_attribute_is_noticed() {
    check(r#"<p onclick="alert(1)"></p>"#);
}

#[test]
#[should_panic(expected = "javascript:")]
fn a_forbidden_address_is_noticed() {
    check(r#"<a href="javascript:alert(1)"></a>"#);
}

#[test]
#[should_panic(expected = "inside of another")]
fn a_link_in_a_link_is_noticed() {
    check(r#"<a href="https://a.example"><a href="https://b.example"></a></a>"#);
}
