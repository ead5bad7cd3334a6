//! P9, U31: read markers on several devices, and unread counts.

use hubbub_protocol::{Command, CommandFrame, ErrorCode, Event, MarkRead, Refusal, RoomId, Seq, message::InThread};

use super::{server::account, world::World};
use crate::{Change, Input, Mark};

/// Ada moves the marker on another device.
fn elsewhere(world: &mut World, room: RoomId, up_to: u64, back: bool) {
    world.server.mark(MarkRead { room, up_to: Seq::new(up_to), back });
}

fn mark(room: RoomId, after: u64, version: u64) -> Mark {
    Mark { room, after: Seq::new(after), back: false, version: Seq::new(version) }
}

fn asked(world: &World) -> usize {
    world.sent.iter().filter(|frame| matches!(frame.command, Command::CountUnread(_))).count()
}

fn marked(world: &World) -> Vec<(u64, bool)> {
    let mark = |frame: &CommandFrame| match frame.command {
        Command::MarkRead(MarkRead { up_to, back, .. }) => Some((up_to.get(), back)),
        _ => None,
    };
    world.sent.iter().filter_map(mark).collect()
}

#[test]
fn unread_is_what_others_wrote_in_the_room_behind_the_marker() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 4);
    world.compose(garden, "mine");
    world.run();
    assert_eq!(world.unread(garden), 4, "my own message is no news to me");
    world.read(garden, 2);
    world.read(garden, 1);
    assert_eq!(world.unread(garden), 2);
    let root = world.target(garden, "mine");
    for also_in_room in [false, true] {
        let (nonce, thread) = (world.nonce(), InThread { root, also_in_room });
        let entry = world.server.say_in(&account("Grace"), garden, nonce, "a reply", None, Some(thread));
        world.server.publish(Event::LogAppended(entry));
    }
    let entry = world.server.react(&account("Grace"), garden, root, "\u{1F339}", true);
    world.tell(entry);
    world.run();
    assert_eq!(world.unread(garden), 3, "neither what is only in a thread nor a reaction is");
    world.read(garden, 99);
    world.run();
    assert_eq!((world.unread(garden), world.server.marker(garden)), (0, Some(Seq::new(8))));
    assert_eq!(asked(&world), 0, "all of it is here to be counted");
}

#[test]
fn what_was_there_at_first_sight_is_not_news_and_the_server_remembers_it() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 10);
    world.begin();
    assert_eq!((world.unread(garden), world.server.marker(garden)), (0, Some(Seq::new(10))));
    world.server.hang_up();
    world.chatter(garden, 3);
    world.reads.clear();
    world.reload();
    assert_eq!(world.unread(garden), 3, "also for a device that knows nothing");
}

#[test]
fn positions_that_an_older_build_kept_are_taken_over() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 10);
    let old: Mark = hubbub_protocol::json::read(&format!(r#"{{"room":"{garden}","after":4}}"#)).unwrap();
    world.reads.push(old);
    world.begin();
    assert_eq!((world.unread(garden), world.server.marker(garden)), (6, Some(Seq::new(4))));
    assert_eq!(world.reads, [mark(garden, 4, 1)]);
    // One that is behind what another device has told meanwhile moves nothing.
    elsewhere(&mut world, garden, 8, false);
    world.reads = vec![old];
    world.server.hang_up();
    world.reload();
    assert_eq!((world.unread(garden), world.server.marker(garden)), (2, Some(Seq::new(8))));
}

#[test]
fn a_marker_that_another_device_moves_moves_here() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 6);
    world.run();
    world.changes.clear();
    elsewhere(&mut world, garden, 4, false);
    world.run();
    assert_eq!(world.unread(garden), 2);
    assert!(world.changes.contains(&Change::Unread(garden)));
    elsewhere(&mut world, garden, 1, true);
    world.run();
    assert_eq!(world.unread(garden), 5);
    world.read(garden, 6);
    world.run();
    assert_eq!((world.unread(garden), world.server.marker(garden)), (0, Some(Seq::new(6))));
}

#[test]
fn a_count_that_cannot_be_told_from_here_is_asked_for() {
    let (mut world, garden) = World::live();
    world.input(Input::ReleaseRoom(garden));
    world.server.hang_up();
    world.chatter(garden, 5);
    world.pass(41_000);
    assert_eq!((world.unread(garden), asked(&world)), (5, 0), "the welcome tells");
    elsewhere(&mut world, garden, 2, false);
    world.run();
    assert_eq!((world.unread(garden), asked(&world)), (3, 1));
    let fourth = super::server::target(&world.server.log(garden)[3]);
    let gone = world.server.delete(garden, fourth);
    world.tell(gone);
    world.run();
    world.chatter(garden, 2);
    world.run();
    assert_eq!((world.unread(garden), asked(&world)), (4, 2), "a message that was only counted is gone");
    let last = super::server::target(world.server.log(garden).last().unwrap());
    let gone = world.server.delete(garden, last);
    world.tell(gone);
    world.run();
    assert_eq!((world.unread(garden), asked(&world)), (3, 2), "one that came live needs no question");
}

#[test]
fn an_answer_that_is_out_of_date_when_it_comes_is_asked_for_again() {
    let (mut world, garden) = World::live();
    world.input(Input::ReleaseRoom(garden));
    world.server.hang_up();
    world.chatter(garden, 5);
    world.pass(41_000);
    world.input(Input::Read { room: garden, up_to: Seq::new(2) });
    while world.serve() {}
    world.input(Input::Read { room: garden, up_to: Seq::new(3) });
    world.run();
    assert_eq!(world.unread(garden), 2);
    world.server.lost_events = 1;
    world.chatter(garden, 2);
    world.run();
    assert_eq!(world.unread(garden), 4, "a hole in what came live");
    world.server.lost_events = 1;
    world.chatter(garden, 1);
    world.server.heartbeat();
    world.run();
    assert_eq!(world.unread(garden), 5, "a heartbeat tells of what nothing follows");
}

