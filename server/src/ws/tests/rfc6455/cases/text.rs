//! Groups 6.1 to 6.4: text in pieces, and when it is known to be none.

use bytes::Bytes;

use crate::ws::tests::{
    raw::TEXT,
    rfc6455::case::{Case, Cut, Frame, Heard, NOT_UTF8, Step, in_fragments},
};

const UMLAUTS: &str = "Hello-µ@ßöäüàá-UTF-8!!";
/// "Cosmos" in Greek, with characters of two and of three bytes, eleven in all.
pub(super) const GREEK: &str = "\u{3ba}\u{1f79}\u{3c3}\u{3bc}\u{3b5}";
const REST: &[u8] = b"edited";

pub(crate) fn empty() -> Vec<Case> {
    let three = |middle: &'static str| {
        [Frame::text("").unfinished(), Frame::continuation(middle).unfinished(), Frame::continuation("")]
    };
    vec![
        Case::new("an empty text", [Frame::text("")]).hears([Heard::Text(Bytes::new())]),
        Case::new("three empty fragments", three("")).hears([Heard::Text(Bytes::new())]),
        Case::new("a fragment between two empty ones", three("middle")).hears([Heard::Text("middle".into())]),
    ]
}

pub(crate) fn valid() -> Vec<Case> {
    let (one, two) = UMLAUTS.split_at("Hello-µ@ßöä".len());
    let umlauts = Heard::Text(UMLAUTS.into());
    vec![
        Case::new("in one frame", [Frame::text(UMLAUTS)]).hears([umlauts.clone()]),
        Case::new("cut between characters", [Frame::text(one).unfinished(), Frame::continuation(two)])
            .hears([umlauts.clone()]),
        Case::new("cut between all bytes", in_fragments(TEXT, &UMLAUTS.into(), 1)).hears([umlauts]),
        Case::new("cut between all bytes of longer characters", in_fragments(TEXT, &GREEK.into(), 1))
            .hears([Heard::Text(GREEK.into())]),
    ]
}

pub(crate) fn invalid() -> Vec<Case> {
    let surrogate: Bytes = [GREEK.as_bytes(), b"\xed\xa0\x80", REST].concat().into();
    vec![
        Case::new("in one frame", [Frame::text(surrogate.clone())]).closed_with([NOT_UTF8]),
        Case::new("cut between all bytes", in_fragments(TEXT, &surrogate, 1)).closed_with([NOT_UTF8]),
    ]
}

/// Text that goes wrong in its thirteenth byte, in three pieces with pauses between them. Whoever is strict closes
/// after the second.
pub(crate) fn invalid_early() -> Vec<Case> {
    let text = Bytes::from([GREEK.as_bytes(), b"\xf4\x90\x80\x80", REST].concat());
    let at_characters = [0..11, 11..15, 15..21];
    let at_the_fault = [0..12, 12..13, 13..21];
    let fragments = |[one, two, three]: [std::ops::Range<usize>; 3]| {
        let frames = [
            Frame::text(text.slice(one)).unfinished(),
            Frame::continuation(text.slice(two)).unfinished(),
            Frame::continuation(text.slice(three)),
        ];
        with_pauses("in fragments", frames.map(|frame| Step::Send(vec![frame], Cut::Together)))
    };
    let pieces = |ranges: [std::ops::Range<usize>; 3]| {
        let frame = Frame::text(text.clone()).bytes();
        let head = frame.len() - text.len();
        let pieces = ranges.map(|range| {
            let start = if range.start == 0 { 0 } else { head + range.start };
            Step::SendPart(Bytes::copy_from_slice(&frame[start..head + range.end]))
        });
        with_pauses("in pieces of one frame", pieces)
    };
    vec![fragments(at_characters.clone()), fragments(at_the_fault.clone()), pieces(at_characters), pieces(at_the_fault)]
}

fn with_pauses(what: &str, [one, two, three]: [Step; 3]) -> Case {
    let steps = [one, Step::Listen, two, Step::Listen, three];
    steps
        .into_iter()
        .fold(Case::new(what, []), Case::then)
        .hears([Heard::Silence])
        .or_hears([Heard::Silence, Heard::Silence])
        .closed_with([NOT_UTF8])
}
