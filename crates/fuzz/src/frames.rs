//! Reading the bytes of a client: the same comes out however they were cut, and it is what a second reader, written
//! from RFC 6455 and without care for speed, makes of them.

mod reference;

use std::io::{self, Read};

use hubbub_protocol::limits;
use hubbub_websocket::{Incoming, Reader};

use crate::{choices::Choices, cost};

/// A limit that short inputs reach too.
const SMALL: usize = 200;
/// Sizes of pieces that an input may name.
const SIZES: usize = 16;

/// The first byte says how long messages may be and how many sizes follow; the rest is what the client sends.
pub(crate) fn check(input: &[u8]) {
    let mut choices = Choices::new(input);
    let first = choices.byte();
    let limit = if first & 0x80 == 0 { limits::FRAME } else { SMALL };
    let sizes: Vec<_> = choices.bytes(usize::from(first) % SIZES).iter().copied().map(usize::from).collect();
    let bytes = choices.rest();

    let (already_read, rest) = bytes.split_at(sizes.first().map_or(0, |size| bytes.len().min(*size)));
    let pieces = Pieces { rest, sizes: &sizes, next: 0, is_blocked: false };
    let in_pieces = cost::bounded(input.len(), || read(already_read, pieces, limit));
    let at_once = read(&[], Pieces { rest: bytes, sizes: &[], next: 0, is_blocked: false }, limit);
    assert_eq!(in_pieces, at_once, "it matters how the bytes were cut");
    assert_eq!(at_once, reference::read(bytes, limit), "the two readers differ");
}

/// Everything up to the end.
fn read(already_read: &[u8], mut source: Pieces, limit: usize) -> Vec<Incoming> {
    let mut reader = Reader::new(already_read.to_vec(), limit);
    let mut seen = Vec::new();
    loop {
        let Some(incoming) = reader.read(&mut source) else { continue };
        let is_last = matches!(incoming, Incoming::Goodbye(_) | Incoming::Unacceptable(_) | Incoming::Gone);
        seen.push(incoming);
        if is_last {
            return seen;
        }
    }
}

/// Gives bytes in pieces of these sizes, over and over, and blocks between them.
struct Pieces<'a> {
    rest: &'a [u8],
    sizes: &'a [usize],
    next: usize,
    is_blocked: bool,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(size) = self.sizes.get(self.next % self.sizes.len().max(1)) else {
            return self.rest.read(buffer);
        };
        if self.is_blocked && !self.rest.is_empty() {
            self.is_blocked = false;
            return Err(io::ErrorKind::WouldBlock.into());
        }
        (self.next, self.is_blocked) = (self.next + 1, true);
        let length = buffer.len().min((*size).max(1));
        self.rest.read(&mut buffer[..length])
    }
}
