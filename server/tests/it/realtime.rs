//! Who hears what, and who may listen at all.

use std::time::Duration;

use anyhow::{Context, Result};
use hubbub_client::Change;
use hubbub_lab::{
    bare::{BareConnection, Heard, hello},
    raw::{Upgrade, upgrade},
    server::SocketOptions,
};
use hubbub_protocol::{CloseCode, ErrorCode, Event, Reply, SUBPROTOCOL, ServerFrame, limits};
use tokio::time::timeout;

use crate::support::TestServer;

#[tokio::test]
async fn others_see_who_comes_and_goes() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let room = ada.create_room("Garden").await?;
    ada.expect_present(room, &["Ada"]).await?;
    let grace = server.member("Grace").await;
    grace.open(room).await?;
    for person in [&ada, &grace] {
        person.expect_present(room, &["Ada", "Grace"]).await?;
    }
    let is_notice = |change: &Change, who: &str, has_come: bool| match change {
        Change::Notice { room: of, came, went } => {
            *of == room && (if has_come { came } else { went }).iter().any(|account| account.name == who)
        }
        _ => false,
    };
    ada.expect_change("the notice that Grace came", |change| is_notice(change, "Grace", true)).await?;
    grace.leave().await?;
    ada.expect_present(room, &["Ada"]).await?;
    ada.expect_change("the notice that Grace left", |change| is_notice(change, "Grace", false)).await
}

#[tokio::test]
async fn somebody_with_two_devices_is_here_until_the_last_one_goes() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.open(room).await?;
    let phone = grace.second_device().await?;
    phone.open(room).await?;
    grace.leave().await?;
    phone.say(room, "still here");
    ada.expect_messages(room, ["still here"]).await?;
    ada.expect_present(room, &["Ada", "Grace"]).await?;
    phone.leave().await?;
    ada.expect_present(room, &["Ada"]).await
}

#[tokio::test]
async fn both_devices_of_an_account_see_what_either_says() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let room = ada.create_room("Garden").await?;
    let phone = ada.second_device().await?;
    phone.open(room).await?;
    ada.say(room, "from the desk");
    phone.expect_messages(room, ["from the desk"]).await?;
    phone.say(room, "from the phone");
    ada.expect_messages(room, ["from the desk", "from the phone"]).await
}

#[tokio::test]
async fn others_see_who_types() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.open(room).await?;
    ada.types(room, true);
    grace.expect_typing(room, &["Ada"]).await?;
    ada.expect_typing(room, &[]).await?;
    ada.say(room, "The roses are out");
    grace.expect_messages(room, ["The roses are out"]).await?;
    grace.expect_typing(room, &[]).await
}

#[tokio::test]
async fn typing_ends_when_somebody_vanishes() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.open(room).await?;
    ada.types(room, true);
    grace.expect_typing(room, &["Ada"]).await?;
    drop(ada);
    grace.expect_typing(room, &[]).await
}

#[tokio::test]
async fn a_new_room_is_announced_and_can_be_joined() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    let is_garden = |change: &Change| matches!(change, Change::NewRoom(new) if new.id == room);
    grace.expect_change("the new room", is_garden).await?;
    grace.open(room).await?;
    ada.say(room, "welcome");
    grace.expect_messages(room, ["welcome"]).await
}

#[tokio::test]
async fn a_room_one_does_not_look_at_still_counts() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.join(room).await?;
    ada.say(room, "one");
    ada.say(room, "two");
    grace.expect("two unread messages", |client| client.room(room).is_some_and(|state| state.unread() == 2)).await
}

#[tokio::test]
async fn every_heartbeat_carries_the_heads() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let room = ada.create_room("Garden").await?;
    ada.say(room, "one");
    ada.expect_settled().await?;
    let (mut connection, welcome) = BareConnection::open(ada.session(), SocketOptions::default()).await?;
    let heartbeat = async {
        loop {
            let Heard::Text(text) = connection.hear().await else { anyhow::bail!("the connection ended") };
            if let ServerFrame::Event(Event::Heartbeat(heartbeat)) = ServerFrame::decode(&text)? {
                return Ok(heartbeat);
            }
        }
    };
    let patience = Duration::from_millis(limits::HEARTBEAT_MS.into()) + Duration::from_secs(5);
    let heartbeat = timeout(patience, heartbeat).await.context("no heartbeat came")??;
    let head = heartbeat.heads.iter().find(|head| head.room == room).context("the room is missing")?;
    assert_eq!(head.head.get(), 1);
    assert_eq!(heartbeat.heads.len(), welcome.rooms.len());
    Ok(())
}

#[tokio::test]
async fn a_command_nobody_knows_is_named_in_the_answer() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let (mut connection, _) = BareConnection::open(ada.session(), SocketOptions::default()).await?;
    connection.send_text(r#"{"id":77,"command":"close_poll","mood":"sunny"}"#.to_owned()).await?;
    let reply = connection.reply_to(77).await?;
    let Reply::Refused { error } = reply else { panic!("{reply:?} is no refusal") };
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::UnknownCommand, Some("close_poll")));
    Ok(())
}

#[tokio::test]
async fn a_client_from_the_past_is_told_to_reload() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let mut connection = BareConnection::silent(ada.session(), SocketOptions::default()).await?;
    connection.send(hubbub_protocol::Hello { protocol: 0, ..hello() }).await?;
    assert_eq!(connection.closed().await?, CloseCode::UpgradeRequired.code());
    Ok(())
}

/// Asks for the socket with these headers and returns the status of the answer.
async fn status(server: &TestServer, headers: &[(&str, &str)]) -> Result<u16> {
    match upgrade(hubbub_lab::Server::at(server.address()), headers).await? {
        Upgrade::Switched(_) => Ok(101),
        Upgrade::Answered(status) => Ok(status),
    }
}

/// What a browser says about the page that asks.
fn from(origin: &str) -> (&'static str, &str) {
    ("Origin", origin)
}

#[tokio::test]
async fn only_our_own_pages_and_bots_may_open_a_socket() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.browser_of("Ada").await;
    let marvin = server.member("Marvin").await;
    let (ours, bearer) = (format!("http://{}", server.address()), format!("Bearer {}", marvin.session().token));
    let cookie = ("Cookie", ada.cookie().context("a cookie")?);
    let bearer = ("Authorization", bearer.as_str());
    let protocol = ("Sec-WebSocket-Protocol", SUBPROTOCOL);

    assert_eq!(status(&server, &[protocol, cookie, from(&ours)]).await?, 101, "our page");
    assert_eq!(status(&server, &[protocol, bearer]).await?, 101, "a bot");

    for origin in ["https://evil.example", "http://127.0.0.1:1", "http://localhost.evil.example", "null"] {
        assert_eq!(status(&server, &[protocol, cookie, from(origin)]).await?, 403, "{origin} with a cookie");
        assert_eq!(status(&server, &[protocol, bearer, from(origin)]).await?, 403, "{origin} with a token");
    }
    assert_eq!(status(&server, &[protocol, cookie]).await?, 403, "a cookie without an origin");

    assert_eq!(status(&server, &[protocol, from(&ours)]).await?, 401, "nobody");
    assert_eq!(status(&server, &[protocol, ("Authorization", "Bearer forged")]).await?, 401, "a forged token");

    assert_eq!(status(&server, &[bearer]).await?, 426, "no protocol");
    assert_eq!(status(&server, &[bearer, (protocol.0, "hubbub.v0.json")]).await?, 426, "another protocol");
    Ok(())
}
