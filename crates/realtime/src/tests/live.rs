//! Live connections: order, bounds, heartbeats.

use std::time::Duration;

use hubbub_protocol::{CloseCode, CreateRoom, ErrorCode, Event, Reply, SendMessage, Seq, hello::Head};

use super::scene::{Scene, nonce};
use crate::hub::QUEUE_FRAMES;

#[test]
fn everybody_hears_every_message_in_the_same_order() {
    let mut scene = Scene::new();
    let general = scene.general;
    let (mut ada, mut grace, mut linus) = (scene.person("Ada"), scene.person("Grace"), scene.person("Linus"));
    for n in 0..50 {
        if n % 2 == 0 { ada.say(&mut scene, general, n) } else { grace.say(&mut scene, general, n) }
    }
    let expected: Vec<_> = (0..50).map(|n| format!("hi {n}")).collect();
    for person in [&mut ada, &mut grace, &mut linus] {
        assert_eq!(person.messages(), expected);
    }
}

#[test]
fn messages_keep_the_order_of_their_frames_whatever_is_awaited_first() {
    let mut scene = Scene::new();
    let (room, mut ada) = (scene.general, scene.person("Ada"));
    for n in 0..10 {
        ada.command_only(&scene, SendMessage::new(room, nonce(n), format!("hi {n}")));
    }
    // Nothing was awaited yet, and everything is in its place.
    scene.deliver();
    assert_eq!(ada.messages(), (0..10).map(|n| format!("hi {n}")).collect::<Vec<_>>());
    ada.settle();
    assert_eq!(ada.seen.len(), 10);
}

#[test]
fn the_socket_is_not_read_while_too_many_commands_wait() {
    let mut scene = Scene::new();
    let (room, mut ada) = (scene.general, scene.person("Ada"));
    for n in 0..128 {
        assert!(ada.connection().wants_frames(), "{n}");
        ada.command_only(&scene, SendMessage::new(room, nonce(n), "hi"));
    }
    assert!(!ada.connection().wants_frames());
    ada.settle();
    assert!(ada.connection().wants_frames());
}

#[test]
fn a_message_that_breaks_a_rule_is_refused_and_nobody_hears_it() {
    let mut scene = Scene::new();
    let (room, mut ada) = (scene.general, scene.person("Ada"));
    ada.command(&scene, SendMessage::new(room, nonce(1), " "));
    assert_eq!(ada.refusal().field.as_deref(), Some("body"));
    scene.deliver();
    assert_eq!(ada.messages(), [""; 0]);
}

#[test]
fn a_new_room_is_heard_of_by_everyone_and_heard_by_its_members() {
    let mut scene = Scene::new();
    let (mut ada, mut grace) = (scene.person("Ada"), scene.person("Grace"));
    let mut tab = scene.again(&ada.caller.clone());
    ada.command(&scene, CreateRoom { name: "Garden".to_owned() });
    scene.deliver();
    let Reply::RoomOpened(garden) = ada.reply() else { panic!("the room is not open") };
    let garden = garden.joined.room;
    for person in [&mut ada, &mut grace, &mut tab] {
        let is_news = |event: &Event| matches!(event, Event::RoomCreated(created) if created.room == garden);
        assert!(person.events().iter().any(is_news));
    }
    ada.say(&mut scene, garden.id, 1);
    assert_eq!((grace.messages().len(), tab.messages().len()), (0, 1), "Grace is not in the room");
    grace.join(&mut scene, garden.id);
    let Reply::RoomOpened(joined) = grace.reply() else { panic!("the room is not open") };
    assert_eq!((joined.joined.head, joined.joined.presence.count), (Seq::new(1), 2));
    ada.say(&mut scene, garden.id, 2);
    assert_eq!(grace.messages(), ["hi 2"]);
}

#[test]
fn a_slow_reader_is_closed_alone() {
    let mut scene = Scene::new();
    let general = scene.general;
    let (mut ada, mut grace, mut linus) = (scene.person("Ada"), scene.person("Grace"), scene.person("Linus"));
    let count = u64::try_from(QUEUE_FRAMES).expect("it is small") + 1;
    for n in 0..count {
        ada.say(&mut scene, general, n);
        ada.read();
        grace.read();
    }
    assert_eq!(linus.messages(), [""; 0], "half a conversation is worse than none");
    assert_eq!(linus.closed, Some(CloseCode::SlowConsumer));
    assert_eq!((ada.closed, grace.closed), (None, None));
    ada.say(&mut scene, general, count);
    assert_eq!(grace.messages().len(), QUEUE_FRAMES + 2);
}

#[test]
fn a_heartbeat_tells_of_an_entry_that_never_came() {
    let mut scene = Scene::new();
    let (general, mut ada) = (scene.general, scene.person("Ada"));
    ada.say(&mut scene, general, 1);
    drop(ada.messages());
    scene.wait(Duration::from_secs(25));
    ada.tick(&scene);
    assert_eq!(ada.pings, 1);
    let heads: Vec<_> = ada
        .events()
        .into_iter()
        .filter_map(|it| if let Event::Heartbeat(beat) = it { Some(beat) } else { None })
        .collect();
    assert_eq!(heads.len(), 1);
    assert_eq!(heads[0].heads, [Head { room: general, head: Seq::new(1) }]);
}

#[test]
fn a_heartbeat_never_overtakes_the_entries_it_speaks_of() {
    let mut scene = Scene::new();
    let (general, mut ada) = (scene.general, scene.person("Ada"));
    scene.wait(Duration::from_secs(25));
    ada.say(&mut scene, general, 1);
    ada.reply();
    ada.tick(&scene);
    let events = ada.events();
    let place = |wanted: fn(&Event) -> bool| events.iter().position(wanted).expect("it came");
    assert!(place(|it| matches!(it, Event::LogAppended(_))) < place(|it| matches!(it, Event::Heartbeat(_))));
}

#[test]
fn an_answered_ping_keeps_a_connection_open_and_silence_ends_it() {
    let mut scene = Scene::new();
    let (mut ada, mut grace) = (scene.person("Ada"), scene.person("Grace"));
    for _ in 0..45 {
        scene.wait(Duration::from_secs(1));
        ada.tick(&scene);
        grace.tick(&scene);
        if ada.pings == 1 {
            ada.pong(&scene);
        }
    }
    assert_eq!(ada.closed, None);
    assert_eq!(grace.closed, Some(CloseCode::GoingAway));
}

#[test]
fn senders_slow_down_when_publications_pile_up() {
    let mut scene = Scene::new();
    let (room, mut ada) = (scene.general, scene.person("Ada"));
    let backlog = &scene.realtime.inner.backlog;
    backlog.store(crate::publisher::BACKLOG + 1, std::sync::atomic::Ordering::Relaxed);
    ada.command(&scene, SendMessage::new(room, nonce(1), "hi"));
    let refusal = ada.refusal();
    assert_eq!(refusal.code, ErrorCode::Overloaded);
    assert!(refusal.retry_after_ms.is_some());
}
