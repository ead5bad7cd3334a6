//! How the server ends.

use std::{net::SocketAddr, time::Duration};

use rustix::process::Signal;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::{Program, TestServer, hubbub, within_patience};

/// A request whose handler runs and waits for the rest of the body.
struct Unfinished(TcpStream);

const BODY: &str = r#"{"name":"Ada"}"#;

impl Unfinished {
    async fn begin(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).await.expect("the server accepts");
        let head = format!(
            "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
            BODY.len()
        );
        stream.write_all(head.as_bytes()).await.expect("sent");
        let mut continues = [0; 25];
        let read = within_patience("the handler to ask for the body", stream.read_exact(&mut continues)).await;
        read.expect("an interim answer");
        assert_eq!(&continues, b"HTTP/1.1 100 Continue\r\n\r\n");
        Self(stream)
    }

    async fn finish(mut self) -> String {
        self.0.write_all(BODY.as_bytes()).await.expect("the connection is open still");
        let mut answer = String::new();
        within_patience("the answer", self.0.read_to_string(&mut answer)).await.expect("text");
        answer
    }
}

/// Sends a signal and waits until the server no longer accepts.
async fn stop_accepting(server: &Program) {
    let address = server.address();
    server.signal(Signal::TERM);
    within_patience("the end of accepting", async { while TcpStream::connect(address).await.is_ok() {} }).await;
}

#[tokio::test]
async fn the_server_says_one_line_and_ends_in_peace() {
    for signal in [Signal::TERM, Signal::INT] {
        let server = hubbub(&[]).ready().await;
        assert_eq!(server.line, format!("Hubbub is ready: http://{}", server.address()));
        let idle = TcpStream::connect(server.address()).await.expect("the server accepts");
        server.signal(signal);
        let ended = timeout(Duration::from_secs(5), server.ended()).await;
        let (status, further) = ended.expect("an idle connection does not hold it up");
        assert!(status.success(), "{signal:?} {status}");
        assert_eq!(further, [""; 0]);
        drop(idle);
    }
}

#[tokio::test]
async fn a_request_that_runs_is_answered_before_the_end() {
    let server = hubbub(&[]).ready().await;
    let unfinished = Unfinished::begin(server.address()).await;
    stop_accepting(&server).await;
    let answer = unfinished.finish().await;
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
    assert!(server.ended().await.0.success());
}

#[tokio::test]
async fn a_request_that_never_ends_holds_the_server_up_for_less_than_ten_seconds() {
    let server = hubbub(&[]).ready().await;
    let _unfinished = Unfinished::begin(server.address()).await;
    server.signal(Signal::TERM);
    // `ended` waits for ten seconds and no longer.
    assert_eq!(server.ended().await.0.code(), Some(1));
}

#[tokio::test]
async fn a_second_signal_ends_the_server_at_once() {
    let server = hubbub(&[]).ready().await;
    let _unfinished = Unfinished::begin(server.address()).await;
    stop_accepting(&server).await;
    server.signal(Signal::INT);
    let ended = timeout(Duration::from_secs(4), server.ended()).await;
    assert_eq!(ended.expect("it does not wait for the request").0.code(), Some(1));
}

#[tokio::test]
async fn people_return_by_themselves_after_a_restart() {
    let mut server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let grace = server.member("Grace").await;
    let general = ada.session().room_called("General").await.expect("there is General");
    for person in [&ada, &grace] {
        person.open(general).await.expect("General opens");
    }
    ada.say(general, "before");
    grace.expect_messages(general, ["before"]).await.expect("it arrives");
    server.restart().await;
    ada.say(general, "after");
    grace.expect_messages(general, ["before", "after"]).await.expect("both are there, once");
}
