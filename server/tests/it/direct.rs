//! Direct rooms: for a few people, and for nobody else.

use anyhow::Result;
use hubbub_lab::{bare::BareConnection, server::SocketOptions};
use hubbub_protocol::{
    Command, CountUnread, Entry, ErrorCode, Event, JoinRoom, LogQuery, MarkRead, OpenDirect, People, PinMessage, Reply,
    RoomId, SendMessage, Seq, ServerFrame, SetTyping, Target, path,
};

use crate::support::TestServer;

#[tokio::test]
async fn two_people_talk_in_private() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.open_direct(&[&grace]).await?;
    ada.say(room, "Psst");
    grace.expect("the room of the first message", |client| client.room(room).is_some()).await?;
    grace.with_client(|client| {
        let state = client.room(room).expect("she is in");
        assert_eq!((state.room().name.as_str(), state.unread()), ("Ada", 1));
    });
    assert_eq!(grace.open_direct(&[&ada]).await?, room);
    grace.say(room, "Yes?");
    for person in [&ada, &grace] {
        person.expect_messages(room, ["Psst", "Yes?"]).await?;
        person.expect_settled().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_outsider_finds_nothing_and_hears_nothing() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let linus = server.member("Linus").await;
    let room = ada.open_direct(&[&grace]).await?;
    let nonce = ada.say(room, "Psst");
    ada.expect_settled().await?;
    let (mut outsider, _) = BareConnection::open(linus.session(), SocketOptions::default()).await?;
    let message = ada.with_client(|client| {
        let timeline = client.timeline(room).expect("it is open");
        timeline.message(Seq::new(1)).expect("it is there").id
    });
    let target = Target { seq: Seq::new(1), message };
    let commands: [Command; 6] = [
        JoinRoom { room }.into(),
        SendMessage::new(room, nonce, "Let me in").into(),
        PinMessage { room, target }.into(),
        MarkRead { room, up_to: Seq::new(1), back: false }.into(),
        CountUnread { room, after: Seq::ZERO }.into(),
        SetTyping { room, typing: true }.into(),
    ];
    for command in commands {
        let told = outsider.ask(command.clone()).await?;
        let Reply::Refused { error } = &told else { panic!("{command:?}: {told:?}") };
        assert_eq!(error.code, ErrorCode::NotFound, "{command:?}");
    }
    let mut browser = server.browser_of("Marvin").await;
    let nowhere = RoomId::from_bytes([0xff; 16]);
    let paths = |room: RoomId| {
        [
            path::room_log(room, LogQuery::default()),
            path::message(room, Seq::new(1)),
            path::thread(room, Seq::new(1), LogQuery::default()),
            path::pins(room),
        ]
    };
    for (here, nowhere) in paths(room).into_iter().zip(paths(nowhere)) {
        let (forbidden, absent) = (browser.get(&here).await, browser.get(&nowhere).await);
        assert_eq!((forbidden.status, forbidden.refusal()), (404, absent.refusal()), "{here}");
    }
    let page = format!("/rooms/{room}");
    assert_eq!(browser.get(&page).await.status, 404);

    // What is said in General after the secret comes as the first thing that is heard.
    let general = linus.with_client(|client| client.rooms().next().expect("General is there").room().id);
    ada.say(room, "Still here?");
    ada.expect_settled().await?;
    ada.say(general, "Hello all");
    loop {
        if let ServerFrame::Event(Event::LogAppended(Entry { room: of, .. })) = outsider.next_frame().await? {
            assert_eq!(of, general, "an outsider hears a direct room");
            return Ok(());
        }
    }
}

#[tokio::test]
async fn people_are_found_by_their_names() -> Result<()> {
    let server = TestServer::start().await;
    let mut ada = server.browser_of("Ada Lovelace").await;
    server.browser_of("Grace").await;
    let names = |people: People| people.people.into_iter().map(|person| person.name).collect::<Vec<_>>();
    assert_eq!(names(ada.get(&path::people("")).await.json()), ["Ada Lovelace", "Grace"]);
    assert_eq!(names(ada.get(&path::people("LOVE")).await.json()), ["Ada Lovelace"]);
    assert_eq!(names(ada.get(&path::people("a l")).await.json()), ["Ada Lovelace"]);
    assert!(names(ada.get(&path::people("%")).await.json()).is_empty());
    assert_eq!(server.browser().get(&path::people("")).await.status, 401);
    Ok(())
}

#[tokio::test]
async fn too_many_people_are_refused_with_the_limit() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let (mut connection, _) = BareConnection::open(ada.session(), SocketOptions::default()).await?;
    let people = (0..20).map(|number| hubbub_protocol::AccountId::from_bytes([number; 16])).collect();
    let Reply::Refused { error } = connection.ask(OpenDirect { people }).await? else { panic!("a crowd got in") };
    assert_eq!((error.code, error.limit), (ErrorCode::TooLarge, Some(10)));
    Ok(())
}
