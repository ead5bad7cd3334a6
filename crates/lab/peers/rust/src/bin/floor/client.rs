//! One client of the floor.

use std::io::{ErrorKind, Read as _, Write as _};

use mio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::frame::{self, Read};

/// A client, before and after its handshake.
pub(super) struct Client {
    stream: TcpStream,
    /// What came and is not whole yet.
    partial: Vec<u8>,
    /// What the kernel did not take yet.
    waiting: Vec<u8>,
    listens: bool,
    gone: bool,
}

impl Client {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, partial: Vec::new(), waiting: Vec::new(), listens: false, gone: false }
    }

    pub(super) const fn is_gone(&self) -> bool {
        self.gone
    }

    /// Reads what is there and adds what was said to `came`.
    pub(super) fn read(&mut self, buffer: &mut [u8], came: &mut Vec<u8>) {
        while !self.gone {
            let length = match self.stream.read(buffer) {
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => 0,
            };
            self.gone = length == 0;
            if self.partial.is_empty() {
                self.take(&mut buffer[..length], came);
            } else {
                let mut whole = std::mem::take(&mut self.partial);
                whole.extend(&buffer[..length]);
                self.take(&mut whole, came);
            }
            // A read that did not fill the buffer has emptied the socket; what comes next wakes us again.
            if length < buffer.len() {
                return;
            }
        }
    }

    /// Sends frames, or keeps what the kernel does not take.
    pub(super) fn write(&mut self, frames: &[u8]) {
        if !self.listens || self.gone {
            return;
        }
        if !self.waiting.is_empty() {
            self.waiting.extend(frames);
            return;
        }
        match self.stream.write(frames) {
            Ok(written) => self.waiting.extend(&frames[written..]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => self.waiting.extend(frames),
            Err(_) => self.gone = true,
        }
    }

    /// The kernel takes bytes again.
    pub(super) fn write_on(&mut self) {
        while !self.waiting.is_empty() {
            match self.stream.write(&self.waiting) {
                Ok(written) => drop(self.waiting.drain(..written)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => {
                    self.gone = true;
                    return;
                }
            }
        }
        self.waiting = Vec::new();
    }

    fn take(&mut self, bytes: &mut [u8], came: &mut Vec<u8>) {
        if !self.listens {
            match shake_hands(bytes) {
                Some(answer) => {
                    self.listens = true;
                    self.write(&answer);
                }
                None => self.partial.extend(&*bytes),
            }
            return;
        }
        let mut start = 0;
        loop {
            match frame::read(&mut bytes[start..]) {
                Read::Text(text, used) => {
                    frame::write(text, came);
                    start += used;
                }
                Read::Other(used) => start += used,
                Read::Close => {
                    self.gone = true;
                    return;
                }
                Read::Partial => break,
            }
        }
        self.partial.extend(&bytes[start..]);
    }
}

/// The answer to a whole upgrade request.
fn shake_hands(request: &[u8]) -> Option<Vec<u8>> {
    let request = std::str::from_utf8(request).ok()?.strip_suffix("\r\n\r\n")?;
    let key = request.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("sec-websocket-key").then(|| value.trim())
    })?;
    let accept = derive_accept_key(key.as_bytes());
    let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    Some(format!("{head}Sec-WebSocket-Accept: {accept}\r\n\r\n").into_bytes())
}
