//! What comes out for what goes in. The cases of RFC 6455 are tested where a socket is, in the server.

use std::collections::VecDeque;

use super::*;

/// A source that gives one piece at a time, blocks after each, and then ends.
struct Pieces(VecDeque<Option<Vec<u8>>>);

impl Pieces {
    fn new(pieces: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self(pieces.into_iter().flat_map(|piece| [Some(piece), None]).collect())
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(next) = self.0.pop_front() else { return Ok(0) };
        let Some(piece) = next else { return Err(io::ErrorKind::WouldBlock.into()) };
        let (now, later) = piece.split_at(piece.len().min(buffer.len()));
        buffer[..now.len()].copy_from_slice(now);
        if !later.is_empty() {
            self.0.push_front(Some(later.to_vec()));
        }
        Ok(now.len())
    }
}

/// A frame with a mask of zeros, which leaves the payload as it is.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("it is short");
    [&[first, 0x80 | length, 0, 0, 0, 0], payload].concat()
}

/// Everything that is read from these pieces, up to the end.
fn read(already_read: &[u8], pieces: impl IntoIterator<Item = Vec<u8>>) -> Vec<Incoming> {
    let (mut reader, mut source) = (Reader::new(already_read.to_vec(), 16), Pieces::new(pieces));
    let mut seen = Vec::new();
    loop {
        match reader.read(&mut source) {
            None => {}
            Some(last @ (Incoming::Goodbye(_) | Incoming::Unacceptable(_) | Incoming::Gone)) => {
                seen.push(last);
                return seen;
            }
            Some(incoming) => seen.push(incoming),
        }
    }
}

#[test]
fn what_is_read_does_not_depend_on_how_it_was_cut() {
    let bytes = [
        masked(0x81, b"hi"),
        masked(0x01, "K\u{e4}".as_bytes()),
        masked(0x89, b"?"),
        masked(0x80, b"se"),
        masked(0x82, &[0xff]),
        masked(0x8a, b""),
        masked(0x88, &1000_u16.to_be_bytes()),
    ]
    .concat();
    let expected = [
        Incoming::Text("hi".into()),
        Incoming::Control(vec![0x8a, 1, b'?'].into()),
        Incoming::Text("K\u{e4}se".into()),
        Incoming::Binary(vec![0xff].into()),
        Incoming::Control(Bytes::new()),
        Incoming::Goodbye(vec![0x88, 2, 3, 0xe8].into()),
    ];
    for size in 1..=bytes.len() {
        assert_eq!(read(b"", bytes.chunks(size).map(<[u8]>::to_vec)), expected, "in pieces of {size}");
        let (already_read, rest) = bytes.split_at(size);
        assert_eq!(read(already_read, [rest.to_vec()]), expected, "{size} bytes read already");
    }
}

#[test]
fn a_message_may_be_as_long_as_the_limit_and_no_longer() {
    let (longest, longer) = ([b'x'; 16], [b'x'; 17]);
    let expected = Incoming::Text("xxxxxxxxxxxxxxxx".into());
    assert_eq!(read(b"", [masked(0x81, &longest)]), [expected, Incoming::Gone]);
    assert_eq!(read(b"", [masked(0x81, &longer)]), [Incoming::Unacceptable(CloseCode::TooLarge)]);
    let in_two = [masked(0x01, &longest), masked(0x80, b"x")];
    assert_eq!(read(b"", in_two), [Incoming::Unacceptable(CloseCode::TooLarge)]);
}

#[test]
fn every_fault_has_its_close_code() {
    let check = |bytes: Vec<u8>, code| assert_eq!(read(b"", [bytes]), [Incoming::Unacceptable(code)]);
    check(masked(0x81, b"\xff"), CloseCode::InvalidPayload);
    check(masked(0x91, b"hi"), CloseCode::Protocol);
    check(vec![0x81, 2, b'h', b'i'], CloseCode::Protocol);
    check(vec![0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], CloseCode::TooLarge);
}

#[test]
fn an_end_without_goodbye_is_nobodys_fault() {
    assert_eq!(read(b"", [masked(0x81, b"hi")]), [Incoming::Text("hi".into()), Incoming::Gone]);
    assert_eq!(read(b"", [vec![0x81]]), [Incoming::Gone]);
}
