//! Coming back: what was missed, in order, once, and then what is new.

use hubbub_protocol::{Epoch, Event, Hello, Nonce, RoomId, RoomResumed, SendMessage, Seq, Timestamp, limits};

use super::scene::{Person, Scene, hello, nonce, now, position};

fn epoch(scene: &Scene, person: &Person) -> Epoch {
    now(hubbub_chat::log::missed(&scene.chat, &person.caller, Vec::new())).expect("the log can be read").0
}

fn resume(scene: &Scene, person: &Person, rooms: &[(RoomId, u64)]) -> Hello {
    let resume = rooms.iter().map(|(room, after)| position(*room, *after)).collect();
    Hello { epoch: Some(epoch(scene, person)), resume, ..hello() }
}

fn parts(person: &mut Person) -> Vec<RoomResumed> {
    let part = |event| if let Event::RoomResumed(part) = event { Some(part) } else { None };
    person.events().into_iter().filter_map(part).collect()
}

fn seqs(parts: &[RoomResumed]) -> Vec<u64> {
    parts.iter().flat_map(|part| &part.entries).map(|entry| entry.seq.get()).collect()
}

#[test]
fn what_was_missed_comes_first_and_nothing_comes_twice() {
    let mut scene = Scene::new();
    let (general, mut ada) = (scene.general, scene.person("Ada"));
    for n in 1..=3 {
        ada.say(&mut scene, general, n);
    }
    let mut grace = scene.stranger("Grace");
    let hello = resume(&scene, &grace, &[(general, 1)]);
    grace.command_only(&scene, hello);
    // It is said while Grace's hello is under way, so it is both missed and live, or only one of them.
    ada.say(&mut scene, general, 4);
    grace.settle();
    ada.say(&mut scene, general, 5);
    let welcome = grace.welcome();
    assert!(welcome.rooms[0].head >= Seq::new(3));
    let events = grace.events();
    let mut seen = Vec::new();
    for event in events {
        match event {
            Event::RoomResumed(part) => seen.extend(part.entries.into_iter().map(|entry| entry.seq.get())),
            Event::LogAppended(entry) => seen.push(entry.seq.get()),
            _ => {}
        }
    }
    assert_eq!(seen, [2, 3, 4, 5]);
}

#[test]
fn an_entry_that_was_published_late_does_not_come_twice() {
    let mut scene = Scene::new();
    let (general, mut ada) = (scene.general, scene.person("Ada"));
    let mut grace = scene.stranger("Grace");
    let hello = resume(&scene, &grace, &[(general, 0)]);
    // It is committed, but the publisher has not come to it when Grace is live already.
    ada.command(&scene, SendMessage::new(general, nonce(1), "hi 1"));
    grace.command(&scene, hello);
    assert_eq!(seqs(&parts(&mut grace)), [1]);
    scene.deliver();
    assert_eq!(grace.messages(), [""; 0]);
    ada.say(&mut scene, general, 2);
    assert_eq!(grace.messages(), ["hi 2"]);
}

#[test]
fn a_room_without_a_position_goes_on_after_its_head() {
    let mut scene = Scene::new();
    let (general, mut ada) = (scene.general, scene.person("Ada"));
    let mut grace = scene.stranger("Grace");
    ada.command(&scene, SendMessage::new(general, nonce(1), "hi 1"));
    grace.command(&scene, hello());
    assert_eq!(grace.welcome().rooms[0].head, Seq::new(1));
    scene.deliver();
    ada.say(&mut scene, general, 2);
    assert_eq!(grace.messages(), ["hi 2"]);
}

#[test]
fn a_client_that_missed_nothing_is_told_so() {
    let mut scene = Scene::new();
    let (general, mut ada) = (scene.general, scene.person("Ada"));
    ada.say(&mut scene, general, 1);
    let mut grace = scene.stranger("Grace");
    grace.command(&scene, resume(&scene, &grace, &[(general, 1)]));
    let parts = parts(&mut grace);
    assert_eq!((parts.len(), parts[0].entries.len(), parts[0].complete), (1, 0, true));
}

