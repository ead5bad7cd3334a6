//! How each server wants to be spoken to: its handshake, its greeting, and what in its frames is a message.

mod nats;

use std::net::SocketAddr;

use anyhow::{Result, bail, ensure};
use hubbub_protocol::{CommandFrame, Nonce, RoomId, SUBPROTOCOL, SendMessage, path};
use serde::Deserialize;

use super::frame::{self, Frame};
use crate::{bare, random::Random};

/// The number of `hello`; further commands count on from here.
const HELLO: u32 = 1;

/// A protocol inside of WebSocket frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Dialect {
    /// Every text frame is a message.
    Plain,
    /// Engine.IO packets with Socket.IO packets inside.
    SocketIo,
    /// The text protocol of NATS.
    Nats,
    /// Ours.
    Hubbub,
}

/// What one connection must remember between frames.
#[derive(Debug, Default)]
pub(super) struct Reading {
    nats: nats::Reading,
}

/// What a frame means to the load.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// So many messages of the room.
    Messages(u32),
    /// The answer to a command of ours.
    Answer,
    /// The connection is ready from now on.
    Ready,
    /// Something that asks for this text.
    Return(&'static str),
    /// Nothing that matters here.
    Nothing,
}

impl Dialect {
    /// The request that opens the socket.
    pub(super) fn request(self, address: SocketAddr, token: Option<&str>) -> String {
        use std::fmt::Write as _;

        let path = match self {
            Self::Plain => "/ws",
            Self::SocketIo => "/socket.io/?EIO=4&transport=websocket",
            Self::Nats => "/",
            Self::Hubbub => path::WS,
        };
        let mut head = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        );
        if let Some(token) = token {
            // Writing to a string cannot fail.
            let _ = write!(head, "Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\nAuthorization: Bearer {token}\r\n");
        }
        head + "\r\n"
    }

    /// What to say as soon as the socket is open, if it is for us to begin.
    pub(super) fn greeting(self) -> Option<String> {
        match self {
            Self::Plain | Self::SocketIo => None,
            Self::Nats => Some(nats::greeting()),
            Self::Hubbub => Some(CommandFrame { id: HELLO, command: bare::hello().into() }.encode()),
        }
    }

    /// Whether an open socket is all it takes to hear messages.
    pub(super) const fn ready_at_once(self) -> bool {
        matches!(self, Self::Plain)
    }

    /// Which kind of frame it speaks in.
    pub(super) const fn opcode(self) -> u8 {
        if matches!(self, Self::Nats) { frame::BINARY } else { frame::TEXT }
    }

    /// What a frame with text or bytes means.
    pub(super) fn understand(self, frame: &Frame<'_>, reading: &mut Reading) -> Result<Meaning> {
        let payload = frame.payload;
        Ok(match self {
            Self::Plain => Meaning::Messages(1),
            Self::SocketIo => match payload {
                [b'4', b'2', ..] => Meaning::Messages(1),
                [b'0', ..] => Meaning::Return("40"),
                [b'4', b'0', ..] => Meaning::Ready,
                [b'2'] => Meaning::Return("3"),
                _ => bail!("Socket.IO said {}", String::from_utf8_lossy(payload)),
            },
            Self::Nats => reading.nats.read(payload)?,
            Self::Hubbub => hubbub(payload)?,
        })
    }
}

fn hubbub(payload: &[u8]) -> Result<Meaning> {
    let is = |start: &str| payload.starts_with(start.as_bytes());
    if is(r#"{"event":"log_appended""#) {
        return Ok(Meaning::Messages(1));
    }
    if !is(r#"{"reply":"#) {
        return Ok(Meaning::Nothing);
    }
    let start = String::from_utf8_lossy(&payload[..payload.len().min(300)]);
    ensure!(!start.contains(r#""result":"refused""#), "Hubbub refused a command: {start}");
    Ok(if start.contains(r#""result":"welcome""#) { Meaning::Ready } else { Meaning::Answer })
}

/// Which command an answer of Hubbub belongs to.
pub(super) fn answered(payload: &[u8]) -> Option<u32> {
    let digits = payload.strip_prefix(br#"{"reply":"#)?;
    let end = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(&digits[..end]).ok()?.parse().ok()
}

/// Puts messages into the words of a dialect.
#[derive(Debug)]
pub(super) struct Speaker {
    dialect: Dialect,
    room: Option<RoomId>,
    random: Random,
    last: u32,
}

impl Speaker {
    /// Speaks to the one room of a peer, or to this room of Hubbub.
    pub(super) fn new(dialect: Dialect, room: Option<RoomId>) -> Self {
        Self { dialect, room, random: Random::new(crate::random::seed()), last: HELLO }
    }

    /// A message with this body.
    pub(super) fn message(&mut self, body: &str) -> String {
        match self.dialect {
            Dialect::Plain => body.to_owned(),
            Dialect::SocketIo => format!(r#"42["m","{body}"]"#),
            Dialect::Nats => nats::message(body),
            Dialect::Hubbub => {
                let room = self.room.expect("Hubbub is spoken to in a room");
                self.message_to(room, body).1
            }
        }
    }

    /// A message to a room of Hubbub, and the number under which it will be answered.
    pub(super) fn message_to(&mut self, room: RoomId, body: &str) -> (u32, String) {
        self.last += 1;
        let nonce: Nonce = self.random.nonce();
        let command = SendMessage::new(room, nonce, body);
        (self.last, CommandFrame { id: self.last, command: command.into() }.encode())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(dialect: Dialect, payload: &str, expected: &Meaning) {
        let frame = Frame { opcode: dialect.opcode(), payload: payload.as_bytes() };
        let meaning = dialect.understand(&frame, &mut Reading::default()).expect("it is understood");
        assert_eq!(&meaning, expected, "{payload}");
    }

    #[test]
    fn messages_are_told_from_the_rest() {
        check(Dialect::Plain, "Good morning", &Meaning::Messages(1));
        check(Dialect::SocketIo, r#"42["m","Good morning"]"#, &Meaning::Messages(1));
        check(Dialect::SocketIo, r#"0{"sid":"x"}"#, &Meaning::Return("40"));
        check(Dialect::SocketIo, r#"40{"sid":"x"}"#, &Meaning::Ready);
        check(Dialect::Hubbub, r#"{"event":"log_appended","room":"x"}"#, &Meaning::Messages(1));
        check(Dialect::Hubbub, r#"{"event":"heartbeat","heads":[]}"#, &Meaning::Nothing);
        check(Dialect::Hubbub, r#"{"reply":1,"result":"welcome"}"#, &Meaning::Ready);
        check(Dialect::Hubbub, r#"{"reply":7,"result":"message_acknowledged"}"#, &Meaning::Answer);
    }

    #[test]
    fn a_refusal_ends_the_measurement() {
        let payload = br#"{"reply":7,"result":"refused","error":{"code":"rate_limited"}}"#;
        assert!(hubbub(payload).is_err());
    }

    #[test]
    fn an_answer_names_its_command() {
        assert_eq!(answered(br#"{"reply":4711,"result":"done"}"#), Some(4_711));
        assert_eq!(answered(br#"{"event":"heartbeat"}"#), None);
    }
}
