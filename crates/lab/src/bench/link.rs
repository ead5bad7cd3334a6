//! One connection of the load.

use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::SocketAddr,
};

use anyhow::{Context, Result, bail, ensure};
use mio::net::TcpStream;

use super::{
    dialect::{Dialect, Meaning, Reading},
    frame,
};

/// What a connection heard.
#[derive(Debug)]
pub(super) enum Heard<'a> {
    /// It is ready: it hears messages from now on.
    Ready,
    /// So many messages; what the frame holds.
    Messages(u32, &'a [u8]),
    /// The answer to a command.
    Answer(&'a [u8]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The request is on its way, or waits for the connection.
    Opening,
    /// The socket is open.
    Greeting,
    /// Messages are heard.
    Ready,
}

/// A connection from its first byte on.
#[derive(Debug)]
pub(super) struct Link {
    stream: TcpStream,
    dialect: Dialect,
    stage: Stage,
    state: Reading,
    /// What came and is not a whole frame yet.
    partial: Vec<u8>,
    /// What is to be sent and was not taken by the kernel.
    unsent: Vec<u8>,
}

impl Link {
    /// Begins to connect; the upgrade goes out as soon as the connection stands.
    pub(super) fn open(address: SocketAddr, dialect: Dialect, token: Option<&str>) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        let unsent = dialect.request(address, token).into_bytes();
        Ok(Self { stream, dialect, stage: Stage::Opening, state: Reading::default(), partial: Vec::new(), unsent })
    }

    pub(super) const fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Sends a message or command.
    pub(super) fn say(&mut self, text: &str) -> Result<()> {
        self.send(self.dialect.opcode(), text.as_bytes());
        self.write_on()
    }

    /// Takes what is to be said without sending it yet, so that several go out in one write.
    pub(super) fn prepare(&mut self, text: &str) {
        self.send(self.dialect.opcode(), text.as_bytes());
    }

    /// Writes what waits.
    pub(super) fn write_on(&mut self) -> Result<()> {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(written) => drop(self.unsent.drain(..written)),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected) => return Ok(()),
                Err(error) => return Err(error).context("a client cannot write"),
            }
        }
        if self.unsent.capacity() > 4_096 {
            self.unsent = Vec::new();
        }
        Ok(())
    }

    /// The connection may stand now: from here on delays of small writes are switched off.
    pub(super) fn writable(&mut self) -> Result<()> {
        if self.stage == Stage::Opening {
            if let Some(error) = self.stream.take_error()? {
                return Err(error).context("a client cannot connect");
            }
            self.stream.set_nodelay(true)?;
        }
        self.write_on()
    }

    /// Reads what is there.
    pub(super) fn read(&mut self, buffer: &mut [u8], hear: &mut impl FnMut(Heard<'_>) -> Result<()>) -> Result<()> {
        loop {
            let length = match self.stream.read(buffer) {
                Ok(0) => bail!("the server closed a connection"),
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error).context("a client cannot read"),
            };
            if self.partial.is_empty() {
                self.take(&buffer[..length], hear)?;
            } else {
                let mut whole = std::mem::take(&mut self.partial);
                whole.extend(&buffer[..length]);
                self.take(&whole, hear)?;
            }
            // A read that did not fill the buffer has emptied the socket; what comes next wakes us again.
            if length < buffer.len() {
                return Ok(());
            }
        }
    }

    fn take(&mut self, mut bytes: &[u8], hear: &mut impl FnMut(Heard<'_>) -> Result<()>) -> Result<()> {
        if self.stage == Stage::Opening {
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
                self.partial.extend(bytes);
                return Ok(());
            };
            let answer = String::from_utf8_lossy(&bytes[..end]);
            ensure!(answer.starts_with("HTTP/1.1 101"), "the server did not open the socket: {answer}");
            self.opened(hear)?;
            bytes = &bytes[end + 4..];
        }
        while let Some((frame, rest)) = frame::split(bytes) {
            match frame.opcode {
                frame::TEXT | frame::BINARY => match self.dialect.understand(&frame, &mut self.state)? {
                    Meaning::Messages(count) => hear(Heard::Messages(count, frame.payload))?,
                    Meaning::Answer => hear(Heard::Answer(frame.payload))?,
                    Meaning::Ready => self.ready(hear)?,
                    Meaning::Return(text) => self.say(text)?,
                    Meaning::Nothing => {}
                },
                frame::PING => self.answer_ping(frame.payload)?,
                frame::CLOSE => bail!("the server closed a connection: {}", reason(frame.payload)),
                _ => {}
            }
            bytes = rest;
        }
        self.partial.extend(bytes);
        Ok(())
    }

    fn opened(&mut self, hear: &mut impl FnMut(Heard<'_>) -> Result<()>) -> Result<()> {
        self.stage = Stage::Greeting;
        if self.dialect.ready_at_once() {
            return self.ready(hear);
        }
        self.dialect.greeting().map_or(Ok(()), |greeting| self.say(&greeting))
    }

    fn ready(&mut self, hear: &mut impl FnMut(Heard<'_>) -> Result<()>) -> Result<()> {
        self.stage = Stage::Ready;
        hear(Heard::Ready)
    }

    fn answer_ping(&mut self, payload: &[u8]) -> Result<()> {
        self.send(frame::PONG, payload);
        self.write_on()
    }

    fn send(&mut self, opcode: u8, payload: &[u8]) {
        frame::write(opcode, payload, &mut self.unsent);
    }
}

/// The code and the text of a close frame.
fn reason(payload: &[u8]) -> String {
    let code = payload.first_chunk().map_or(1_005, |code| u16::from_be_bytes(*code));
    format!("{code} {}", String::from_utf8_lossy(payload.get(2..).unwrap_or_default()))
}
