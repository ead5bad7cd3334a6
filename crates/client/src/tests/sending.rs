//! P3, P4, U13 to U16: every send has an answer, once and in order.

use hubbub_protocol::{ErrorCode, Nonce, Refusal, RoomId, limits};

use super::world::World;
use crate::{Connection, Effect, Input, Key};

fn screen_is(world: &World, room: RoomId, lines: &[&str]) {
    assert_eq!(world.screen(room), lines);
}

pub(super) fn busy(millis: u32) -> Refusal {
    Refusal::new(ErrorCode::RateLimited, "Too fast.").retry_after_ms(millis)
}

fn too_large() -> Refusal {
    Refusal::new(ErrorCode::TooLarge, "Too long.")
}

#[test]
fn a_message_is_shown_saved_sent_and_acknowledged_as_the_same_item() {
    let (mut world, garden) = World::live();
    let nonce = world.compose(garden, "Good morning");
    screen_is(&world, garden, &["Good morning (pending)"]);
    assert_eq!(world.keys(garden), [Key::Nonce(nonce)]);
    assert_eq!(world.client.unsent(), 1);
    assert!(world.sends().is_empty(), "it is not on disk yet");
    world.save();
    assert_eq!(world.sends().len(), 1);
    world.run();
    screen_is(&world, garden, &["Good morning"]);
    assert_eq!(world.keys(garden), [Key::Nonce(nonce)]);
    assert_eq!((world.client.unsent(), world.disk.len()), (0, 0));
}

#[test]
fn nothing_is_sent_before_it_is_on_disk() {
    let (mut world, garden) = World::live();
    world.disk_is_slow = true;
    world.compose(garden, "one");
    world.compose(garden, "two");
    world.run();
    world.pass(20_000);
    assert!(world.sends().is_empty());
    world.disk_is_slow = false;
    world.run();
    assert_eq!(world.log(garden), ["one", "two"]);
}

#[test]
fn a_disk_that_fails_does_not_keep_a_message_from_being_sent() {
    let (mut world, garden) = World::live();
    world.disk_is_slow = true;
    let nonce = world.compose(garden, "Good morning");
    world.input(Input::OutboxUnsaved(nonce));
    world.run();
    assert_eq!(world.log(garden), ["Good morning"]);
}

#[test]
fn the_echo_may_come_before_the_acknowledgement() {
    let (mut world, garden) = World::live();
    let nonce = world.compose(garden, "Good morning");
    world.save();
    world.serve();
    world.deliver(1);
    screen_is(&world, garden, &["Good morning"]);
    assert_eq!(world.keys(garden), [Key::Nonce(nonce)]);
    world.deliver(1);
    screen_is(&world, garden, &["Good morning"]);
    assert_eq!(world.keys(garden), [Key::Nonce(nonce)]);
}

#[test]
fn the_acknowledgement_may_come_before_the_echo() {
    let (mut world, garden) = World::live();
    let nonce = world.compose(garden, "Good morning");
    world.save();
    world.serve();
    world.server.down.make_contiguous().reverse();
    world.deliver(1);
    screen_is(&world, garden, &["Good morning"]);
    world.deliver(1);
    screen_is(&world, garden, &["Good morning"]);
    assert_eq!(world.keys(garden), [Key::Nonce(nonce)]);
}

#[test]
fn an_acknowledgement_that_overtakes_others_makes_no_gap() {
    let (mut world, garden) = World::live();
    world.say("Grace", garden, "hello");
    world.say("Linus", garden, "hi");
    world.compose(garden, "Good morning");
    world.save();
    world.serve();
    world.server.down.rotate_right(1);
    world.deliver(1);
    screen_is(&world, garden, &["Good morning"]);
    world.deliver(1);
    screen_is(&world, garden, &["hello", "Good morning"]);
    world.run();
    screen_is(&world, garden, &["hello", "hi", "Good morning"]);
    world.pass(5_000);
    assert!(world.fetched.is_empty(), "they came by themselves");
}

#[test]
fn what_an_acknowledgement_overtook_is_fetched_when_it_was_lost() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 1);
    world.run();
    world.server.lost_events = 3;
    world.say("Grace", garden, "hello");
    world.say("Linus", garden, "hi");
    world.compose(garden, "Good morning");
    world.run();
    screen_is(&world, garden, &["…", "Good morning"]);
    world.http_is_down = true;
    world.pass(300);
    screen_is(&world, garden, &["…", "(2 to 3 missing)", "Good morning"]);
    world.http_is_down = false;
    world.run();
    screen_is(&world, garden, &["…", "hello", "hi", "Good morning"]);
}

