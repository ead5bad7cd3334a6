//! What nobody should send, and how it must be taken.

use hubbub_protocol::{CloseCode, CommandFrame, ErrorCode, JoinRoom, RoomId, Timestamp, limits};

use crate::raw::Frame;

const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CONTINUATION: u8 = 0;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// One hostile thing to do.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: &'static str,
    /// Whether it says hello before.
    pub(super) greets: bool,
    pub(super) bytes: fn() -> Vec<u8>,
    pub(super) expected: Expected,
}

/// How a server must take it.
#[derive(Debug)]
pub(super) enum Expected {
    /// It closes with this code.
    Closed(CloseCode),
    /// It refuses with this code and stays.
    Refused(ErrorCode),
    /// It answers the command that follows, whatever the answer.
    Unharmed,
    /// It either answers the command that follows or closes with one of these codes.
    UnharmedOrClosed(&'static [CloseCode]),
}

/// The most ordinary of all connections.
pub(super) fn harmless() -> Case {
    Case { name: "nothing but a command", greets: true, bytes: ordinary, expected: Expected::Unharmed }
}

/// Every case.
pub(super) fn all() -> Vec<Case> {
    [sizes(), broken_frames(), control_frames(), broken_json(), floods()].into_iter().flatten().collect()
}

fn sizes() -> Vec<Case> {
    vec![
        closed("a frame of 64 KiB and a byte", CloseCode::TooLarge, || Frame::text(spaces(limits::FRAME + 1)).bytes()),
        closed("a frame that declares 1 GiB", CloseCode::TooLarge, || Frame::text("{").declaring(1 << 30).bytes()),
        closed("a frame that declares more than exists", CloseCode::TooLarge, || {
            Frame::text("{").declaring(1 << 62).bytes()
        }),
        closed("64 KiB and a byte in two fragments", CloseCode::TooLarge, || {
            let first = Frame::text(spaces(limits::FRAME)).unfinished().bytes();
            [first, Frame::new(CONTINUATION, " ").bytes()].concat()
        }),
        closed("64 KiB and a byte in fragments of one byte", CloseCode::TooLarge, || fragments(limits::FRAME + 1)),
        refused("64 KiB in fragments of one byte", ErrorCode::Malformed, || fragments(limits::FRAME)),
        refused("a frame of exactly 64 KiB", ErrorCode::Malformed, || Frame::text(spaces(limits::FRAME)).bytes()),
        refused("a body above its limit", ErrorCode::TooLarge, || {
            let body = "x".repeat(limits::MESSAGE_BODY + 1);
            let (room, nonce) = (nowhere(), nowhere());
            let command = format!(r#""command":"send_message","room":"{room}","nonce":"{nonce}","body":"{body}""#);
            Frame::text(format!(r#"{{"id":2,{command}}}"#)).bytes()
        }),
    ]
}

fn broken_frames() -> Vec<Case> {
    vec![
        closed("text that is not UTF-8", CloseCode::InvalidPayload, || Frame::text([0xc3, 0x28]).bytes()),
        closed("a surrogate in UTF-8", CloseCode::InvalidPayload, || Frame::text([0xed, 0xa0, 0x80]).bytes()),
        closed("text cut inside a character", CloseCode::InvalidPayload, || Frame::text([b'{', 0xe2, 0x82]).bytes()),
        closed("a frame without a mask", CloseCode::Protocol, || Frame::text("{}").unmasked().bytes()),
        closed("the first reserved bit", CloseCode::Protocol, || Frame::text("{}").reserved(0b100).bytes()),
        closed("the second reserved bit", CloseCode::Protocol, || Frame::text("{}").reserved(0b010).bytes()),
        closed("the third reserved bit", CloseCode::Protocol, || Frame::text("{}").reserved(0b001).bytes()),
        closed("a reserved opcode for data", CloseCode::Protocol, || Frame::new(3, "{}").bytes()),
        closed("a reserved opcode for control", CloseCode::Protocol, || Frame::new(11, "").bytes()),
        closed("a continuation of nothing", CloseCode::Protocol, || Frame::new(CONTINUATION, "{}").bytes()),
        closed("a new message inside a message", CloseCode::Protocol, || {
            [Frame::text("{").unfinished().bytes(), Frame::new(TEXT, "}").bytes()].concat()
        }),
        closed("a binary frame", CloseCode::Unsupported, || Frame::new(BINARY, "{}").bytes()),
    ]
}

fn control_frames() -> Vec<Case> {
    vec![
        closed("a ping in fragments", CloseCode::Protocol, || Frame::new(PING, "").unfinished().bytes()),
        closed("a ping of 126 bytes", CloseCode::Protocol, || Frame::new(PING, [0; 126]).bytes()),
        closed("a close frame of one byte", CloseCode::Protocol, || Frame::new(CLOSE, [3]).bytes()),
        closed("a close code that does not exist", CloseCode::Protocol, || Frame::new(CLOSE, [0, 5]).bytes()),
        closed("an ordinary close", CloseCode::Normal, || Frame::new(CLOSE, [3, 0xe8]).bytes()),
        unharmed("a pong nobody asked for", || [Frame::new(PONG, "x").bytes(), ordinary()].concat()),
        unharmed("a ping between two fragments", || {
            let command = ordinary_text();
            let (head, tail) = command.split_at(10);
            let head = Frame::text(head).unfinished().bytes();
            [head, Frame::new(PING, "x").bytes(), Frame::new(CONTINUATION, tail).bytes()].concat()
        }),
    ]
}

fn broken_json() -> Vec<Case> {
    vec![
        refused("nesting of 10,000", ErrorCode::Malformed, || {
            let deep = ["[".repeat(10_000), "]".repeat(10_000)].concat();
            Frame::text(format!(r#"{{"id":2,"command":"create_room","name":{deep}}}"#)).bytes()
        }),
        refused("a number beyond all numbers", ErrorCode::Malformed, || named("1e400")),
        refused("a bare NUL inside a text", ErrorCode::Malformed, || named("\"a\0b\"")),
        refused("a NUL inside a name", ErrorCode::Invalid, || named(r#""a\u0000b""#)),
        refused("a lone surrogate", ErrorCode::Malformed, || named(r#""\ud800""#)),
        refused("two surrogates in the wrong order", ErrorCode::Malformed, || named(r#""\udc00\ud800""#)),
        refused("the same key twice", ErrorCode::Malformed, || {
            Frame::text(r#"{"id":2,"command":"create_room","name":"One","name":"Other"}"#).bytes()
        }),
        refused("a command nobody knows", ErrorCode::UnknownCommand, || {
            Frame::text(r#"{"id":2,"command":"open_the_pod_bay_doors"}"#).bytes()
        }),
        refused("no object at all", ErrorCode::Malformed, || Frame::text("[]").bytes()),
        refused("an empty frame", ErrorCode::Malformed, || Frame::text("").bytes()),
        refused("a second hello", ErrorCode::Invalid, || {
            Frame::text(CommandFrame { id: 2, command: crate::bare::hello().into() }.encode()).bytes()
        }),
        Case {
            name: "a command before hello",
            greets: false,
            bytes: ordinary,
            expected: Expected::Refused(ErrorCode::HelloExpected),
        },
    ]
}

fn floods() -> Vec<Case> {
    const ENOUGH: &[CloseCode] = &[CloseCode::Policy, CloseCode::SlowConsumer];
    vec![
        Case {
            name: "10,000 pings",
            greets: true,
            bytes: || [Frame::new(PING, "ping").bytes().repeat(10_000), ordinary()].concat(),
            expected: Expected::UnharmedOrClosed(ENOUGH),
        },
        Case {
            name: "100,000 commands",
            greets: true,
            bytes: || ordinary().repeat(100_000),
            expected: Expected::Closed(CloseCode::Policy),
        },
        Case {
            name: "silence instead of hello",
            greets: false,
            bytes: Vec::new,
            expected: Expected::Closed(CloseCode::Policy),
        },
    ]
}

fn closed(name: &'static str, code: CloseCode, bytes: fn() -> Vec<u8>) -> Case {
    Case { name, greets: true, bytes, expected: Expected::Closed(code) }
}

fn refused(name: &'static str, code: ErrorCode, bytes: fn() -> Vec<u8>) -> Case {
    Case { name, greets: true, bytes, expected: Expected::Refused(code) }
}

fn unharmed(name: &'static str, bytes: fn() -> Vec<u8>) -> Case {
    Case { name, greets: true, bytes, expected: Expected::Unharmed }
}

fn spaces(length: usize) -> Vec<u8> {
    vec![b' '; length]
}

/// A message of so many bytes, each in a frame of its own.
fn fragments(length: usize) -> Vec<u8> {
    let mut bytes = Frame::text(" ").unfinished().bytes();
    bytes.extend(Frame::new(CONTINUATION, " ").unfinished().bytes().repeat(length - 2));
    bytes.extend(Frame::new(CONTINUATION, " ").bytes());
    bytes
}

/// A command with this JSON as the name of a room.
fn named(json: &str) -> Vec<u8> {
    Frame::text(format!(r#"{{"id":2,"command":"create_room","name":{json}}}"#)).bytes()
}

fn ordinary() -> Vec<u8> {
    Frame::text(ordinary_text()).bytes()
}

/// A command that changes nothing: the room does not exist.
fn ordinary_text() -> String {
    CommandFrame { id: 3, command: JoinRoom { room: nowhere() }.into() }.encode()
}

fn nowhere() -> RoomId {
    RoomId::new(Timestamp::from_millis(1), [0; 10])
}
