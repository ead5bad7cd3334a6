//! Frames as RFC 6455 wants them from a server, and what they are written to.

use std::{
    fmt,
    io::{self, IoSlice},
    os::fd::BorrowedFd,
};

use bytes::Bytes;
use hubbub_protocol::{CloseCode, ServerFrame};

const TEXT: u8 = 1;
const CLOSE: u8 = 8;
/// The frame is the whole message.
const FIN: u8 = 0x80;
/// A server masks nothing, so this is the longest: two bytes, and a length of eight.
const LONGEST_HEADER: usize = 10;

/// Where the frames of one connection go. It never waits.
pub trait Wire: Send + Sync {
    /// Writes as much of these as can be taken at once, in this order; `WouldBlock` when that is nothing.
    fn write(&self, frames: &[IoSlice<'_>]) -> io::Result<usize>;

    /// The socket that it writes to, where it is one and may be written to without it.
    fn socket(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}

impl fmt::Debug for dyn Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

/// A text frame, which is encoded once for everybody who gets it.
pub(crate) fn text(content: &ServerFrame) -> Bytes {
    frame(TEXT, content.encode().as_bytes())
}

/// A ping without a payload.
pub const fn ping() -> Bytes {
    Bytes::from_static(&[FIN | 9, 0])
}

/// The frame that ends a connection, and says why.
pub fn close(code: CloseCode) -> Bytes {
    frame(CLOSE, &code.code().to_be_bytes())
}

/// A whole message of this opcode in one frame.
pub fn frame(opcode: u8, payload: &[u8]) -> Bytes {
    let mut frame = Vec::with_capacity(LONGEST_HEADER + payload.len());
    frame.push(FIN | opcode);
    // The shortest form of the length is the only one allowed.
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length @ 0..126), _) => frame.push(length),
        (_, Ok(length)) => {
            frame.push(126);
            frame.extend_from_slice(&length.to_be_bytes());
        }
        _ => {
            frame.push(127);
            frame.extend_from_slice(&(payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(payload);
    frame.into()
}

/// The payload of a frame of ours, and what follows it.
#[cfg(test)]
pub(crate) fn split(frame: &[u8]) -> (&[u8], &[u8]) {
    let (start, length) = match frame[1] {
        126 => (4, usize::from(u16::from_be_bytes([frame[2], frame[3]]))),
        127 => (10, usize::try_from(u64::from_be_bytes(frame[2..10].try_into().expect("8 bytes"))).expect("it fits")),
        short => (2, usize::from(short)),
    };
    frame[start..].split_at(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_take_the_shortest_form() {
        let header = |length: usize| {
            let frame = frame(TEXT, &vec![b'x'; length]);
            assert_eq!(split(&frame), (vec![b'x'; length].as_slice(), [].as_slice()));
            frame[..frame.len() - length].to_vec()
        };
        assert_eq!(header(0), [0x81, 0]);
        assert_eq!(header(125), [0x81, 125]);
        assert_eq!(header(126), [0x81, 126, 0, 126]);
        assert_eq!(header(0xffff), [0x81, 126, 0xff, 0xff]);
        assert_eq!(header(0x1_0000), [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
    }

    #[test]
    fn a_close_carries_its_code() {
        assert_eq!(close(CloseCode::SlowConsumer)[..], [0x88, 2, 0x11, 0x38]);
    }
}
