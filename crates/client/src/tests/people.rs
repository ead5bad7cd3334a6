//! P10: who is here, who types.

use hubbub_protocol::{Event, PresenceChanged, RoomId, TypingChanged};

use super::{
    server::{account, ada},
    world::World,
};
use crate::{Change, Input};

fn presence(world: &mut World, room: RoomId, came: &[&str], went: &[&str], count: u32) {
    let came = came.iter().map(|name| account(name)).collect();
    let went = went.iter().map(|name| account(name).id).collect();
    world.server.publish(Event::PresenceChanged(PresenceChanged { room, came, went, count }));
    world.changes.clear();
    world.run();
}

fn types(world: &mut World, name: &str, room: RoomId, typing: bool) {
    world.server.publish(Event::TypingChanged(TypingChanged { room, account: account(name), typing }));
    world.changes.clear();
    world.run();
}

fn typing(world: &World, room: RoomId) -> Vec<&str> {
    world.client.room(room).unwrap().typing().map(|account| account.name.as_str()).collect()
}

fn signals(world: &World) -> Vec<bool> {
    world.typing_signals().iter().map(|signal| signal.typing).collect()
}

#[test]
fn those_who_come_and_go_are_named() {
    let (mut world, garden) = World::live();
    presence(&mut world, garden, &["Grace", "Ada"], &[], 2);
    let notice = |came: &[&str], went: &[&str]| Change::Notice {
        room: garden,
        came: came.iter().map(|name| account(name)).collect(),
        went: went.iter().map(|name| account(name)).collect(),
    };
    assert_eq!(world.changes, [Change::Presence(garden), notice(&["Grace"], &[])]);
    presence(&mut world, garden, &["Linus"], &["Grace"], 2);
    assert_eq!(world.changes, [Change::Presence(garden), notice(&["Linus"], &["Grace"])]);
    let here = world.client.room(garden).unwrap().presence();
    assert_eq!((here.count, here.accounts.as_slice()), (2, &[ada(), account("Linus")][..]));
}

#[test]
fn my_own_coming_and_strangers_make_no_line() {
    let (mut world, garden) = World::live();
    presence(&mut world, garden, &[], &["Ada", "Marvin"], 0);
    assert_eq!(world.changes, [Change::Presence(garden)]);
}

#[test]
fn others_type_until_they_stop_send_or_fall_silent() {
    let (mut world, garden) = World::live();
    types(&mut world, "Grace", garden, true);
    types(&mut world, "Linus", garden, true);
    types(&mut world, "Marvin", garden, true);
    assert_eq!(typing(&world, garden), ["Grace", "Linus", "Marvin"]);
    types(&mut world, "Marvin", garden, false);
    world.say("Grace", garden, "hello");
    world.run();
    assert_eq!(typing(&world, garden), ["Linus"]);
    world.pass(5_999);
    assert_eq!(typing(&world, garden), ["Linus"]);
    world.changes.clear();
    world.pass(1);
    assert!(typing(&world, garden).is_empty());
    assert_eq!(world.changes, [Change::Typing(garden)]);
}

#[test]
fn a_renewed_signal_lasts_longer_and_changes_nothing() {
    let (mut world, garden) = World::live();
    types(&mut world, "Grace", garden, true);
    world.pass(4_000);
    types(&mut world, "Grace", garden, true);
    assert!(world.changes.is_empty());
    world.pass(4_000);
    assert_eq!(typing(&world, garden), ["Grace"]);
    types(&mut world, "Ada", garden, true);
    assert_eq!(typing(&world, garden), ["Grace"], "my other tab is not somebody else");
}

#[test]
fn my_typing_is_told_at_once_renewed_rarely_and_ended_after_a_pause() {
    let (mut world, garden) = World::live();
    for _ in 0..50 {
        world.input(Input::Typing { room: garden, active: true });
        world.pass(100);
    }
    assert_eq!(signals(&world), [true, true]);
    world.pass(4_899);
    assert_eq!(signals(&world).len(), 2);
    world.pass(1);
    assert_eq!(signals(&world), [true, true, false]);
    world.pass(60_000);
    assert_eq!(signals(&world).len(), 3);
}

#[test]
fn my_typing_ends_with_an_empty_composer_a_sent_message_or_another_room() {
    let (mut world, garden) = World::live();
    let kitchen = world.server.make_room("Kitchen", true);
    let active = |room| Input::Typing { room, active: true };
    world.input(active(garden));
    world.input(Input::Typing { room: garden, active: false });
    world.input(Input::Typing { room: garden, active: false });
    assert_eq!(signals(&world), [true, false]);
    world.input(active(garden));
    world.compose(garden, "hello");
    assert_eq!(signals(&world)[2..], [true, false]);
    world.input(active(garden));
    world.input(active(kitchen));
    assert_eq!(signals(&world)[4..], [true, false, true]);
    assert_eq!(world.typing_signals()[5].room, garden);
    assert_eq!(world.typing_signals()[6].room, kitchen);
}

#[test]
fn without_a_connection_nobody_is_told_and_afterwards_at_the_next_key() {
    let (mut world, garden) = World::live();
    world.input(Input::Typing { room: garden, active: true });
    world.close(1006);
    world.input(Input::Typing { room: garden, active: true });
    assert_eq!(signals(&world), [true]);
    world.pass(500);
    world.input(Input::Typing { room: garden, active: true });
    assert_eq!(signals(&world), [true, true]);
}
