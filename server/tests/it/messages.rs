//! Messages: said once, on disk before they are acknowledged, and in one order for everybody.

use anyhow::{Result, ensure};
use hubbub_client::{Deed, Links};
use hubbub_lab::{Person, bare::BareConnection, random::Random, server::SocketOptions};
use hubbub_protocol::{
    ErrorCode, LogQuery, MessageAcknowledged, Nonce, Reply, RoomId, SendMessage, Seq, Target, limits, path,
};

use crate::support::TestServer;

/// Says something over a connection of its own, without the help of a client, and returns the answer.
async fn send(person: &Person, room: RoomId, nonce: Nonce, body: &str) -> Result<Reply> {
    let (mut connection, _) = BareConnection::open(person.session(), SocketOptions::default()).await?;
    connection.ask(SendMessage::new(room, nonce, body)).await
}

fn acknowledged(reply: Reply) -> MessageAcknowledged {
    let Reply::MessageAcknowledged(acknowledged) = reply else { panic!("{reply:?} is no acknowledgement") };
    acknowledged
}

fn refused(reply: Reply) -> ErrorCode {
    let Reply::Refused { error } = reply else { panic!("{reply:?} is no refusal") };
    error.code
}

fn nonce() -> Nonce {
    Random::new(hubbub_lab::random::seed()).nonce()
}

#[tokio::test]
async fn two_people_chat_both_ways() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.open(room).await?;
    ada.say(room, "The roses are out");
    grace.expect_messages(room, ["The roses are out"]).await?;
    grace.say(room, "At last");
    for person in [&ada, &grace] {
        person.expect_messages(room, ["The roses are out", "At last"]).await?;
        person.expect_settled().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_message_is_changed_by_one_and_seen_by_the_other() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.open(room).await?;
    ada.say(room, "The roses are out");
    grace.expect_messages(room, ["The roses are out"]).await?;
    let target = grace.with_client(|client| {
        let timeline = client.timeline(room).expect("the room is open");
        Target { seq: Seq::new(1), message: timeline.message(Seq::new(1)).expect("it is there").id }
    });
    let body = "The red roses are out".to_owned();
    ada.act(room, Deed::Edit { target, body });
    grace.act(room, Deed::React { target, emoji: "🌹".to_owned(), on: true });
    grace.act(room, Deed::Pin { target, on: true });
    let answer = Links { thread: Some(target), reply_to: Some(target), ..Links::default() };
    grace.say_with(room, "At last", answer);
    for person in [&ada, &grace] {
        person.expect_settled().await?;
        person.expect_shown(room, Seq::new(5)).await?;
        person.with_client(|client| {
            let timeline = client.timeline(room).expect("the room is open");
            let message = timeline.message(Seq::new(1)).expect("it is there");
            assert_eq!(message.body, "The red roses are out");
            assert_eq!(message.reactions.len(), 1);
            assert_eq!(message.replies.as_ref().map(|replies| replies.count), Some(1));
            assert_eq!(timeline.pins(), [target]);
        });
    }
    let mut browser = server.browser_of("Linus").await;
    for (path, texts) in [
        (path::message(room, Seq::new(1)), vec!["The roses are out", "The red roses are out"]),
        (path::thread(room, Seq::new(1), LogQuery::default()), vec!["The red roses are out", "At last"]),
        (path::pins(room), vec!["The red roses are out"]),
    ] {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(texts.iter().all(|text| answer.text().contains(text)), "{path}: {}", answer.text());
    }
    let nowhere = browser.get(&path::message(room, Seq::new(3))).await;
    assert_eq!(nowhere.status, 404, "a reaction is no message");
    ada.act(room, Deed::Delete { target });
    ada.look_away();
    grace
        .expect("a tombstone", |client| {
            let message = client.timeline(room).and_then(|timeline| timeline.message(Seq::new(1)));
            message.is_some_and(|message| message.deleted.is_some())
        })
        .await?;
    for path in [path::message(room, Seq::new(1)), path::room_log(room, LogQuery::default()), path::pins(room)] {
        let answer = browser.get(&path).await;
        assert!(!answer.text().contains("roses"), "{path}: {}", answer.text());
    }
    Ok(())
}

