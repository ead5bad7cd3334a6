//! From bytes to what they mean.

use std::{
    io::{self, Read, Write},
    mem,
};

use bytes::Bytes;
use hubbub_protocol::CloseCode;
use tungstenite::{
    Message, Utf8Bytes,
    error::{Error, ProtocolError},
    protocol::{Role, WebSocketConfig, WebSocketContext},
};

/// Bytes read at once. They are reserved for every reader, also for one that waits.
const READ_BUFFER: usize = 512;

/// What came from a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// A text message.
    Text(Utf8Bytes),
    /// A binary message.
    Binary(Bytes),
    /// A ping or a pong, and the frame that answers it, which may be empty.
    Control(Bytes),
    /// The client closed; with the frame that answers it.
    Goodbye(Bytes),
    /// Something no client may send; nothing more can be read.
    Unacceptable(CloseCode),
    /// The bytes have ended.
    Gone,
}

/// Reads the messages of one client, in their order.
#[derive(Debug)]
pub struct Reader {
    context: WebSocketContext,
}

impl Reader {
    /// Begins with what was read already. No frame and no message may have more than `limit` bytes.
    pub fn new(already_read: Vec<u8>, limit: usize) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_message_size(Some(limit))
            .max_frame_size(Some(limit));
        Self { context: WebSocketContext::from_partially_read(already_read, Role::Server, Some(config)) }
    }

    /// The next thing that came; `None` as long as `source` would block before it is whole.
    pub fn read(&mut self, source: &mut impl Read) -> Option<Incoming> {
        let mut pipe = Pipe { source, answer: Vec::new() };
        let incoming = match self.context.read(&mut pipe) {
            Ok(Message::Text(text)) => Incoming::Text(text),
            Ok(Message::Binary(bytes)) => Incoming::Binary(bytes),
            Ok(message) => {
                // Writing into memory cannot fail; what fails is told by the next read.
                let _ = self.context.flush(&mut pipe);
                let answer = Bytes::from(mem::take(&mut pipe.answer));
                if message.is_close() { Incoming::Goodbye(answer) } else { Incoming::Control(answer) }
            }
            Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => return None,
            Err(error) => close_code(&error).map_or(Incoming::Gone, Incoming::Unacceptable),
        };
        Some(incoming)
    }
}

/// The close code for an error while reading; `None` when nobody is there to hear it.
///
/// tungstenite only reports such an error and leaves it to us to send the close frame.
fn close_code(error: &Error) -> Option<CloseCode> {
    match error {
        Error::Capacity(_) => Some(CloseCode::TooLarge),
        Error::Utf8(_) => Some(CloseCode::InvalidPayload),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
        Error::Protocol(_) | Error::AttackAttempt => Some(CloseCode::Protocol),
        _ => None,
    }
}

/// Reads from the source and writes into memory.
struct Pipe<'a, R> {
    source: &'a mut R,
    answer: Vec<u8>,
}

impl<R: Read> Read for Pipe<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source.read(buffer)
    }
}

impl<R> Write for Pipe<'_, R> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.answer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
