//! Texts and names that were made to run something: tags with handlers, in every encoding, in every kind of markup.

use super::{Everybody, allowed, html};

const TAGS: [&str; 18] = [
    "<img src=x {}>",
    "<svg {}>",
    "<svg><script {}>alert(1)</script></svg>",
    "<body {}>",
    "<input autofocus {}>",
    "<details open {}>",
    "<video src=x {}>",
    "<iframe srcdoc='<img src=x {}>'>",
    "<math><mtext></form><form><mglyph><style></math><img src=x {}>",
    "<noscript><p title=\"</noscript><img src=x {}>\">",
    "<template {}></template>",
    "<a href=javascript:alert(1) {}>x</a>",
    "<form action=javascript:alert(1) {}><button>x</button></form>",
    "<object data=javascript:alert(1) {}>",
    "<style>@import 'x'{}</style>",
    "<p style=background:url(javascript:alert(1)) {}>",
    "</p></div><img src=x {}>",
    "<!--><img src=x {}>-->",
];

const HANDLERS: [&str; 8] = [
    "onerror=alert(1)",
    "onload='alert(1)'",
    "onfocus=\"alert(1)\"",
    "onclick=alert`1`",
    "ontoggle=alert(1)//",
    "/onmouseover=alert(1)/",
    "\u{c}onanimationend=alert(1)",
    "OnErRoR=eval(atob('YWxlcnQoMSk='))",
];

const SCHEMES: [&str; 16] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\u{1}javascript:alert(1)",
    " javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript%3Aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    "view-source:javascript:alert(1)",
    "feed:javascript:alert(1)",
    "blob:https://a.example/1",
    "//a.example",
    "https://a.example/\"onmouseover=\"alert(1)",
];

/// Markup around a text.
const CONTAINERS: [(&str, &str); 26] = [
    ("", ""),
    ("**", "**"),
    ("*", "*"),
    ("~~", "~~"),
    ("||", "||"),
    ("`", "`"),
    ("```\n", "\n```"),
    ("```", "\n```"),
    ("```html\n", "\n```"),
    ("> ", ""),
    ("- ", ""),
    ("1. ", ""),
    ("- [x] ", ""),
    ("# ", ""),
    ("| a |\n|-|\n| ", " |"),
    ("| ", " |\n|-|\n"),
    ("[", "](https://a.example)"),
    ("[a](", ")"),
    ("[a](https://a.example/", ")"),
    ("![", "](https://a.example)"),
    ("<", ">"),
    ("https://a.example/", ""),
    ("www.a.example/", ""),
    ("mailto:ada@a.example?subject=", ""),
    ("@Grace", ""),
    ("#general ", ""),
];

/// A text as it might slip through: as it is, with entities, with escapes, with what is invisible.
fn encodings(text: &str) -> [String; 7] {
    [
        text.to_owned(),
        text.replace('<', "&lt;").replace('>', "&gt;"),
        text.chars().flat_map(|c| ["&#".to_owned(), u32::from(c).to_string(), ";".to_owned()]).collect(),
        text.replace('<', "\\<").replace('"', "\\\""),
        text.replace('<', "%3C").replace('>', "%3E"),
        text.replace('<', "<\0").replace(' ', "\u{202e} "),
        text.replace('<', "\u{feff}<").replace('a', "\u{200d}a"),
    ]
}

/// All texts, each in one encoding or more.
fn payloads() -> Vec<String> {
    let tags = TAGS.iter().flat_map(|tag| HANDLERS.iter().map(|handler| tag.replace("{}", handler)));
    let all: Vec<_> = tags.chain(SCHEMES.iter().map(|&scheme| scheme.to_owned())).collect();
    let contained = |(number, payload): (usize, &String)| {
        let encoded = encodings(payload);
        let each = CONTAINERS.iter().enumerate().map(move |(place, (before, after))| {
            [before, encoded[(number + place) % encoded.len()].as_str(), after].concat()
        });
        each.collect::<Vec<_>>()
    };
    all.iter().enumerate().flat_map(contained).chain(all.iter().flat_map(|payload| encodings(payload))).collect()
}

#[test]
fn nothing_forbidden_comes_of_a_text() {
    let payloads = payloads();
    assert!(payloads.len() >= 5_000, "there are {}", payloads.len());
    for payload in payloads {
        allowed::check(&html(&payload, &Everybody::known()));
    }
}

#[test]
fn nothing_forbidden_comes_of_a_name() {
    // Nobody can be called by what cannot be printed.
    for payload in payloads().into_iter().filter(|payload| !payload.contains(char::is_control)) {
        let everybody = Everybody::and(&payload);
        allowed::check(&html(&["@", &payload, " #any"].concat(), &everybody));
    }
}
