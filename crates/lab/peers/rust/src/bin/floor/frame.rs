//! WebSocket frames, as far as the floor needs them.

const FINAL: u8 = 0x80;
const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const MASKED: u8 = 0x80;

/// The first frame of a client.
pub(super) enum Read<'a> {
    /// The text of this many bytes of frame.
    Text(&'a [u8], usize),
    /// So many bytes that mean nothing here.
    Other(usize),
    /// The client wants to go.
    Close,
    /// The frame is not whole yet.
    Partial,
}

/// Reads the first frame in place: the payload is unmasked where it lies.
pub(super) fn read(bytes: &mut [u8]) -> Read<'_> {
    let Some((head, length)) = head(bytes) else { return Read::Partial };
    let masked = bytes[1] & MASKED != 0;
    let start = head + if masked { 4 } else { 0 };
    let end = start + length;
    if bytes.len() < end {
        return Read::Partial;
    }
    let opcode = bytes[0] & 0x0f;
    let (before, payload) = bytes[..end].split_at_mut(start);
    if masked {
        for (byte, mask) in payload.iter_mut().zip(before[head..].iter().cycle()) {
            *byte ^= mask;
        }
    }
    match opcode {
        TEXT => Read::Text(payload, end),
        CLOSE => Read::Close,
        _ => Read::Other(end),
    }
}

/// Adds a text frame of a server.
pub(super) fn write(text: &[u8], frames: &mut Vec<u8>) {
    frames.push(FINAL | TEXT);
    match (u8::try_from(text.len()), u16::try_from(text.len())) {
        (Ok(short @ 0..126), _) => frames.push(short),
        (_, Ok(medium)) => {
            frames.push(126);
            frames.extend(medium.to_be_bytes());
        }
        _ => {
            frames.push(127);
            frames.extend((text.len() as u64).to_be_bytes());
        }
    }
    frames.extend(text);
}

/// The length of the first frame of a server, if it is whole.
pub(super) fn whole(frames: &[u8]) -> Option<usize> {
    let (head, length) = head(frames)?;
    let end = head + length;
    (frames.len() >= end).then_some(end)
}

/// How long the head is without its mask, and how long it says that the payload is.
fn head(bytes: &[u8]) -> Option<(usize, usize)> {
    let short = usize::from(*bytes.get(1)? & !MASKED);
    match short {
        126 => Some((4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)))),
        127 => Some((10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?)),
        short => Some((2, short)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_says_is_unmasked_and_framed_anew() {
        let mut said = vec![FINAL | TEXT, MASKED | 2, 1, 2, 3, 4, b'h' ^ 1, b'i' ^ 2, 0xff];
        let Read::Text(text, used) = read(&mut said) else { panic!("it is a text frame") };
        assert_eq!((text, used), (b"hi".as_slice(), 8));
        let mut frames = Vec::new();
        write(text, &mut frames);
        assert_eq!(frames, [FINAL | TEXT, 2, b'h', b'i']);
        assert_eq!(whole(&frames), Some(4));
    }

    #[test]
    fn a_frame_is_read_only_when_it_is_whole() {
        assert!(matches!(read(&mut [FINAL | TEXT]), Read::Partial));
        assert!(matches!(read(&mut [FINAL | TEXT, MASKED | 2, 1, 2, 3, 4, 5]), Read::Partial));
        assert_eq!(whole(&[FINAL | TEXT, 126, 0]), None);
    }

    #[test]
    fn every_length_is_written_as_it_is_read() {
        for length in [0, 125, 126, 65_535, 65_536] {
            let mut frames = Vec::new();
            write(&vec![b'a'; length], &mut frames);
            assert_eq!(whole(&frames), Some(frames.len()), "{length} bytes");
        }
    }
}
