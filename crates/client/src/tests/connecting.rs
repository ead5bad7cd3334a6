//! P14, U41: connections end, and the client comes back in good time and in good order.

use hubbub_protocol::{Command, ErrorCode, Refusal, Reply};

use super::world::World;
use crate::{Change, Connection, Input};

fn wait(world: &World) -> u64 {
    match world.client.connection() {
        Connection::Waiting { until } => until.since(world.now),
        other => panic!("{other:?} is not waiting"),
    }
}

#[test]
fn the_first_words_say_who_speaks_and_what_is_held() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 3);
    world.show(garden);
    world.begin();
    let Command::Hello(hello) = &world.sent[0].command else { panic!("hello comes first") };
    assert_eq!(hello.client, "hubbub-tests/1");
    assert_eq!((hello.epoch, hello.resume.len()), (Some(world.server.epoch), 1));
    assert_eq!(world.client.account().map(|account| account.name.as_str()), Some("Ada"));
    assert_eq!((world.client.connection(), world.client.lost_since()), (Connection::Live, None));
}

#[test]
fn tries_are_spread_and_never_more_than_thirty_seconds_apart() {
    let (mut world, _) = World::live();
    world.cut();
    let lost = world.client.lost_since();
    assert_eq!(lost, Some(world.now));
    for bound in [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
        let wait = wait(&world);
        assert!(wait <= bound, "{wait} is more than {bound}");
        let opens = world.opens;
        world.pass(wait.max(1));
        assert!(world.opens > opens);
    }
    assert_eq!(world.client.lost_since(), lost, "the banner counts from the beginning");
}

#[test]
fn only_a_stable_connection_makes_the_next_wait_short_again() {
    for (stays, short) in [(29_000, false), (31_000, true)] {
        let (mut world, _) = World::live();
        world.cut();
        world.pass(200_000);
        world.line_is_down = false;
        world.input(Input::WentOnline);
        world.run();
        assert_eq!(world.client.connection(), Connection::Live);
        world.pass(stays);
        world.close(1006);
        let first = wait(&world);
        assert!(!short || first <= 500, "{first}");
        assert!(short || first > 500, "{first}");
    }
}

#[test]
fn coming_back_online_or_into_view_tries_at_once() {
    for input in [Input::WentOnline, Input::BecameVisible] {
        let (mut world, _) = World::live();
        world.cut();
        world.pass(100_000);
        world.line_is_down = false;
        world.input(input.clone());
        world.run();
        assert_eq!(world.client.connection(), Connection::Live);
        let opens = world.opens;
        world.input(input);
        assert_eq!(world.opens, opens, "a live connection is left alone");
    }
}

#[test]
fn losing_the_network_is_noticed_at_once() {
    let (mut world, garden) = World::live();
    world.line_is_down = true;
    world.input(Input::WentOffline);
    world.compose(garden, "one");
    world.run();
    assert_eq!(world.screen(garden), ["one (queued)"]);
    world.line_is_down = false;
    world.input(Input::WentOnline);
    world.run();
    assert_eq!(world.screen(garden), ["one"]);
}

#[test]
fn a_draining_server_is_left_alone_for_as_long_as_it_asked() {
    let (mut world, _) = World::live();
    world.server.drain(12_345);
    world.run();
    world.close(1012);
    assert_eq!(wait(&world), 12_345);
    let opens = world.opens;
    world.input(Input::BecameVisible);
    world.pass(12_344);
    assert_eq!(world.opens, opens, "impatience does not shorten it");
    world.pass(1);
    assert_eq!(world.client.connection(), Connection::Live);
    world.close(1012);
    assert!(wait(&world) <= 500, "it counts once");
}

