//! Bytes that no good client sends, on a real socket, each with the close code it deserves.

use std::time::Duration;

use axum::{Router, extract::Request, routing};
use hubbub_protocol::{CloseCode, limits};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};

use super::{
    super::{handshake, open},
    Scene, hello,
};
use crate::{
    lifecycle::Shutdown,
    listen::{Limits, Listener},
};

const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const FIN: u8 = 0x80;

/// A client that writes bytes as it likes.
struct Client {
    stream: TcpStream,
    _server: JoinSet<()>,
    _scene: Scene,
}

impl Client {
    async fn new() -> Self {
        let scene = Scene::new().await;
        let (realtime, ada) = (scene.realtime.clone(), scene.ada.clone());
        let handler = move |mut request: Request| async move {
            let permit = realtime.admit(ada.id()).expect("there is a place");
            let handshake = handshake::check(&mut request).expect("it is a handshake");
            open(handshake, &Shutdown::default(), realtime, ada, permit)
        };
        let listener = Listener::bind(([127, 0, 0, 1], 0).into()).await.expect("a port is free");
        let address = listener.address();
        let mut server = JoinSet::new();
        server.spawn(async move {
            let limits = Limits { connections: 4, header_timeout: Duration::from_secs(5) };
            listener.serve(Router::new().route("/ws", routing::get(handler)), limits, &Shutdown::default()).await;
        });
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        let request = "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Sec-WebSocket-Protocol: hubbub.v1.json\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
        stream.write_all(request.as_bytes()).await.expect("it reads");
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.expect("it answers"));
        }
        let answer = String::from_utf8(answer).expect("headers are text").to_lowercase();
        assert!(answer.starts_with("http/1.1 101"), "{answer}");
        assert!(answer.contains("sec-websocket-protocol: hubbub.v1.json"), "{answer}");
        assert!(!answer.contains("permessage-deflate"), "compression is never negotiated");
        Self { stream, _server: server, _scene: scene }
    }

    /// Writes bytes; a server that has closed already need not take them all.
    async fn writes(&mut self, bytes: &[u8]) {
        drop(self.stream.write_all(bytes).await);
    }

    /// The next frame: its opcode and payload. `None` at the end of the stream.
    async fn frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let opcode = self.stream.read_u8().await.ok()? & 0x0f;
        let length = match self.stream.read_u8().await.ok()? {
            126 => self.stream.read_u16().await.ok()?.into(),
            127 => self.stream.read_u64().await.ok()?,
            short => short.into(),
        };
        let mut payload = vec![0; usize::try_from(length).expect("it is small")];
        self.stream.read_exact(&mut payload).await.ok()?;
        Some((opcode, payload))
    }

    /// The code of the close frame that the server sends.
    async fn close_code(mut self) -> Option<u16> {
        let closed = async {
            while let Some((opcode, payload)) = self.frame().await {
                if opcode == CLOSE {
                    return Some(u16::from_be_bytes([*payload.first()?, *payload.get(1)?]));
                }
            }
            None
        };
        timeout(Duration::from_secs(20), closed).await.expect("the server does something about it")
    }
}

/// A frame with a mask of zeros, which leaves the payload as it is.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = header(first, payload.len() as u64, true);
    frame.extend_from_slice(payload);
    frame
}

fn header(first: u8, length: u64, is_masked: bool) -> Vec<u8> {
    let mask = if is_masked { 0x80 } else { 0 };
    let mut header = vec![first];
    match length {
        0..126 => header.push(mask | u8::try_from(length).expect("it is short")),
        126..0x1_0000 => {
            header.push(mask | 0x7e);
            header.extend_from_slice(&u16::try_from(length).expect("it is short").to_be_bytes());
        }
        _ => {
            header.push(mask | 0x7f);
            header.extend_from_slice(&length.to_be_bytes());
        }
    }
    if is_masked {
        header.extend_from_slice(&[0; 4]);
    }
    header
}

async fn check(name: &str, bytes: &[u8], expected: CloseCode) {
    let mut client = Client::new().await;
    client.writes(bytes).await;
    assert_eq!(client.close_code().await, Some(expected.code()), "{name}");
}

#[tokio::test]
async fn frames_that_break_the_rules_get_the_right_close_code() {
    check("one byte too long", &masked(FIN | TEXT, &vec![b' '; limits::FRAME + 1]), CloseCode::TooLarge).await;
    check("a declared gibibyte", &header(FIN | TEXT, 1 << 30, true), CloseCode::TooLarge).await;
    check("not UTF-8", &masked(FIN | TEXT, b"\xff\xfe"), CloseCode::InvalidPayload).await;
    check("binary", &masked(FIN | 2, b"{}"), CloseCode::Unsupported).await;
    check("unmasked", &[header(FIN | TEXT, 2, false), b"{}".to_vec()].concat(), CloseCode::Protocol).await;
    for bit in [0x40, 0x20, 0x10] {
        check("a reserved bit", &masked(FIN | bit | TEXT, b"{}"), CloseCode::Protocol).await;
    }
    for opcode in [3, 7, 11, 15] {
        check("a reserved opcode", &masked(FIN | opcode, b""), CloseCode::Protocol).await;
    }
    check("a long ping", &masked(FIN | PING, &[0; 126]), CloseCode::Protocol).await;
    check("a ping in pieces", &masked(PING, b""), CloseCode::Protocol).await;
    check("an end without a beginning", &masked(FIN, b""), CloseCode::Protocol).await;
    check("half a close code", &masked(FIN | CLOSE, b"\x03"), CloseCode::Protocol).await;
    check("a close code nobody may send", &masked(FIN | CLOSE, &1005_u16.to_be_bytes()), CloseCode::Protocol).await;
}

#[tokio::test]
async fn a_message_in_pieces_is_bounded_as_a_whole() {
    let mut bytes = masked(TEXT, b" ");
    bytes.extend((0..limits::FRAME).flat_map(|_| masked(0, b" ")));
    check("64 KiB and one in pieces", &bytes, CloseCode::TooLarge).await;
}

#[tokio::test]
async fn a_flood_of_pings_ends_the_connection() {
    let bytes: Vec<_> = (0..3_000).flat_map(|_| masked(FIN | PING, b"!")).collect();
    check("3,000 pings at once", &bytes, CloseCode::Policy).await;
}

#[tokio::test]
async fn a_message_in_pieces_is_still_a_message() {
    let mut client = Client::new().await;
    let hello = hello();
    let (last, rest) = hello.as_bytes().split_last().expect("it is not empty");
    let mut bytes = masked(TEXT, b"");
    bytes.extend(rest.iter().flat_map(|byte| masked(0, &[*byte])));
    bytes.extend(masked(FIN, &[*last]));
    client.writes(&bytes).await;
    let (opcode, payload) = client.frame().await.expect("it is answered");
    assert_eq!(opcode, TEXT);
    assert!(payload.starts_with(br#"{"reply":1,"result":"welcome""#), "{}", String::from_utf8_lossy(&payload));
}

#[tokio::test]
async fn a_close_is_answered_with_the_same_code() {
    check("a normal close", &masked(FIN | CLOSE, &1000_u16.to_be_bytes()), CloseCode::Normal).await;
}
