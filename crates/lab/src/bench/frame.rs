//! WebSocket frames as the load reads and writes them: counted, hardly looked into.

const FINAL: u8 = 0x80;
const MASKED: u8 = 0x80;
/// In place of a length: two bytes of it follow.
const MEDIUM: u8 = 0x7e;
/// In place of a length: eight bytes of it follow.
const LONG: u8 = 0x7f;
const KEY: [u8; 4] = [0x5a, 0x13, 0xc4, 0x7e];

/// A frame with text.
pub(super) const TEXT: u8 = 1;
/// A frame with bytes.
pub(super) const BINARY: u8 = 2;
/// The end of the connection.
pub(super) const CLOSE: u8 = 8;
/// A question whether we are there.
pub(super) const PING: u8 = 9;
/// Its answer.
pub(super) const PONG: u8 = 10;

/// A whole frame of a server.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    /// What it is.
    pub(super) opcode: u8,
    /// What it holds.
    pub(super) payload: &'a [u8],
}

/// Splits the first frame off; `None` while it is not whole.
pub(super) fn split(bytes: &[u8]) -> Option<(Frame<'_>, &[u8])> {
    let (&first, &second) = (bytes.first()?, bytes.get(1)?);
    let (head, length): (usize, usize) = match second & !MASKED {
        MEDIUM => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        LONG => (10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?),
        short => (2, usize::from(short)),
    };
    let payload = bytes.get(head..head.checked_add(length)?)?;
    Some((Frame { opcode: first & 0x0f, payload }, &bytes[head + length..]))
}

/// Adds a masked frame, as clients send them.
pub(super) fn write(opcode: u8, payload: &[u8], frames: &mut Vec<u8>) {
    frames.push(FINAL | opcode);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(short @ 0..MEDIUM), _) => frames.push(MASKED | short),
        (_, Ok(medium)) => {
            frames.push(MASKED | MEDIUM);
            frames.extend(medium.to_be_bytes());
        }
        _ => {
            frames.push(MASKED | LONG);
            frames.extend((payload.len() as u64).to_be_bytes());
        }
    }
    frames.extend(KEY);
    frames.extend(payload.iter().zip(KEY.iter().cycle()).map(|(byte, key)| byte ^ key));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_server(payload: &[u8]) -> Vec<u8> {
        let mut frame = Vec::new();
        write(TEXT, payload, &mut frame);
        let head = frame.len() - payload.len() - KEY.len();
        frame[1] &= !MASKED;
        frame.truncate(head);
        frame.extend(payload);
        frame
    }

    #[test]
    fn frames_in_one_read_are_told_apart() {
        let bytes = [from_server(b"hi"), from_server(&[b'a'; 200]), from_server(&vec![b'b'; 70_000])].concat();
        let (mut rest, mut lengths) = (bytes.as_slice(), Vec::new());
        while let Some((frame, after)) = split(rest) {
            assert_eq!(frame.opcode, TEXT);
            lengths.push(frame.payload.len());
            rest = after;
        }
        assert_eq!((lengths, rest.len()), (vec![2, 200, 70_000], 0));
    }

    #[test]
    fn a_frame_that_is_cut_anywhere_is_waited_for() {
        let whole = from_server(&[b'a'; 200]);
        for cut in 0..whole.len() {
            assert_eq!(split(&whole[..cut]), None, "cut after {cut} bytes");
        }
        assert!(split(&whole).is_some());
    }
}