#[test]
fn marking_unread_moves_back_and_only_back() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 5);
    world.run();
    world.read(garden, 5);
    world.run();
    world.input(Input::MarkUnread { room: garden, from: Seq::new(3) });
    assert_eq!(world.unread(garden), 3);
    world.input(Input::MarkUnread { room: garden, from: Seq::new(4) });
    world.run();
    assert_eq!((world.unread(garden), world.server.marker(garden)), (3, Some(Seq::new(2))));
    assert_eq!(marked(&world), [(0, false), (5, false), (2, true)]);
}

#[test]
fn what_was_read_offline_is_told_once_it_can_be_and_in_one_command() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 5);
    world.run();
    world.cut();
    for up_to in 1..=4 {
        world.read(garden, up_to);
    }
    assert_eq!(world.unread(garden), 1);
    assert_eq!(world.reads, [mark(garden, 4, 0)], "not told, so it is kept");
    world.reload();
    world.show(garden);
    world.line_is_down = false;
    world.pass(30_000);
    assert_eq!((world.unread(garden), world.server.marker(garden)), (1, Some(Seq::new(4))));
    assert_eq!(world.reads, [mark(garden, 4, 2)]);
    assert_eq!(marked(&world), [(0, false), (4, false)]);
}

#[test]
fn reading_on_after_marking_unread_offline_does_not_jump_forward() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 5);
    world.read(garden, 5);
    world.run();
    world.read(garden, 5);
    world.run();
    world.cut();
    world.input(Input::MarkUnread { room: garden, from: Seq::new(2) });
    world.read(garden, 3);
    world.heal();
    assert_eq!((world.unread(garden), world.server.marker(garden)), (2, Some(Seq::new(3))));
}

#[test]
fn a_refused_marker_is_tried_again_or_given_up() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 5);
    world.run();
    world.server.refusals.push_back(Refusal::new(ErrorCode::Overloaded, "Later.").retry_after_ms(200));
    world.read(garden, 5);
    world.run();
    assert_eq!((world.unread(garden), world.server.marker(garden)), (0, Some(Seq::ZERO)));
    world.pass(200);
    assert_eq!(world.server.marker(garden), Some(Seq::new(5)));
    world.chatter(garden, 1);
    world.server.refusals.push_back(Refusal::new(ErrorCode::NotFound, "Gone."));
    world.read(garden, 6);
    world.run();
    assert_eq!((world.unread(garden), world.server.marker(garden)), (1, Some(Seq::new(5))), "it is taken back");
}

#[test]
fn a_version_that_is_left_out_is_noticed() {
    for heartbeat in [false, true] {
        let (mut world, garden) = World::live();
        world.chatter(garden, 5);
        world.run();
        world.server.lost_events = 1;
        elsewhere(&mut world, garden, 3, false);
        if heartbeat {
            world.server.heartbeat();
        } else {
            elsewhere(&mut world, garden, 4, false);
        }
        world.run();
        world.pass(1_000);
        assert_eq!(world.unread(garden), if heartbeat { 2 } else { 1 });
        assert_eq!(world.opens, 2, "the next welcome tells");
    }
}

#[test]
fn the_page_knows_the_markers_that_it_was_rendered_with_and_the_disk_those_that_are_newer() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 9);
    elsewhere(&mut world, garden, 4, false);
    let shown = |world: &mut World, on_disk: Option<Mark>| {
        world.reload();
        world.client = super::world::new_client(7);
        let items = vec![hubbub_protocol::Item::ReadMarker { room: garden, up_to: Seq::new(4) }];
        world.input(Input::ShowAccount { version: Seq::new(1), items });
        world.input(Input::ReadLoaded(on_disk.into_iter().collect()));
        world.client.read_marker(garden).map(Seq::get)
    };
    assert_eq!(shown(&mut world, None), Some(4));
    assert_eq!(shown(&mut world, Some(mark(garden, 7, 1))), Some(4), "it is no newer");
    assert_eq!(shown(&mut world, Some(mark(garden, 7, 2))), Some(7));
    assert_eq!(shown(&mut world, Some(mark(garden, 7, 0))), Some(7), "it was never told");
    world.show(garden);
    world.input(Input::Start);
    world.run();
    let hello = world.sent.iter().rev().find_map(|frame| match &frame.command {
        Command::Hello(hello) => Some(hello.account_version),
        _ => None,
    });
    assert_eq!(hello, Some(Some(Seq::new(1))), "what is held need not be told again");
    assert_eq!((world.unread(garden), world.server.marker(garden)), (2, Some(Seq::new(7))));
}

#[test]
fn an_answer_that_overtakes_events_does_not_take_a_marker_back() {
    let (mut world, garden) = World::live();
    let kitchen = world.server.make_room("Kitchen", true);
    for room in [garden, kitchen] {
        world.chatter(room, 5);
    }
    world.run();
    world.read(garden, 3);
    elsewhere(&mut world, garden, 5, false);
    while world.deliver(1) {}
    elsewhere(&mut world, kitchen, 5, false);
    world.serve();
    let answer = world.server.down.pop_back().expect("the marker has an answer");
    world.server.down.push_front(answer);
    world.run();
    assert_eq!((world.unread(garden), world.unread(kitchen)), (0, 0));
    assert_eq!(world.client.read_marker(garden), Some(Seq::new(5)), "another device had read further");
}