#[test]
fn a_lost_acknowledgement_leads_to_one_resend_and_one_message() {
    let (mut world, garden) = World::live();
    let nonce = world.compose(garden, "Good morning");
    world.save();
    world.serve();
    world.cut();
    screen_is(&world, garden, &["Good morning (queued)"]);
    // Without resume events only the second answer can tell.
    world.input(Input::ReleaseRoom(garden));
    world.heal();
    let nonces: Vec<Nonce> = world.sends().iter().map(|send| send.nonce).collect();
    assert_eq!(nonces, [nonce, nonce]);
    assert_eq!(world.log(garden), ["Good morning"]);
    assert_eq!(world.client.unsent(), 0);
}

#[test]
fn a_retryable_refusal_is_waited_out_and_order_is_kept() {
    let (mut world, garden) = World::live();
    world.server.refusals.extend([busy(1_000), busy(2_000)]);
    for body in ["one", "two", "three"] {
        world.compose(garden, body);
    }
    world.run();
    world.pass(999);
    assert_eq!(world.sends().len(), 1, "the wait is obeyed, and nobody overtakes");
    world.pass(1);
    assert_eq!(world.sends().len(), 2);
    world.pass(1_999);
    screen_is(&world, garden, &["one (pending)", "two (pending)", "three (pending)"]);
    world.pass(1);
    assert_eq!(world.log(garden), ["one", "two", "three"]);
}

#[test]
fn a_retryable_refusal_without_a_time_waits_a_backoff() {
    let (mut world, garden) = World::live();
    world.server.refusals.push_back(Refusal::new(ErrorCode::StorageFull, "Full."));
    world.compose(garden, "one");
    world.run();
    assert!(world.log(garden).is_empty());
    world.pass(500);
    assert_eq!(world.log(garden), ["one"]);
}

#[test]
fn a_refused_message_stays_in_its_place_and_those_behind_it_go_on() {
    let (mut world, garden) = World::live();
    world.server.refusals.push_back(too_large());
    let nonce = world.compose(garden, "one");
    world.compose(garden, "two");
    world.run();
    screen_is(&world, garden, &["two", "one (refused)"]);
    assert_eq!((world.client.unsent(), world.disk.len()), (0, 1));
    world.pass(60_000);
    assert_eq!(world.sends().len(), 2, "the person decides");
    world.input(Input::Retry(nonce));
    world.run();
    screen_is(&world, garden, &["two", "one"]);
}

#[test]
fn a_message_that_no_frame_can_carry_is_refused_here() {
    let (mut world, garden) = World::live();
    world.compose(garden, &"x".repeat(limits::MESSAGE_BODY + 1));
    // Short enough in bytes, but as JSON each of these takes six.
    world.compose(garden, &"\u{1}".repeat(limits::MESSAGE_BODY));
    world.compose(garden, "two");
    world.run();
    let refused = world.screen(garden).iter().filter(|line| line.ends_with("(refused)")).count();
    assert_eq!((refused, world.log(garden)), (2, vec!["two".to_owned()]));
}

#[test]
fn only_a_refused_message_can_be_thrown_away() {
    let (mut world, garden) = World::live();
    world.server.refusals.push_back(too_large());
    let nonce = world.compose(garden, "one");
    world.input(Input::Discard(nonce));
    assert_eq!(world.screen(garden).len(), 1);
    world.run();
    world.input(Input::Discard(nonce));
    assert!(world.screen(garden).is_empty() && world.disk.is_empty());
}

#[test]
fn each_room_sends_one_at_a_time_and_waits_for_no_other_room() {
    let (mut world, garden) = World::live();
    let kitchen = world.server.make_room("Kitchen", true);
    for (room, body) in [(garden, "one"), (garden, "two"), (kitchen, "soup"), (garden, "three")] {
        world.compose(room, body);
    }
    while world.save() {}
    let bodies: Vec<_> = world.sends().iter().map(|send| send.body.as_str()).collect();
    assert_eq!(bodies, ["one", "soup"]);
    world.run();
    assert_eq!(
        (world.log(garden), world.log(kitchen)),
        (vec!["one".into(), "two".into(), "three".into()], vec!["soup".into()])
    );
}

