//! P9, U31: rooms, read positions and unread counts.

use hubbub_protocol::{ErrorCode, Event, Position, RoomCreated, Seq};

use super::world::World;
use crate::{Change, Input};

#[test]
fn unread_is_what_others_wrote_behind_the_read_position() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 4);
    world.run();
    assert_eq!(world.unread(garden), 4);
    world.read(garden, 2);
    world.read(garden, 1);
    assert_eq!((world.unread(garden), world.reads[0].after), (2, Seq::new(2)));
    world.compose(garden, "mine");
    world.chatter(garden, 1);
    world.run();
    assert_eq!(world.unread(garden), 3, "my own message is no news to me");
    world.read(garden, 99);
    assert_eq!((world.unread(garden), world.client.room(garden).unwrap().read()), (0, Seq::new(6)));
    world.compose(garden, "mine");
    world.run();
    assert_eq!((world.unread(garden), world.reads[0].after), (0, Seq::new(7)));
}

#[test]
fn a_room_that_is_not_on_the_screen_counts_too() {
    let (mut world, garden) = World::live();
    world.input(Input::ReleaseRoom(garden));
    world.chatter(garden, 2);
    world.server.lost_events = 1;
    world.chatter(garden, 1);
    world.server.heartbeat();
    world.compose(garden, "mine");
    world.run();
    assert_eq!(world.unread(garden), 3);
    assert!(world.client.timeline(garden).is_none() && world.fetched.is_empty());
}

#[test]
fn the_first_sight_of_a_room_is_remembered_over_a_reload() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 10);
    world.begin();
    assert_eq!(world.unread(garden), 0);
    world.server.hang_up();
    world.chatter(garden, 3);
    world.reload();
    assert_eq!(world.unread(garden), 3);
}

#[test]
fn positions_that_come_late_from_disk_still_count() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 10);
    world.input(Input::Start);
    world.run();
    assert!(world.reads.is_empty(), "a guess must not overwrite what has not been read yet");
    world.input(Input::ReadLoaded(vec![Position { room: garden, after: Seq::new(4) }]));
    assert_eq!(world.unread(garden), 6);
    world.input(Input::ReadLoaded(vec![Position { room: garden, after: Seq::new(8) }]));
    assert_eq!(world.unread(garden), 2, "another tab has read on");
}

#[test]
fn messages_of_mine_that_were_there_before_the_connection_are_recognised() {
    let (mut world, garden) = World::live();
    world.read(garden, 0);
    world.chatter(garden, 1);
    world.compose(garden, "mine");
    world.run();
    world.server.hang_up();
    world.line_is_down = true;
    world.reload();
    world.show(garden);
    world.line_is_down = false;
    world.pass(30_000);
    assert_eq!(world.unread(garden), 1);
}

#[test]
fn a_room_is_made_and_joined() {
    let (mut world, _) = World::live();
    let attic = world.server.make_room("Attic", false);
    world.input(Input::CreateRoom { request: 5, name: "Kitchen".to_owned() });
    world.input(Input::JoinRoom(attic));
    world.run();
    let kitchen = world.server.rooms[2].0.id;
    assert!(world.changes.contains(&Change::RoomOpened { request: Some(5), room: kitchen }));
    assert!(world.changes.contains(&Change::RoomOpened { request: None, room: attic }));
    assert_eq!(world.client.rooms().count(), 3);
    world.input(Input::CreateRoom { request: 6, name: "Kitchen".to_owned() });
    world.run();
    let refused = |change: &Change| matches!(change, Change::RoomRefused { request: Some(6), refusal } if refusal.code == ErrorCode::NameTaken);
    assert!(world.changes.iter().any(refused));
}

#[test]
fn a_room_that_is_asked_for_offline_is_opened_later() {
    let (mut world, _) = World::live();
    world.cut();
    world.input(Input::CreateRoom { request: 1, name: "Kitchen".to_owned() });
    world.heal();
    assert_eq!(world.client.rooms().count(), 2);
}

#[test]
fn a_room_whose_answer_was_lost_is_opened_and_not_refused() {
    let (mut world, _) = World::live();
    world.input(Input::CreateRoom { request: 1, name: "Kitchen".to_owned() });
    world.serve();
    world.cut();
    world.heal();
    let kitchen = world.server.rooms[1].0.id;
    assert!(world.changes.contains(&Change::RoomOpened { request: Some(1), room: kitchen }));
    assert!(!world.changes.iter().any(|change| matches!(change, Change::RoomRefused { .. })));
    assert_eq!(world.server.rooms.len(), 2);
}

#[test]
fn a_room_joined_on_another_device_appears_without_being_opened() {
    let (mut world, _) = World::live();
    let kitchen = world.server.make_room("Kitchen", true);
    world.chatter(kitchen, 1);
    world.run();
    assert_eq!(world.client.room(kitchen).unwrap().head(), Seq::new(1));
    assert!(!world.changes.iter().any(|change| matches!(change, Change::RoomOpened { .. })));
}

#[test]
fn a_new_room_is_announced_and_one_that_was_left_disappears() {
    let (mut world, garden) = World::live();
    let room = world.server.rooms[0].0.clone();
    world.server.publish(Event::RoomCreated(RoomCreated { room: room.clone() }));
    world.run();
    assert!(world.changes.contains(&Change::NewRoom(room)));
    world.server.rooms[0].2 = false;
    world.close(1006);
    world.pass(1_000);
    assert!(world.client.room(garden).is_none());
}
