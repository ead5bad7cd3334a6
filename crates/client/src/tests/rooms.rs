//! Rooms: making, joining and losing them.

use hubbub_protocol::{ErrorCode, Event, RoomCreated, Seq};

use super::{server::account, world::World};
use crate::{Change, Input};

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
fn a_direct_room_is_opened_once_however_often_it_is_asked_for() {
    let (mut world, _) = World::live();
    let grace = account("Grace").id;
    world.input(Input::OpenDirect { request: 1, people: vec![grace] });
    world.serve();
    // The answer is lost; the wish is not.
    world.cut();
    world.heal();
    world.input(Input::OpenDirect { request: 2, people: vec![grace] });
    world.run();
    let direct = world.server.rooms[1].0.id;
    for request in [1, 2] {
        assert!(world.changes.contains(&Change::RoomOpened { request: Some(request), room: direct }), "{request}");
    }
    assert_eq!((world.server.rooms.len(), world.client.rooms().count()), (2, 2));
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
