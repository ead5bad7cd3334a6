//! Groups 9 and 10: large messages, in many frames and in many writes, and many messages.

use std::sync::LazyLock;

use bytes::Bytes;

use crate::ws::tests::{
    raw::{BINARY, TEXT},
    rfc6455::case::{Case, Cut, Frame, Heard, Step, in_fragments},
};

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;
const LENGTHS: [usize; 6] = [64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB];
const FRAGMENTS: [usize; 9] = [64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB];
const WRITES: [usize; 6] = [64, 128, 256, 512, KIB, 2 * KIB];
const SMALL: [usize; 6] = [0, 16, 64, 256, KIB, 4 * KIB];

/// What all of these messages are cut from. No two pieces of 64 bytes that follow each other are the same.
static LARGE: LazyLock<Bytes> =
    LazyLock::new(|| b"The quick brown fox jumps over 13 lazy dogs. ".repeat(16 * MIB / 45 + 1).into());

/// How a message is sent and heard.
struct Kind {
    opcode: u8,
    heard: fn(Bytes) -> Heard,
}

const AS_TEXT: Kind = Kind { opcode: TEXT, heard: Heard::Text };
const AS_BINARY: Kind = Kind { opcode: BINARY, heard: Heard::Binary };

pub(crate) fn text() -> Vec<Case> {
    LENGTHS.map(|length| in_one(&AS_TEXT, length)).into()
}

pub(crate) fn binary() -> Vec<Case> {
    LENGTHS.map(|length| in_one(&AS_BINARY, length)).into()
}

pub(crate) fn text_in_fragments() -> Vec<Case> {
    FRAGMENTS.map(|size| in_many(&AS_TEXT, 4 * MIB, size)).into()
}

pub(crate) fn binary_in_fragments() -> Vec<Case> {
    FRAGMENTS.map(|size| in_many(&AS_BINARY, 4 * MIB, size)).into()
}

pub(crate) fn text_in_writes() -> Vec<Case> {
    WRITES.map(|size| in_one(&AS_TEXT, MIB).cut(Cut::Every(size))).into()
}

pub(crate) fn binary_in_writes() -> Vec<Case> {
    WRITES.map(|size| in_one(&AS_BINARY, MIB).cut(Cut::Every(size))).into()
}

pub(crate) fn many_texts() -> Vec<Case> {
    SMALL.map(|length| one_by_one(&AS_TEXT, length)).into()
}

pub(crate) fn many_binaries() -> Vec<Case> {
    SMALL.map(|length| one_by_one(&AS_BINARY, length)).into()
}

pub(crate) fn uneven() -> Vec<Case> {
    vec![in_many(&AS_TEXT, 64 * KIB, 1300)]
}

fn in_one(kind: &Kind, length: usize) -> Case {
    let message = LARGE.slice(..length);
    Case::new(format!("{length} bytes"), [Frame::new(kind.opcode, message.clone())]).hears([(kind.heard)(message)])
}

fn in_many(kind: &Kind, length: usize, size: usize) -> Case {
    let message = LARGE.slice(..length);
    let frames = in_fragments(kind.opcode, &message, size);
    Case::new(format!("{length} bytes in fragments of {size}"), frames).hears([(kind.heard)(message)])
}

/// A thousand messages; each is sent when the one before it has come back.
fn one_by_one(kind: &Kind, length: usize) -> Case {
    let message = LARGE.slice(..length);
    let send = || Step::Send(vec![Frame::new(kind.opcode, message.clone())], Cut::Together);
    let case = Case::new(format!("a thousand of {length} bytes"), []);
    let case = (0..1000).fold(case, |case, _| case.then(send()).then(Step::Hear));
    case.hears(vec![(kind.heard)(message); 1000])
}
