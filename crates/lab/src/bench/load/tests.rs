//! The load against a small room of its own, byte by byte over real sockets.

use std::{net::TcpListener, thread};

use tokio_tungstenite::tungstenite::{self, Message};

use super::*;

/// A server for one connection after the other: each hears its own messages, and a ping before every one of them.
fn echo(connections: usize) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || {
        for _ in 0..connections {
            let (stream, _) = listener.accept().expect("somebody connects");
            thread::spawn(move || {
                let mut socket = tungstenite::accept(stream).expect("they shake hands");
                while let Ok(message) = socket.read() {
                    if message.is_text() {
                        socket.send(Message::Ping("are you there?".into())).expect("it is open");
                        socket.send(message).expect("it is open");
                    } else if message.is_pong() {
                        assert_eq!(message.into_data().as_ref(), b"are you there?");
                        socket.send(Message::text("pong")).expect("it is open");
                    }
                }
            });
        }
    });
    address
}

/// Listens until so many messages were heard, and says by whom.
fn hear(load: &mut Load, count: usize) -> Vec<(usize, String)> {
    let mut heard = Vec::new();
    let end = clock::now() + PATIENCE;
    while heard.len() < count {
        let listened = load.turn(Duration::from_millis(50), |who, what| {
            if let Heard::Messages(1, payload) = what {
                heard.push((who, String::from_utf8_lossy(payload).into_owned()));
            }
            Ok(())
        });
        listened.expect("the server is there");
        assert!(clock::now() < end, "only {heard:?} came");
    }
    heard.sort();
    heard
}

#[test]
fn everybody_hears_what_is_said_and_answers_pings() {
    let mut load = Load::new(echo(3), Dialect::Plain, &[]).expect("sockets can be waited for");
    load.grow(3).expect("all can connect");
    // One that fits into a frame with a short head, one that does not, and two in one write.
    let long = "a".repeat(70_000);
    load.say(0, "Good morning").expect("it is open");
    load.say(1, &long).expect("it is open");
    load.say_all(2, &["one".to_owned(), "two".to_owned()]).expect("it is open");
    let own = |who: usize, text: &str| (who, text.to_owned());
    let mut expected = vec![own(0, "Good morning"), own(1, &long), own(2, "one"), own(2, "two")];
    expected.extend([0, 1, 2, 2].map(|who| own(who, "pong")));
    expected.sort();
    assert_eq!(hear(&mut load, 8), expected);
}

#[test]
fn a_connection_can_be_opened_anew() {
    let mut load = Load::new(echo(2), Dialect::Plain, &[]).expect("sockets can be waited for");
    load.grow(1).expect("it can connect");
    load.reopen(0).expect("it can connect again");
    let mut ready = false;
    while !ready {
        let turn = load.turn(PATIENCE, |_, what| {
            ready = matches!(what, Heard::Ready);
            Ok(())
        });
        turn.expect("the server is there");
    }
    load.say(0, "Good evening").expect("it is open");
    assert_eq!(hear(&mut load, 2), [(0, "Good evening".to_owned()), (0, "pong".to_owned())]);
}

#[test]
fn what_listens_to_nobody_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it has an address");
    drop(listener);
    let mut load = Load::new(address, Dialect::Plain, &[]).expect("sockets can be waited for");
    assert!(load.grow(1).is_err());
}
