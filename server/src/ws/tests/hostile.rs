//! Bytes that no good client sends, on a real socket, each with the close code it deserves.

use std::time::Duration;

use axum::extract::Request;
use hubbub_protocol::{CloseCode, limits};
use tokio::time::timeout;

use super::{
    super::{handshake, open},
    Scene, hello, raw,
    raw::{BINARY, CLOSE, CONTINUATION, FIN, PING, TEXT, head, masked},
};
use crate::lifecycle::Shutdown;

/// A client on a server of its own.
struct Client {
    socket: raw::Client,
    _server: raw::Server,
    _scene: Scene,
}

impl Client {
    async fn new() -> Self {
        let scene = Scene::new().await;
        let (realtime, ada) = (scene.realtime.clone(), scene.ada.clone());
        let server = raw::Server::start(move |mut request: Request| {
            let (realtime, ada) = (realtime.clone(), ada.clone());
            async move {
                let permit = realtime.admit(ada.id()).expect("there is a place");
                let handshake = handshake::check(&mut request).expect("it is a handshake");
                open(handshake, &Shutdown::default(), realtime, ada, permit)
            }
        })
        .await;
        let (socket, answer) = raw::Client::open(&server, "permessage-deflate").await;
        assert!(answer.contains("sec-websocket-protocol: hubbub.v1.json"), "{answer}");
        assert!(!answer.contains("sec-websocket-extensions"), "compression is never negotiated");
        Self { socket, _server: server, _scene: scene }
    }

    /// The code of the close frame that the server sends.
    async fn close_code(&mut self) -> Option<u16> {
        let closed = async {
            while let Some((first, payload)) = self.socket.frame().await.ok()? {
                if first == FIN | CLOSE {
                    return Some(u16::from_be_bytes([*payload.first()?, *payload.get(1)?]));
                }
            }
            None
        };
        timeout(Duration::from_secs(20), closed).await.expect("the server does something about it")
    }
}

async fn check(name: &str, bytes: &[u8], expected: CloseCode) {
    let mut client = Client::new().await;
    client.socket.writes(bytes).await;
    assert_eq!(client.close_code().await, Some(expected.code()), "{name}");
}

#[tokio::test]
async fn frames_that_break_the_rules_get_the_right_close_code() {
    check("one byte too long", &masked(FIN | TEXT, &vec![b' '; limits::FRAME + 1]), CloseCode::TooLarge).await;
    check("a declared gibibyte", &head(FIN | TEXT, 1 << 30), CloseCode::TooLarge).await;
    check("not UTF-8", &masked(FIN | TEXT, b"\xff\xfe"), CloseCode::InvalidPayload).await;
    check("binary", &masked(FIN | BINARY, b"{}"), CloseCode::Unsupported).await;
    check("unmasked", &[FIN | TEXT, 2, b'{', b'}'], CloseCode::Protocol).await;
    for bit in [0x40, 0x20, 0x10] {
        check("a reserved bit", &masked(FIN | bit | TEXT, b"{}"), CloseCode::Protocol).await;
    }
    for opcode in [3, 7, 11, 15] {
        check("a reserved opcode", &masked(FIN | opcode, b""), CloseCode::Protocol).await;
    }
    check("a long ping", &masked(FIN | PING, &[0; 126]), CloseCode::Protocol).await;
    check("a ping in pieces", &masked(PING, b""), CloseCode::Protocol).await;
    check("an end without a beginning", &masked(FIN | CONTINUATION, b""), CloseCode::Protocol).await;
    check("half a close code", &masked(FIN | CLOSE, b"\x03"), CloseCode::Protocol).await;
    check("a close code nobody may send", &masked(FIN | CLOSE, &1005_u16.to_be_bytes()), CloseCode::Protocol).await;
}

#[tokio::test]
async fn a_message_in_pieces_is_bounded_as_a_whole() {
    let mut bytes = masked(TEXT, b" ");
    bytes.extend((0..limits::FRAME).flat_map(|_| masked(CONTINUATION, b" ")));
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
    bytes.extend(rest.iter().flat_map(|byte| masked(CONTINUATION, &[*byte])));
    bytes.extend(masked(FIN | CONTINUATION, &[*last]));
    client.socket.writes(&bytes).await;
    let (first, payload) = client.socket.frame().await.expect("it is open").expect("it is answered");
    assert_eq!(first, FIN | TEXT);
    assert!(payload.starts_with(br#"{"reply":1,"result":"welcome""#), "{}", String::from_utf8_lossy(&payload));
}

#[tokio::test]
async fn what_follows_a_fault_does_not_reset_the_connection() {
    let mut client = Client::new().await;
    let unmasked = [FIN | TEXT, 2, b'{', b'}'];
    client.socket.writes(&[unmasked.as_slice(), &vec![0; 1024 * 1024]].concat()).await;
    assert_eq!(client.close_code().await, Some(CloseCode::Protocol.code()));
    let end = client.socket.frame().await;
    assert!(matches!(end, Ok(None)), "{end:?}");
}

#[tokio::test]
async fn what_follows_a_close_does_not_reset_the_connection() {
    let mut client = Client::new().await;
    client.socket.writes(&masked(FIN | CLOSE, &1000_u16.to_be_bytes())).await;
    for _ in 0..100 {
        client.socket.writes(&masked(FIN | TEXT, &[b' '; 10_000])).await;
    }
    assert_eq!(client.close_code().await, Some(CloseCode::Normal.code()));
    let end = client.socket.frame().await;
    assert!(matches!(end, Ok(None)), "{end:?}");
}

#[tokio::test]
async fn a_close_is_answered_with_the_same_code() {
    check("a normal close", &masked(FIN | CLOSE, &1000_u16.to_be_bytes()), CloseCode::Normal).await;
}
