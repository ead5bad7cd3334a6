//! Group 7: how a connection ends.

use crate::ws::tests::{
    raw::CLOSE,
    rfc6455::case::{Case, Cut, Frame, Heard, NO_CODE, NORMAL, NOT_UTF8, PROTOCOL, Step},
};

const HELLO: &str = "Good morning";

pub(crate) fn and_more() -> Vec<Case> {
    let close = || Frame::close(NORMAL, "");
    let ignored = |what, more| Case::new(what, [close(), more]).closed_with([NORMAL]);
    let large = "Good day! ".repeat(256 * 1024 / 10);
    vec![
        Case::new("after a message", [Frame::text(HELLO)]).hears([Heard::Text(HELLO.into())]),
        ignored("twice", Frame::new(CLOSE, "")),
        ignored("before a ping", Frame::ping("")),
        ignored("before a message", Frame::text(HELLO)),
        Case::new("between fragments", [Frame::text("one").unfinished(), close(), Frame::continuation("two")])
            .closed_with([NORMAL]),
        Case::new("behind a large message", [Frame::text(large), Frame::text(HELLO), close(), Frame::ping("")])
            .ends_anyhow(),
    ]
}

pub(crate) fn lengths() -> Vec<Case> {
    vec![
        closes("nothing in it", Frame::new(CLOSE, "")).closed_with([NO_CODE, NORMAL]),
        closes("half a code", Frame::new(CLOSE, "a")).closed_with([PROTOCOL]),
        closes("a code", Frame::close(NORMAL, "")),
        closes("a code and a reason", Frame::close(NORMAL, HELLO)),
        closes("the longest reason", Frame::close(NORMAL, "*".repeat(123))),
        closes("a reason too long", Frame::close(NORMAL, "*".repeat(124))).closed_with([PROTOCOL]),
    ]
}

pub(crate) fn reason() -> Vec<Case> {
    let surrogate = [super::text::GREEK.as_bytes(), b"\xed\xa0\x80edited"].concat();
    vec![closes("a surrogate in the reason", Frame::close(NORMAL, surrogate)).closed_with([PROTOCOL, NOT_UTF8])]
}

pub(crate) fn permitted_codes() -> Vec<Case> {
    [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999]
        .map(|it| code(it).closed_with([NORMAL, it]))
        .into()
}

pub(crate) fn forbidden_codes() -> Vec<Case> {
    [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999].map(|it| code(it).closed_with([PROTOCOL])).into()
}

pub(crate) fn codes_beyond() -> Vec<Case> {
    [5000, 65_535].map(|it| code(it).ends_anyhow()).into()
}

fn code(code: u16) -> Case {
    closes(&format!("code {code}"), Frame::close(code, ""))
}

/// The client closes and is answered with an ordinary end.
fn closes(what: &str, close: Frame) -> Case {
    Case::new(what, []).then(Step::Send(vec![close], Cut::Together)).closed_with([NORMAL])
}