#[test]
fn a_server_that_closes_for_good_is_not_asked_again() {
    for (code, connection, change) in [
        (1000, Connection::Off, None),
        (4401, Connection::SignedOut, Some(Change::SignedOut)),
        (4426, Connection::Outdated, Some(Change::Outdated)),
    ] {
        let (mut world, _) = World::live();
        world.close(code);
        assert_eq!(world.client.connection(), connection);
        assert!(change.is_none_or(|change| world.changes.contains(&change)));
        let opens = world.opens;
        world.input(Input::WentOnline);
        world.pass(100_000);
        assert_eq!((world.opens, world.client.next_deadline()), (opens, None));
    }
}

#[test]
fn stopping_closes_the_socket_and_stays_stopped() {
    let (mut world, _) = World::live();
    world.input(Input::Stop);
    assert_eq!((world.closes.as_slice(), world.client.connection()), (&[1000][..], Connection::Off));
    assert_eq!(world.client.next_deadline(), None);
}

#[test]
fn a_hello_without_an_answer_is_given_up_after_ten_seconds() {
    let (mut world, _) = World::new();
    world.input(Input::Start);
    world.open();
    world.serve();
    world.server.down.clear();
    world.pass(9_999);
    assert_eq!((world.client.connection(), world.closes.len()), (Connection::Connecting, 0));
    world.now = world.now.plus(1);
    world.input(Input::Tick);
    assert!(matches!(world.client.connection(), Connection::Waiting { .. }));
    assert_eq!(world.closes, [4000]);
}

#[test]
fn a_refused_hello_is_obeyed() {
    for (code, connection) in
        [(ErrorCode::Unauthenticated, Connection::SignedOut), (ErrorCode::UpgradeRequired, Connection::Outdated)]
    {
        let (mut world, _) = World::new();
        world.input(Input::Start);
        world.open();
        world.server.reply(1, Reply::Refused { error: Refusal::new(code, "No.") });
        world.deliver(1);
        assert_eq!(world.client.connection(), connection);
    }
    let (mut world, _) = World::new();
    world.input(Input::Start);
    world.open();
    let error = Refusal::new(ErrorCode::Overloaded, "Later.").retry_after_ms(7_000);
    world.server.reply(1, Reply::Refused { error });
    world.deliver(1);
    assert_eq!(wait(&world), 7_000);
}

#[test]
fn silence_for_longer_than_heartbeats_allow_means_the_connection_is_dead() {
    let (mut world, _) = World::live();
    world.pass(39_000);
    world.server.heartbeat();
    world.run();
    world.pass(39_999);
    assert_eq!(world.client.connection(), Connection::Live);
    world.pass(1);
    assert!(world.closes == [4000] && world.client.connection() != Connection::Live);
    world.pass(500);
    assert_eq!(world.client.connection(), Connection::Live);
}

#[test]
fn a_page_that_comes_into_view_does_not_trust_a_long_silence() {
    let (mut world, _) = World::live();
    world.now = world.now.plus(39_000);
    world.input(Input::BecameVisible);
    assert!(world.closes.is_empty());
    world.now = world.now.plus(3_600_000);
    world.input(Input::BecameVisible);
    world.run();
    assert_eq!((world.closes.as_slice(), world.client.connection()), (&[4000][..], Connection::Live));
}

#[test]
fn another_build_of_the_server_is_announced_once() {
    let (mut world, _) = World::live();
    assert_eq!(world.client.server_build(), Some("one"));
    world.server.build = "two".to_owned();
    for _ in 0..2 {
        world.close(1012);
        world.pass(1_000);
    }
    let announced = world.changes.iter().filter(|change| **change == Change::NewBuild("two".to_owned()));
    assert_eq!(announced.count(), 1);
}

#[test]
fn changes_are_coalesced() {
    let (mut world, garden) = World::live();
    for body in ["one", "two"] {
        world.say("Grace", garden, body);
        let text = world.server.down.pop_front().unwrap();
        world.client.handle(world.now, Input::FrameReceived(text));
    }
    let changes: Vec<_> = std::iter::from_fn(|| world.client.poll_change()).collect();
    assert_eq!(changes, [Change::Rooms, Change::Unread(garden), Change::Timeline(garden)]);
}