#[test]
fn positions_of_another_epoch_are_not_resumed() {
    let mut scene = Scene::new();
    let (general, mut ada) = (scene.general, scene.person("Ada"));
    ada.say(&mut scene, general, 1);
    for epoch in [None, Some(Epoch::from_bytes([0; 16]))] {
        let mut again = scene.socket(&ada.caller);
        let resume = vec![position(general, 0); 20];
        again.command(&scene, Hello { epoch, resume, ..hello() });
        assert_eq!(again.welcome().rooms[0].head, Seq::new(1));
        assert_eq!(parts(&mut again), []);
        assert!(again.is_live);
    }
}

#[test]
fn much_that_was_missed_comes_in_parts() {
    let mut scene = Scene::new();
    let (room, mut ada) = (scene.general, scene.person("Ada"));
    let body = "x".repeat(limits::MESSAGE_BODY);
    for n in 0..10 {
        ada.command(&scene, SendMessage::new(room, nonce(n), body.clone()));
    }
    let mut grace = scene.stranger("Grace");
    grace.command(&scene, resume(&scene, &grace, &[(room, 0)]));
    let parts = parts(&mut grace);
    assert_eq!(seqs(&parts), (1..=10).collect::<Vec<_>>());
    assert!(parts.len() >= 3, "{} parts", parts.len());
    let last = parts.len() - 1;
    assert!(parts.iter().enumerate().all(|(index, part)| part.complete == (index == last)));
    let longest = parts.iter().map(|part| serde_json::to_string(part).expect("it encodes").len()).max();
    assert!(longest < Some(limits::FRAME), "{longest:?}");
}

#[test]
fn far_too_much_becomes_a_gap_and_the_newest_page() {
    let mut scene = Scene::new();
    let (room, mut ada) = (scene.general, scene.person("Ada"));
    let count = limits::RESUME_ENTRIES as u64 + 1;
    for n in 1..=count {
        now(hubbub_chat::messages::send(
            &scene.chat,
            &ada.caller,
            SendMessage::new(room, Nonce::new(Timestamp::from_millis(i64::try_from(n).expect("small")), [0; 10]), "hi"),
        ))
        .expect("it is sent");
    }
    ada.read();
    let mut grace = scene.stranger("Grace");
    grace.command(&scene, resume(&scene, &grace, &[(room, 0)]));
    let parts = parts(&mut grace);
    let gap = parts[0].gap.expect("there is a gap");
    assert_eq!((gap.after, gap.before), (Seq::ZERO, Seq::new(count + 1 - limits::PAGE as u64)));
    assert_eq!(seqs(&parts).last(), Some(&count));
}

#[test]
fn many_rooms_are_caught_up_on_one_after_the_other() {
    let mut scene = Scene::new();
    let mut ada = scene.person("Ada");
    let mut rooms = vec![scene.general];
    for n in 0..20 {
        let command = hubbub_protocol::CreateRoom { name: format!("Room {n}") };
        rooms.push(now(hubbub_chat::rooms::create(&scene.chat, &ada.caller, &command)).expect("the name is free").id);
    }
    scene.deliver();
    for (n, room) in rooms.iter().enumerate() {
        ada.say(&mut scene, *room, n as u64);
    }
    let mut again = scene.socket(&ada.caller);
    let positions: Vec<_> = rooms.iter().map(|room| (*room, 0)).collect();
    again.command_only(&scene, resume(&scene, &ada, &positions));
    assert!(!again.is_live);
    again.settle();
    assert!(again.is_live);
    let parts = parts(&mut again);
    assert_eq!(parts.iter().map(|part| part.room).collect::<Vec<_>>(), rooms);
    assert!(parts.iter().all(|part| part.complete && part.entries.len() == 1));
}

#[test]
fn a_room_of_others_is_passed_over() {
    let mut scene = Scene::new();
    let (ada, mut grace) = (scene.person("Ada"), scene.stranger("Grace"));
    let garden = hubbub_protocol::CreateRoom { name: "Garden".to_owned() };
    let garden = now(hubbub_chat::rooms::create(&scene.chat, &ada.caller, &garden)).expect("the name is free");
    let hello = resume(&scene, &grace, &[(garden.id, 0)]);
    grace.command(&scene, hello);
    assert_eq!(parts(&mut grace), []);
}