#[tokio::test]
async fn what_one_says_quickly_stays_in_order() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.open(room).await?;
    let said: Vec<String> = (1..=40).map(|number| format!("line {number}")).collect();
    for line in &said {
        ada.say(room, line);
    }
    grace.expect_messages(room, &said).await?;
    ada.expect_messages(room, &said).await
}

#[tokio::test]
async fn a_burst_of_long_messages_disturbs_nobody_who_reads() -> Result<()> {
    let server = TestServer::start().await;
    let grace = server.member("Grace").await;
    let room = grace.create_room("Garden").await?;
    let mut crowd = Vec::new();
    for number in 1..=40 {
        let person = server.member(&format!("Ada {number}")).await;
        person.join(room).await?;
        crowd.push(person);
    }
    // Together far more than one connection may have waiting for it.
    let long = "x".repeat(limits::MESSAGE_BODY);
    for person in &crowd {
        person.say(room, &long);
    }
    for person in &crowd {
        person.expect_settled().await?;
    }
    grace.expect_messages(room, vec![&long; crowd.len()]).await?;
    for person in crowd.iter().chain([&grace]) {
        ensure!(person.close_codes().is_empty(), "{} was sent away: {:?}", person.account().name, person.close_codes());
    }
    Ok(())
}

#[tokio::test]
async fn an_acknowledged_message_survives_a_crash() -> Result<()> {
    let mut server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let room = ada.create_room("Garden").await?;
    for number in 1..=5 {
        let (nonce, body) = (nonce(), format!("message {number}"));
        let before = acknowledged(send(&ada, room, nonce, &body).await?);
        server.crash().await;
        let log = ada.session().whole_log(room).await?;
        ensure!(log.len() == number, "{} of {number} messages are left", log.len());
        let after = acknowledged(send(&ada, room, nonce, &body).await?);
        assert_eq!(before, after);
    }
    Ok(())
}

#[tokio::test]
async fn a_retry_is_the_same_message() -> Result<()> {
    let mut server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let room = ada.create_room("Garden").await?;
    let nonce = nonce();
    let first = acknowledged(send(&ada, room, nonce, "once").await?);
    let (one, other) = tokio::join!(send(&ada, room, nonce, "once"), send(&ada, room, nonce, "once"));
    assert_eq!(acknowledged(one?), first);
    assert_eq!(acknowledged(other?), first);
    server.restart().await;
    assert_eq!(acknowledged(send(&ada, room, nonce, "once").await?), first);
    assert_eq!(ada.session().whole_log(room).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_nonce_is_never_used_for_another_message() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let (garden, kitchen) = (ada.create_room("Garden").await?, ada.create_room("Kitchen").await?);
    let nonce = nonce();
    acknowledged(send(&ada, garden, nonce, "one thing").await?);
    assert_eq!(refused(send(&ada, garden, nonce, "another thing").await?), ErrorCode::IdConflict);
    assert_eq!(refused(send(&ada, kitchen, nonce, "one thing").await?), ErrorCode::IdConflict);
    assert_eq!(ada.session().whole_log(kitchen).await?, []);
    Ok(())
}

#[tokio::test]
async fn two_people_may_choose_the_same_nonce() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.open(room).await?;
    let nonce = nonce();
    let first = acknowledged(send(&ada, room, nonce, "mine").await?);
    let second = acknowledged(send(&grace, room, nonce, "mine too").await?);
    assert_eq!(second.seq, first.seq.next());
    Ok(())
}

#[tokio::test]
async fn bodies_have_limits_that_are_named() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let room = ada.create_room("Garden").await?;
    let longest = "x".repeat(limits::MESSAGE_BODY);
    acknowledged(send(&ada, room, nonce(), &longest).await?);
    let reply = send(&ada, room, nonce(), &format!("{longest}x")).await?;
    let Reply::Refused { error } = reply else { panic!("{reply:?} is no refusal") };
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::TooLarge, Some("body")));
    assert_eq!(error.limit, u64::try_from(limits::MESSAGE_BODY).ok());
    assert_eq!(refused(send(&ada, room, nonce(), "").await?), ErrorCode::Invalid);
    Ok(())
}

#[tokio::test]
async fn who_is_not_in_a_room_cannot_speak_there() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    assert_eq!(refused(send(&grace, room, nonce(), "hello").await?), ErrorCode::NotFound);
    grace.join(room).await?;
    acknowledged(send(&grace, room, nonce(), "hello").await?);
    Ok(())
}
