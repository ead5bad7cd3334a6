//! Which requests may switch.

use axum::http::{Method, Request, StatusCode, Version};

use super::super::handshake;

/// The request of RFC 6455, section 1.3, for our subprotocol.
fn request() -> Request<()> {
    let request = Request::builder()
        .uri("/ws")
        .header("connection", "keep-alive, Upgrade")
        .header("upgrade", "WebSocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("sec-websocket-protocol", "chat, hubbub.v1.json");
    request.body(()).expect("it is a request")
}

fn refusal(change: impl FnOnce(&mut Request<()>)) -> String {
    let mut request = request();
    change(&mut request);
    match handshake::check(&mut request) {
        Ok(_) => panic!("{request:?} should be refused"),
        Err(refusal) => refusal.message,
    }
}

#[test]
fn the_handshake_of_the_standard_gets_the_answer_of_the_standard() {
    let handshake = handshake::check(&mut request()).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    let (response, _) = handshake.grant();
    assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
    assert_eq!(response.headers()["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assert_eq!(response.headers()["sec-websocket-protocol"], "hubbub.v1.json");
    assert_eq!(response.headers()["upgrade"], "websocket");
    assert_eq!(response.headers()["connection"], "upgrade");
}

#[test]
fn a_request_that_cannot_switch_is_told_why() {
    assert!(refusal(|it| *it.method_mut() = Method::POST).contains("GET"));
    assert!(refusal(|it| *it.version_mut() = Version::HTTP_10).contains("HTTP/1.1"));
    for header in ["connection", "upgrade"] {
        assert!(refusal(|it| drop(it.headers_mut().remove(header))).contains("upgrade the connection"), "{header}");
    }
    for (header, part) in [
        ("sec-websocket-version", "must be 13"),
        ("sec-websocket-key", "16 bytes"),
        ("sec-websocket-protocol", "hubbub.v1.json"),
    ] {
        assert!(refusal(|it| drop(it.headers_mut().remove(header))).contains(part), "{header}");
        let other = "8".parse().expect("it is a value");
        assert!(refusal(|it| drop(it.headers_mut().insert(header, other))).contains(part), "{header}");
    }
}