#[test]
fn what_is_written_offline_is_queued_survives_a_reload_and_goes_once_in_order() {
    let (mut world, garden) = World::live();
    world.cut();
    let keys = ["one", "two", "three"].map(|body| Key::Nonce(world.compose(garden, body)));
    world.run();
    screen_is(&world, garden, &["one (queued)", "two (queued)", "three (queued)"]);
    assert_eq!(world.client.unsent(), 3);
    world.reload();
    world.show(garden);
    screen_is(&world, garden, &["one (queued)", "two (queued)", "three (queued)"]);
    world.heal();
    screen_is(&world, garden, &["one", "two", "three"]);
    assert_eq!(world.keys(garden), keys);
    assert_eq!(world.log(garden), ["one", "two", "three"]);
    assert!(world.disk.is_empty());
}

#[test]
fn a_message_that_was_committed_before_the_reload_is_not_shown_twice() {
    let (mut world, garden) = World::live();
    world.compose(garden, "one");
    world.save();
    world.serve();
    world.line_is_down = true;
    world.reload();
    assert_eq!(world.disk.len(), 1);
    world.show(garden);
    screen_is(&world, garden, &["one"]);
    assert!(world.disk.is_empty());
    // The other way round: first the page, then the disk.
    let left = crate::Unsent {
        room: garden,
        nonce: super::server::message(&world.server.log(garden)[0]).nonce,
        body: "one".into(),
        written_at: super::server::at(0),
        order: 1,
        deed: crate::Deed::default(),
    };
    world.disk.push(left.clone());
    world.input(Input::OutboxLoaded(vec![left]));
    screen_is(&world, garden, &["one"]);
    assert!(world.disk.is_empty());
}

#[test]
fn what_another_tab_wrote_is_taken_over_once() {
    let (mut world, garden) = World::live();
    world.cut();
    world.compose(garden, "one");
    world.run();
    let mut from_elsewhere = world.disk[0].clone();
    from_elsewhere.nonce = Nonce::from_bytes([200; 16]);
    from_elsewhere.body = "two".into();
    from_elsewhere.order += 1;
    world.disk.push(from_elsewhere);
    for _ in 0..2 {
        world.input(Input::OutboxLoaded(world.disk.clone()));
        screen_is(&world, garden, &["one (queued)", "two (queued)"]);
    }
    world.heal();
    assert_eq!(world.log(garden), ["one", "two"]);
}

#[test]
fn what_another_tab_threw_away_disappears_here_but_nothing_else_does() {
    let (mut world, garden) = World::live();
    world.server.refusals.push_back(too_large());
    world.compose(garden, "one");
    world.run();
    world.cut();
    world.compose(garden, "two");
    world.run();
    world.input(Input::OutboxLoaded(Vec::new()));
    screen_is(&world, garden, &["two (queued)"]);
}

#[test]
fn a_message_is_taken_once_however_often_send_is_pressed() {
    let (mut world, garden) = World::live();
    let nonce = world.compose(garden, "one");
    let written_at = super::server::at(0);
    world.client.handle(
        world.now,
        Input::Compose { room: garden, nonce, body: "one".into(), links: crate::Links::default(), written_at },
    );
    assert_eq!(world.client.poll_effect(), None);
    screen_is(&world, garden, &["one (pending)"]);
}

#[test]
fn an_ended_session_refuses_no_message() {
    let (mut world, garden) = World::live();
    world.server.refusals.push_back(Refusal::new(ErrorCode::Unauthenticated, "Who are you?"));
    world.compose(garden, "one");
    world.run();
    assert_eq!(world.client.connection(), Connection::SignedOut);
    screen_is(&world, garden, &["one (queued)"]);
    world.input(Input::Start);
    world.run();
    assert_eq!(world.log(garden), ["one"]);
}

#[test]
fn somebody_elses_message_with_my_nonce_is_not_mine() {
    let (mut world, garden) = World::live();
    let nonce = world.compose(garden, "mine");
    let entry = world.server.say(&super::server::account("Mallory"), garden, nonce, "theirs");
    world.server.publish(hubbub_protocol::Event::LogAppended(entry.clone()));
    world.deliver(1);
    screen_is(&world, garden, &["theirs", "mine (pending)"]);
    assert_eq!(world.keys(garden), [Key::Seq(entry.seq), Key::Nonce(nonce)]);
}

#[test]
fn saving_comes_before_everything_else() {
    let (mut world, garden) = World::live();
    let (room, nonce) = (garden, Nonce::from_bytes([1; 16]));
    let compose = Input::Compose {
        room,
        nonce,
        body: "one".into(),
        links: crate::Links::default(),
        written_at: super::server::at(0),
    };
    world.client.handle(world.now, compose);
    assert!(matches!(world.client.poll_effect(), Some(Effect::Save(unsent)) if unsent.nonce == nonce));
    assert_eq!(world.client.poll_effect(), None);
}
