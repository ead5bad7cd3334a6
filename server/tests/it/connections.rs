//! What connections may do to the server: nothing that others notice.

use hubbub_protocol::path;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{Ask, TestServer, within_patience};

async fn connect(server: &TestServer) -> TcpStream {
    TcpStream::connect(server.address()).await.expect("the server accepts")
}

/// Everything until the server closes the connection.
async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is an end as well.
    let _ = within_patience("the end of the connection", stream.read_to_end(&mut bytes)).await;
    String::from_utf8(bytes).expect("text")
}

#[tokio::test]
async fn a_header_that_never_ends_is_given_up() {
    let server = TestServer::start_with(&["--header-timeout", "1"]).await;
    let mut slow = connect(&server).await;
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.expect("sent");
    let mut silent = connect(&server).await;
    assert_eq!(Ask::get(path::HEALTH).send(server.address()).await.status, 200, "others are served meanwhile");
    assert!(!read_to_end(&mut slow).await.contains("200 OK"));
    assert_eq!(read_to_end(&mut silent).await, "");
}

#[tokio::test]
async fn a_connection_serves_many_requests_and_is_closed_when_idle() {
    let server = TestServer::start_with(&["--header-timeout", "1"]).await;
    let mut stream = connect(&server).await;
    for _ in 0..3 {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("sent");
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\nok\n") {
            let read = within_patience("an answer", stream.read_buf(&mut answer)).await.expect("bytes");
            assert_ne!(read, 0, "the connection stays open: {}", String::from_utf8_lossy(&answer));
        }
    }
    assert_eq!(read_to_end(&mut stream).await, "");
}

#[tokio::test]
async fn what_is_not_http_is_refused() {
    let server = TestServer::start().await;
    let large_head = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(32 * 1024));
    for (bytes, status) in [("\u{16}\u{3}\u{1}hello\r\n\r\n", "400"), (large_head.as_str(), "431")] {
        let mut stream = connect(&server).await;
        stream.write_all(bytes.as_bytes()).await.expect("sent");
        let answer = read_to_end(&mut stream).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    }
    assert_eq!(Ask::get(path::HEALTH).send(server.address()).await.status, 200);
}

#[tokio::test]
async fn one_connection_too_many_is_turned_away_until_another_ends() {
    let server = TestServer::start_with(&["--max-connections", "2"]).await;
    let first = connect(&server).await;
    let _second = connect(&server).await;
    let mut third = connect(&server).await;
    let answer = read_to_end(&mut third).await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("retry-after: 5"), "{answer}");

    drop(first);
    within_patience("a free place", async {
        loop {
            let mut next = connect(&server).await;
            next.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.expect("sent");
            if read_to_end(&mut next).await.starts_with("HTTP/1.1 200 ") {
                return;
            }
        }
    })
    .await;
}
