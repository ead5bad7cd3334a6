//! Whose session ended hears nothing more, on none of their sockets (P12).

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use futures::future::join_all;
use hubbub_lab::{
    Person,
    bare::{BareConnection, Heard},
    server::{Session, SocketOptions},
};
use hubbub_protocol::{CloseCode, CreateRoom, ErrorCode, JoinRoom, LogQuery, Reply, RoomId, SendMessage, Seq, path};

use crate::support::{Ask, TestServer, within_patience};

/// How long a socket may stay open after its session has ended.
const BOUND: Duration = Duration::from_secs(1);
/// Rounds of the race, each with another moment for the end.
const ROUNDS: u64 = 20;

/// What a socket heard until it was closed, and how long that took.
struct End {
    heard: Vec<String>,
    code: u16,
    after: Duration,
}

async fn end_of(mut socket: BareConnection, since: Instant) -> End {
    let mut heard = Vec::new();
    loop {
        match socket.hear().await {
            Heard::Text(text) => heard.push(text.to_string()),
            Heard::Closed(code) => return End { heard, code, after: since.elapsed() },
        }
    }
}

async fn signs_out(session: &Session) {
    let bearer = format!("Bearer {}", session.token);
    let answer = Ask::delete(path::SESSIONS).header("authorization", &bearer).send(session.server.address()).await;
    assert_eq!(answer.status, 204);
}

#[expect(clippy::disallowed_methods, reason = "the bound is on real time")]
fn now() -> Instant {
    Instant::now()
}

async fn sockets(session: &Session, room: RoomId) -> Result<Vec<BareConnection>> {
    let mut sockets = Vec::new();
    for _ in 0..3 {
        let (mut socket, _) = BareConnection::open(session, SocketOptions::default()).await?;
        socket.ask(JoinRoom { room }).await?;
        sockets.push(socket);
    }
    Ok(sockets)
}

#[tokio::test]
async fn signing_out_closes_every_socket_of_the_session_while_others_speak() -> Result<()> {
    let server = TestServer::start().await;
    let grace = server.member("Grace").await;
    let room = grace.create_room("Garden").await?;
    for round in 0..ROUNDS {
        let ada = server.member(&format!("Ada {round}")).await.session().clone();
        let sockets = sockets(&ada, room).await?;
        // Each round ends the session after another number of messages, in the midst of all of them.
        let before = 1 + round * 7 % 20;
        for n in 0..before {
            grace.say(room, &format!("before {round}.{n}"));
        }
        let ending = tokio::join!(signs_out(&ada), async {
            for n in 0..30 {
                grace.say(room, &format!("meanwhile {round}.{n}"));
            }
        });
        let ((), ()) = ending;
        let since = now();
        // The session has ended on disk: whatever is said from here on comes after it in every order.
        for n in 0..10 {
            grace.say(room, &format!("after {round}.{n}"));
        }
        let ends = within_patience("the end of all sockets", join_all(sockets.into_iter().map(|it| end_of(it, since))));
        for End { heard, code, after } in ends.await {
            assert_eq!(code, CloseCode::SessionEnded.code());
            assert!(after <= BOUND, "a socket stayed open for {after:?}");
            let leak = heard.iter().find(|text| text.contains("after "));
            assert_eq!(leak, None, "round {round}: it was said after the session had ended");
        }
        grace.expect_settled().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_real_client_knows_that_it_is_signed_out_and_does_not_come_back() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let room = ada.create_room("Garden").await?;
    signs_out(ada.session()).await;
    ada.expect_closed(&[CloseCode::SessionEnded.code()]).await?;
    ada.say(room, "nobody hears this");
    ada.expect_unsent(1).await?;
    assert_eq!(ada.close_codes(), [CloseCode::SessionEnded.code()], "it does not try again and again");
    Ok(())
}

#[tokio::test]
async fn another_session_of_the_same_person_goes_on() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = grace.create_room("Garden").await?;
    let mut sockets = sockets(grace.session(), room).await?;
    signs_out(ada.session()).await;
    ada.expect_closed(&[CloseCode::SessionEnded.code()]).await?;
    let reply = sockets[0].ask(CreateRoom { name: "Orchard".to_owned() }).await?;
    assert!(matches!(reply, Reply::RoomOpened(_)), "{reply:?}");
    Ok(())
}

#[tokio::test]
async fn an_old_token_opens_nothing() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let room = ada.create_room("Garden").await?;
    ada.say(room, "hi");
    ada.expect_settled().await?;
    let Session { token, .. } = ada.session().clone();
    let cookie = format!("hubbub={token}");
    signs_out(ada.session()).await;
    for address in [
        path::SESSION.to_owned(),
        path::SESSIONS.to_owned(),
        path::ROOMS.to_owned(),
        path::room_log(room, LogQuery::default()),
        path::message(room, Seq::new(1)),
        path::thread(room, Seq::new(1), LogQuery::default()),
        path::pins(room),
        path::WS.to_owned(),
    ] {
        for (header, value) in [("authorization", format!("Bearer {token}")), ("cookie", cookie.clone())] {
            let ask = Ask::get(&address).header("origin", &format!("http://{}", server.address()));
            let answer = ask.header(header, &value).send(server.address()).await;
            assert_eq!((answer.status, answer.refusal().code), (401, ErrorCode::Unauthenticated), "{address} {header}");
        }
    }
    let page = Ask::get("/rooms/garden").header("cookie", &cookie).send(server.address()).await;
    assert_eq!((page.status, page.header("location")), (302, "/sign-in?next=%2Frooms%2Fgarden"));
    Ok(())
}

#[tokio::test]
async fn a_command_that_was_under_way_is_kept_or_refused_but_never_half_done() -> Result<()> {
    let server = TestServer::start().await;
    let grace = server.member("Grace").await;
    let room = grace.create_room("Garden").await?;
    let ada = server.member("Ada").await.session().clone();
    let mut socket = sockets(&ada, room).await?.remove(0);
    let nonce = hubbub_protocol::Nonce::from_bytes([7; 16]);
    socket.send(SendMessage::new(room, nonce, "one last thing")).await?;
    signs_out(&ada).await;
    assert_eq!(socket.closed().await?, CloseCode::SessionEnded.code());
    let said = said_by(&grace, room).await?;
    assert!(said.is_empty() || said == ["one last thing"], "{said:?}");
    Ok(())
}

async fn said_by(person: &Person, room: RoomId) -> Result<Vec<String>> {
    let log = person.session().whole_log(room).await.context("the log can be read")?;
    let body = |entry: hubbub_protocol::Entry| match entry.change {
        hubbub_protocol::Change::MessageSent { message } => Some(message.body),
        _ => None,
    };
    Ok(log.into_iter().filter_map(body).collect())
}
