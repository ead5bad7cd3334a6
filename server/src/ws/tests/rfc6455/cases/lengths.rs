//! Group 1: messages in one frame, with lengths on both sides of every form that a length can take.

use bytes::Bytes;

use crate::ws::tests::rfc6455::case::{Case, Cut, Frame, Heard};

const LENGTHS: [usize; 7] = [0, 125, 126, 127, 128, 65_535, 65_536];
/// A size of writes that divides nothing.
const ODD: usize = 997;

pub(crate) fn text() -> Vec<Case> {
    all(b'*', Frame::text, Heard::Text)
}

pub(crate) fn binary() -> Vec<Case> {
    all(0xfe, Frame::binary, Heard::Binary)
}

fn all(byte: u8, frame: fn(Bytes) -> Frame, heard: fn(Bytes) -> Heard) -> Vec<Case> {
    let case = |length| {
        let payload = Bytes::from(vec![byte; length]);
        Case::new(format!("{length} bytes"), [frame(payload.clone())]).hears([heard(payload)])
    };
    let mut cases: Vec<_> = LENGTHS.map(case).into();
    cases.push(case(65_536).cut(Cut::Every(ODD)));
    cases
}
