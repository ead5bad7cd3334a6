//! The WebSocket byte by byte, for what no library would send.

use std::{collections::VecDeque, fmt::Write as _};

use anyhow::{Context, Result, ensure};
use hubbub_protocol::{SUBPROTOCOL, path};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

use crate::server::{Server, Session};

const MASK: [u8; 4] = [0x12, 0x34, 0x56, 0x78];
const FINAL: u8 = 0x80;

/// A frame to be sent, right or wrong in any way.
#[derive(Debug, Clone)]
pub struct Frame {
    first: u8,
    masked: bool,
    declared: Option<u64>,
    payload: Vec<u8>,
}

impl Frame {
    /// A whole, masked frame with this opcode.
    pub fn new(opcode: u8, payload: impl Into<Vec<u8>>) -> Self {
        Self { first: FINAL | opcode, masked: true, declared: None, payload: payload.into() }
    }

    /// A whole, masked text frame.
    pub fn text(payload: impl Into<Vec<u8>>) -> Self {
        Self::new(1, payload)
    }

    /// More of the message follows.
    #[must_use]
    pub fn unfinished(mut self) -> Self {
        self.first &= !FINAL;
        self
    }

    /// With reserved bits set.
    #[must_use]
    pub fn reserved(mut self, bits: u8) -> Self {
        self.first |= bits << 4;
        self
    }

    /// Without the mask that a client must use.
    #[must_use]
    pub fn unmasked(mut self) -> Self {
        self.masked = false;
        self
    }

    /// Claims another length than it has.
    #[must_use]
    pub fn declaring(mut self, length: u64) -> Self {
        self.declared = Some(length);
        self
    }

    /// The frame on the wire.
    pub fn bytes(&self) -> Vec<u8> {
        let mask_bit = if self.masked { 0x80 } else { 0 };
        let mut bytes = vec![self.first];
        let length = self.declared.unwrap_or(self.payload.len() as u64);
        match (u8::try_from(length), u16::try_from(length)) {
            (Ok(short @ 0..126), _) => bytes.push(mask_bit + short),
            (_, Ok(medium)) => {
                bytes.push(mask_bit + 126);
                bytes.extend(medium.to_be_bytes());
            }
            _ => {
                bytes.push(mask_bit + 127);
                bytes.extend(length.to_be_bytes());
            }
        }
        if self.masked {
            bytes.extend(MASK);
            bytes.extend(self.payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        } else {
            bytes.extend(&self.payload);
        }
        bytes
    }
}

/// What the server sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// A text frame.
    Text(String),
    /// A pong.
    Pong,
    /// A close frame with this code, 1005 if it has none.
    Close(u16),
    /// Any other frame.
    Other(u8),
}

/// What came of an upgrade.
#[derive(Debug)]
pub enum Upgrade {
    /// The server switched to WebSocket frames.
    Switched(RawSocket),
    /// It answered as an HTTP server, with this status.
    Answered(u16),
}

/// A connection after the switch.
#[derive(Debug)]
pub struct RawSocket {
    /// Receives what the server sends.
    pub reader: RawReader,
    /// Sends anything.
    pub writer: OwnedWriteHalf,
}

/// The receiving half.
#[derive(Debug)]
pub struct RawReader {
    stream: OwnedReadHalf,
    buffer: VecDeque<u8>,
}

/// Asks for the socket with exactly these headers besides the ones that RFC 6455 requires.
pub async fn upgrade(server: Server, headers: &[(&str, &str)]) -> Result<Upgrade> {
    let address = server.address();
    let mut head = format!(
        "GET {} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: aHViYnViLWxhYi1rZXktMQ==\r\n",
        path::WS
    );
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n"); // Writing to a string cannot fail.
    }
    head.push_str("\r\n");
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    stream.write_all(head.as_bytes()).await?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        ensure!(answer.len() < 16 * 1024, "the head of the answer does not end");
        answer.push(stream.read_u8().await.context("the server hung up during the upgrade")?);
    }
    let status = answer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
    match status.context("the answer is not HTTP")? {
        101 => {
            let (reader, writer) = stream.into_split();
            Ok(Upgrade::Switched(RawSocket { reader: RawReader { stream: reader, buffer: VecDeque::new() }, writer }))
        }
        status => Ok(Upgrade::Answered(status)),
    }
}

/// Opens the socket as a well-behaved bot would.
pub async fn open(session: &Session) -> Result<RawSocket> {
    let bearer = format!("Bearer {}", session.token);
    let headers = [("Authorization", bearer.as_str()), ("Sec-WebSocket-Protocol", SUBPROTOCOL)];
    match upgrade(session.server, &headers).await? {
        Upgrade::Switched(socket) => Ok(socket),
        Upgrade::Answered(status) => anyhow::bail!("the upgrade was answered with {status}"),
    }
}

impl RawReader {
    /// The next frame; `None` when the connection has ended, cleanly or not.
    pub async fn next(&mut self) -> Option<Received> {
        loop {
            if let Some((received, length)) = parse(self.buffer.make_contiguous()) {
                self.buffer.drain(..length);
                return Some(received);
            }
            let mut chunk = [0; 4096];
            match self.stream.read(&mut chunk).await {
                Ok(0) | Err(_) => return None,
                Ok(read) => self.buffer.extend(&chunk[..read]),
            }
        }
    }
}

/// The frame at the start, and its length on the wire; `None` while it is not whole.
fn parse(bytes: &[u8]) -> Option<(Received, usize)> {
    let (first, second) = (bytes.first()?, bytes.get(1)?);
    let (length, start) = match second & 0x7f {
        126 => (u64::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)), 4),
        127 => (u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?), 10),
        short => (u64::from(short), 2),
    };
    let end = start + usize::try_from(length).ok()?;
    let payload = bytes.get(start..end)?;
    let received = match first & 0x0f {
        1 => Received::Text(String::from_utf8_lossy(payload).into_owned()),
        8 => Received::Close(payload.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code))),
        10 => Received::Pong,
        opcode => Received::Other(opcode),
    };
    Some((received, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_masked_and_carries_its_length() {
        assert_eq!(Frame::text("A").bytes(), [0x81, 0x81, 0x12, 0x34, 0x56, 0x78, b'A' ^ 0x12]);
        assert_eq!(Frame::text("A").unmasked().bytes(), [0x81, 1, b'A']);
        assert_eq!(Frame::text([0; 200]).unmasked().bytes()[..4], [0x81, 126, 0, 200]);
        assert_eq!(Frame::text(vec![0; 70_000]).unmasked().bytes()[..10], [0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70]);
    }

    #[test]
    fn a_frame_can_be_wrong() {
        assert_eq!(Frame::new(9, "").unfinished().unmasked().bytes(), [9, 0]);
        assert_eq!(Frame::text("").reserved(0b100).unmasked().bytes(), [0xc1, 0]);
        assert_eq!(Frame::text("A").declaring(1 << 30).unmasked().bytes()[..6], [0x81, 127, 0, 0, 0, 0]);
    }

    #[test]
    fn what_the_server_sends_is_read_frame_by_frame() {
        assert_eq!(parse(&[0x88, 2, 0x03, 0xf1]), Some((Received::Close(1009), 4)));
        assert_eq!(parse(&[0x81, 2, b'h', b'i', 0x8a]), Some((Received::Text("hi".to_owned()), 4)));
        assert_eq!(parse(&[0x81, 2, b'h']), None);
    }
}
