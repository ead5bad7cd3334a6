//! Group 2: pings and pongs.

use crate::ws::tests::rfc6455::case::{Case, Cut, Frame, Heard, PROTOCOL};

const NO_TEXT: &[u8] = &[0x00, 0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0x00, 0xff];
/// As long as a control frame may be.
const LONGEST: [u8; 125] = [0xfe; 125];

pub(crate) fn all() -> Vec<Case> {
    let payloads: Vec<_> = (0..10).map(|n| format!("ping {n}")).collect();
    let ten = || {
        Case::new("ten pings", payloads.iter().cloned().map(Frame::ping).collect::<Vec<_>>())
            .hears(payloads.iter().map(|payload| Heard::Pong(payload.clone().into())).collect::<Vec<_>>())
    };
    vec![
        answered("nothing in it", b""),
        answered("text in it", b"Good morning"),
        answered("bytes in it that are no text", NO_TEXT),
        answered("as much in it as there may be", &LONGEST),
        Case::new("a byte too many in it", [Frame::ping(vec![0xfe; 126])]).closed_with([PROTOCOL]),
        answered("as much in it as there may be, byte by byte", &LONGEST).cut(Cut::Every(1)),
        Case::new("a pong that nobody asked for", [Frame::pong("")]),
        Case::new("a pong that nobody asked for, with text", [Frame::pong("unasked")]),
        Case::new("a pong that nobody asked for, and a ping", [Frame::pong("unasked"), Frame::ping("asked")])
            .hears([Heard::Pong("asked".into())]),
        ten(),
        ten().cut(Cut::Every(1)),
    ]
}

fn answered(what: &str, payload: &'static [u8]) -> Case {
    Case::new(what, [Frame::ping(payload)]).hears([Heard::Pong(payload.into())])
}
