//! Groups 3 and 4: bits and opcodes that mean nothing.

use crate::ws::tests::rfc6455::case::{Case, Cut, Frame, Heard, PROTOCOL};

const HELLO: &str = "Good morning";

pub(crate) fn bits() -> Vec<Case> {
    vec![
        alone("in a text", Frame::text(HELLO).reserved(0b001)),
        after_a_text("in a text after a good one", Frame::text(HELLO).reserved(0b010)),
        after_a_text("the same, a write for each frame", Frame::text(HELLO).reserved(0b011)).cut(Cut::ByFrame),
        after_a_text("the same, byte by byte", Frame::text(HELLO).reserved(0b100)).cut(Cut::Every(1)),
        alone("in bytes", Frame::binary([0x00, 0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0x00, 0xff].as_slice()).reserved(0b101)),
        alone("in a ping", Frame::ping(HELLO).reserved(0b110)),
        alone("in a close", Frame::new(8, "").reserved(0b111)),
    ]
}

pub(crate) fn data_opcodes() -> Vec<Case> {
    opcodes([3, 4, 5, 6, 7])
}

pub(crate) fn control_opcodes() -> Vec<Case> {
    opcodes([11, 12, 13, 14, 15])
}

fn opcodes([one, two, three, four, five]: [u8; 5]) -> Vec<Case> {
    vec![
        alone("nothing in it", Frame::new(one, "")),
        alone("something in it", Frame::new(two, "reserved payload")),
        after_a_text("nothing in it, after a text", Frame::new(three, "")),
        after_a_text("something in it, after a text", Frame::new(four, HELLO)),
        after_a_text("the same, byte by byte", Frame::new(five, HELLO)).cut(Cut::Every(1)),
    ]
}

fn alone(what: &str, bad: Frame) -> Case {
    Case::new(what, [bad]).closed_with([PROTOCOL])
}

/// The text comes back, the ping that follows the bad frame is not answered any more.
fn after_a_text(what: &str, bad: Frame) -> Case {
    Case::new(what, [Frame::text(HELLO), bad, Frame::ping("")])
        .hears([Heard::Text(HELLO.into())])
        .or_hears([])
        .closed_with([PROTOCOL])
}
