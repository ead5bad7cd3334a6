//! A second reader: the rules of RFC 6455 one after the other, over bytes that are all there.

use hubbub_protocol::CloseCode;
use hubbub_websocket::Incoming;

const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;
const FIN: u8 = 0x80;
/// The longest payload of a control frame.
const CONTROL: usize = 125;

struct Frame {
    is_final: bool,
    has_reserved_bits: bool,
    opcode: u8,
    is_masked: bool,
    payload: Vec<u8>,
}

/// A message of which not everything has come.
struct Begun {
    is_text: bool,
    payload: Vec<u8>,
}

/// Everything up to the end of the bytes or of the connection.
pub(super) fn read(mut bytes: &[u8], limit: usize) -> Vec<Incoming> {
    let (mut seen, mut begun) = (Vec::new(), None);
    loop {
        let incoming = match take(&mut bytes, limit) {
            Ok(None) => Some(Incoming::Gone),
            Ok(Some(frame)) => understand(frame, &mut begun, limit).unwrap_or_else(|code| Some(unacceptable(code))),
            Err(code) => Some(unacceptable(code)),
        };
        let is_last = matches!(incoming, Some(Incoming::Goodbye(_) | Incoming::Unacceptable(_) | Incoming::Gone));
        seen.extend(incoming);
        if is_last {
            return seen;
        }
    }
}

fn unacceptable(code: CloseCode) -> Incoming {
    Incoming::Unacceptable(code)
}

/// The next frame; `None` when it is not whole. What its head says is judged as soon as that is whole.
fn take(bytes: &mut &[u8], limit: usize) -> Result<Option<Frame>, CloseCode> {
    let mut rest = *bytes;
    let mut next = |length: usize| rest.split_off(..length);
    let Some(&[first, second]) = next(2) else { return Ok(None) };
    let length = match second & 0x7f {
        126 => next(2).map(|length| length.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))),
        127 => next(8).map(|length| length.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))),
        short => Some(short.into()),
    };
    let Some(length) = length else { return Ok(None) };
    let is_masked = second & 0x80 != 0;
    let Some(mask) = next(if is_masked { 4 } else { 0 }) else { return Ok(None) };
    let opcode = first & 0x0f;
    if !matches!(opcode, 0..=BINARY | CLOSE..=PONG) {
        return Err(CloseCode::Protocol);
    }
    let length = usize::try_from(length).ok().filter(|length| *length <= limit).ok_or(CloseCode::TooLarge)?;
    let Some(payload) = next(length) else { return Ok(None) };
    let unmask = |(index, byte): (usize, &u8)| byte ^ mask.get(index % 4).unwrap_or(&0);
    let payload = payload.iter().enumerate().map(unmask).collect();
    *bytes = rest;
    Ok(Some(Frame { is_final: first & FIN != 0, has_reserved_bits: first & 0x70 != 0, opcode, is_masked, payload }))
}

fn understand(frame: Frame, begun: &mut Option<Begun>, limit: usize) -> Result<Option<Incoming>, CloseCode> {
    let Frame { is_final, has_reserved_bits, opcode, is_masked, payload } = frame;
    if !is_masked || has_reserved_bits {
        return Err(CloseCode::Protocol);
    }
    if opcode >= CLOSE {
        return if is_final && payload.len() <= CONTROL {
            control(opcode, &payload).map(Some)
        } else {
            Err(CloseCode::Protocol)
        };
    }
    let mut message = match (opcode, begun.take()) {
        (TEXT | BINARY, None) => Begun { is_text: opcode == TEXT, payload: Vec::new() },
        (0, Some(begun)) => begun,
        _ => return Err(CloseCode::Protocol),
    };
    if message.payload.len() + payload.len() > limit {
        return Err(CloseCode::TooLarge);
    }
    message.payload.extend(payload);
    if message.is_text && !is_text(&message.payload, is_final) {
        return Err(CloseCode::InvalidPayload);
    }
    if !is_final {
        *begun = Some(message);
        return Ok(None);
    }
    Ok(Some(match String::from_utf8(message.payload) {
        Ok(text) if message.is_text => Incoming::Text(text.into()),
        Ok(text) => Incoming::Binary(text.into()),
        Err(error) => Incoming::Binary(error.into_bytes().into()),
    }))
}

/// Whether it is UTF-8, or still may become it.
fn is_text(bytes: &[u8], is_whole: bool) -> bool {
    match str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => !is_whole && error.error_len().is_none(),
    }
}

fn control(opcode: u8, payload: &[u8]) -> Result<Incoming, CloseCode> {
    match opcode {
        PING => Ok(Incoming::Control(answer(PONG, payload).into())),
        PONG => Ok(Incoming::Control(Vec::new().into())),
        _ => close(payload).map(|answered| Incoming::Goodbye(answer(CLOSE, &answered).into())),
    }
}

/// What a close is answered with.
fn close(payload: &[u8]) -> Result<Vec<u8>, CloseCode> {
    match payload {
        [] => Ok(Vec::new()),
        [_] => Err(CloseCode::Protocol),
        [high, low, reason @ ..] => {
            if str::from_utf8(reason).is_err() {
                return Err(CloseCode::InvalidPayload);
            }
            Ok(match u16::from_be_bytes([*high, *low]) {
                1000..=1003 | 1007..=1013 | 3000..=4999 => payload.to_vec(),
                _ => [&CloseCode::Protocol.code().to_be_bytes(), b"Protocol violation".as_slice()].concat(),
            })
        }
    }
}

fn answer(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a control frame is short");
    [&[FIN | opcode, length], payload].concat()
}
