//! What people do with messages: shown at once, carried out once, taken back when it is refused.

use hubbub_protocol::{Command, ErrorCode, Refusal, RoomId, Target, limits};

use super::{
    server::{account, message},
    world::World,
};
use crate::{Change, Deed, Input, Links, SendState};

const UNDO_MS: u64 = 5_000;

/// Ada has said "hi" and everybody has seen it.
fn said() -> (World, RoomId, Target) {
    let (mut world, garden) = World::live();
    world.compose(garden, "hi");
    world.run();
    let target = world.target(garden, "hi");
    world.sent.clear();
    (world, garden, target)
}

/// What is shown of a message: its text and its reactions.
fn shown(world: &World, room: RoomId, target: Target) -> (String, Vec<String>) {
    let message = world.client.timeline(room).unwrap().message(target.seq).unwrap();
    let line = |reaction: &hubbub_protocol::Reaction| {
        let names: Vec<_> = reaction.by.iter().map(|account| account.name.as_str()).collect();
        format!("{} {}", reaction.emoji, names.join(" "))
    };
    (message.body.clone(), message.reactions.iter().map(line).collect())
}

fn edit(target: Target, body: &str) -> Deed {
    Deed::Edit { target, body: body.to_owned() }
}

fn react(target: Target, emoji: &str, on: bool) -> Deed {
    Deed::React { target, emoji: emoji.to_owned(), on }
}

fn deletions(world: &World) -> usize {
    world.sent.iter().filter(|frame| matches!(frame.command, Command::DeleteMessage(_))).count()
}

fn refusal(code: ErrorCode) -> Refusal {
    Refusal::new(code, "No.")
}

#[test]
fn an_edit_is_shown_at_once_and_kept_until_the_log_has_it() {
    let (mut world, garden, target) = said();
    world.act(garden, edit(target, "hello"));
    assert_eq!(shown(&world, garden, target).0, "hello");
    assert_eq!(world.client.timeline(garden).unwrap().deeds(target.seq).count(), 1);
    assert!(world.sent.is_empty(), "it is not on disk yet");
    world.save();
    world.serve();
    // The acknowledgement overtakes the entry, and nothing flickers.
    world.server.down.make_contiguous().reverse();
    world.deliver(1);
    assert_eq!((shown(&world, garden, target).0.as_str(), world.client.unsent(), world.disk.len()), ("hello", 0, 0));
    world.run();
    assert_eq!(shown(&world, garden, target).0, "hello");
    assert_eq!(world.client.timeline(garden).unwrap().deeds(target.seq).count(), 0);
}

#[test]
fn an_edit_is_shown_after_a_reload_before_the_server_has_said_who_is_here() {
    let (mut world, garden, target) = said();
    world.cut();
    world.act(garden, edit(target, "hello"));
    world.save();
    world.reload();
    world.show(garden);
    assert_eq!(world.client.account(), None);
    assert_eq!(shown(&world, garden, target).0, "hello");
    assert_eq!(world.client.timeline(garden).unwrap().deeds(target.seq).count(), 1);
}

#[test]
fn a_refused_edit_is_taken_back_and_its_text_kept() {
    let (mut world, garden, target) = said();
    world.server.refusals.push_back(refusal(ErrorCode::Forbidden));
    let nonce = world.act(garden, edit(target, "hello"));
    world.run();
    assert_eq!(shown(&world, garden, target).0, "hi");
    let timeline = world.client.timeline(garden).unwrap();
    let (unsent, state) = timeline.deeds(target.seq).next().unwrap();
    assert_eq!(unsent.deed, edit(target, "hello"));
    assert!(matches!(state, SendState::Refused(_)));
    let told = |change: &Change| matches!(change, Change::DeedRefused { deed: Deed::Edit { .. }, .. });
    assert!(world.changes.iter().any(told));
    world.input(Input::Retry(nonce));
    world.run();
    assert_eq!(shown(&world, garden, target).0, "hello");
    world.server.refusals.push_back(refusal(ErrorCode::Deleted));
    let nonce = world.act(garden, edit(target, "too late"));
    world.run();
    world.input(Input::Discard(nonce));
    assert!(world.disk.is_empty());
}

#[test]
fn a_refused_reaction_is_taken_back_and_told() {
    let (mut world, garden, target) = said();
    world.server.refusals.push_back(refusal(ErrorCode::TooMany));
    world.act(garden, react(target, "👍", true));
    assert_eq!(shown(&world, garden, target).1, ["👍 Ada"]);
    world.run();
    assert!(shown(&world, garden, target).1.is_empty());
    assert!(world.changes.iter().any(|change| matches!(change, Change::DeedRefused { .. })));
    assert_eq!((world.client.unsent(), world.disk.len()), (0, 0));
}

#[test]
fn a_reaction_survives_lost_answers_and_a_reload_and_is_there_once() {
    let (mut world, garden, target) = said();
    world.server.lost_acks = 1;
    world.server.lost_events = 1;
    world.act(garden, react(target, "👍", true));
    world.save();
    world.serve();
    world.reload();
    world.show(garden);
    world.run();
    assert_eq!(shown(&world, garden, target).1, ["👍 Ada"]);
    assert_eq!(world.server.head(garden).get(), 2, "it is in the log once");
    assert!(world.disk.is_empty());
}

#[test]
fn only_the_last_of_many_toggles_goes_out() {
    let (mut world, garden, target) = said();
    world.cut();
    for on in [true, false, true, false, true] {
        world.act(garden, react(target, "👍", on));
    }
    world.act(garden, react(target, "🎉", true));
    assert_eq!(shown(&world, garden, target).1, ["👍 Ada", "🎉 Ada"]);
    world.heal();
    let sent = |command: &Command| matches!(command, Command::AddReaction(_) | Command::RemoveReaction(_));
    assert_eq!(world.sent.iter().filter(|frame| sent(&frame.command)).count(), 2);
    assert_eq!(shown(&world, garden, target).1, ["👍 Ada", "🎉 Ada"]);
}

#[test]
fn a_deletion_can_be_taken_back_for_five_seconds_and_goes_nowhere_before() {
    let (mut world, garden, target) = said();
    let nonce = world.act(garden, Deed::Delete { target });
    assert_eq!(world.screen(garden), ["(deleted)"]);
    world.pass(UNDO_MS - 1);
    assert!(deletions(&world) == 0 && world.disk.is_empty());
    assert!(world.client.can_undo(nonce));
    world.input(Input::Undo(nonce));
    assert!(!world.client.can_undo(nonce));
    assert_eq!(world.screen(garden), ["hi"]);
    world.pass(60_000);
    assert_eq!(deletions(&world), 0);
    let nonce = world.act(garden, Deed::Delete { target });
    // Nothing has to wait for it.
    world.compose(garden, "next");
    world.run();
    assert_eq!(world.log(garden), ["hi", "next"]);
    world.pass(UNDO_MS);
    assert_eq!(world.screen(garden), ["(deleted)", "next", "(3)"]);
    world.input(Input::Undo(nonce));
    world.run();
    assert_eq!(world.screen(garden), ["(deleted)", "next", "(3)"], "deleting is final");
}

#[test]
fn a_deletion_goes_out_when_the_page_is_left() {
    let (mut world, garden, target) = said();
    world.act(garden, Deed::Delete { target });
    world.input(Input::BecameHidden);
    world.save();
    assert_eq!(deletions(&world), 1);
    world.run();
    assert_eq!(world.screen(garden), ["(deleted)", "(2)"]);
    let (mut world, garden, target) = said();
    world.cut();
    world.act(garden, Deed::Delete { target });
    world.input(Input::BecameHidden);
    world.save();
    assert_eq!(world.disk.len(), 1);
    world.line_is_down = false;
    world.reload();
    world.show(garden);
    world.run();
    assert_eq!(world.screen(garden), ["(deleted)", "(2)"]);
}

#[test]
fn a_cancelled_message_is_never_seen_whatever_had_become_of_it() {
    // How far the send came before it was cancelled: not even to the disk, to the socket, to the server, and its
    // answers may be on their way or lost.
    for stage in 0..6 {
        let (mut world, garden) = World::live();
        let nonce = world.compose(garden, "never mind");
        if stage > 0 {
            world.save();
        }
        if stage > 1 {
            world.server.lost_acks = usize::from(stage == 4);
            world.server.lost_events = usize::from(stage == 5);
            world.serve();
        }
        if stage == 3 {
            world.cut();
        }
        world.input(Input::Cancel(nonce));
        let hidden = |world: &World| !world.screen(garden).iter().any(|line| line.contains("never mind"));
        assert!(hidden(&world), "at once, at stage {stage}");
        while world.save() || world.open() || world.serve() || world.deliver(1) || world.fetch() {
            assert!(hidden(&world), "later, at stage {stage}");
        }
        world.heal();
        assert!(hidden(&world), "in the end, at stage {stage}");
        assert_eq!((world.client.unsent(), world.disk.len()), (0, 0));
        let entries = world.server.log(garden).clone();
        assert!(entries.is_empty() || entries.len() == 2, "sent and deleted, or never sent: {entries:?}");
        // A retry from elsewhere finds the nonce used up.
        world.server.read(&format!(
            r#"{{"id":99,"command":"send_message","room":"{garden}","nonce":"{nonce}","body":"never mind"}}"#
        ));
        assert_eq!(world.server.log(garden).len(), entries.len());
    }
}

#[test]
fn a_message_that_was_cancelled_in_another_tab_leaves_this_one() {
    let (mut world, garden) = World::live();
    world.server.refusals.push_back(refusal(ErrorCode::Cancelled));
    world.compose(garden, "never mind");
    world.run();
    assert!(world.screen(garden).is_empty());
    assert!(world.disk.is_empty());
}

#[test]
fn what_comes_out_of_order_ends_as_if_it_had_not() {
    let (mut world, garden, target) = said();
    let grace = account("Grace");
    world.http_is_down = true;
    world.server.lost_events = 1;
    let lost = world.server.react(&grace, garden, target, "👍", true);
    world.tell(lost);
    let linus = account("Linus");
    let came = world.server.react(&linus, garden, target, "👍", true);
    world.tell(came);
    world.run();
    assert_eq!(shown(&world, garden, target).1, ["👍 Linus"]);
    world.http_is_down = false;
    world.pass(1_000);
    assert_eq!(shown(&world, garden, target).1, ["👍 Grace Linus"]);
}

#[test]
fn what_was_deleted_during_a_long_absence_is_gone_before_anybody_scrolls() {
    let (mut world, garden, target) = said();
    world.cut();
    let deleted = world.server.delete(garden, target);
    world.tell(deleted);
    world.chatter(garden, 2 * limits::RESUME_ENTRIES);
    world.heal();
    assert_eq!(world.screen(garden)[0], "(deleted)");
    assert!(world.screen(garden)[1].contains("missing"), "the gap is still there: {}", world.screen(garden)[1]);
}

#[test]
fn an_answer_shows_what_it_answers_and_follows_it() {
    let (mut world, garden, target) = said();
    let (nonce, links) = (world.nonce(), Links { reply_to: Some(target), ..Links::default() });
    let compose =
        Input::Compose { room: garden, nonce, body: "hi yourself".into(), links, written_at: super::server::at(0) };
    world.input(compose);
    world.run();
    let quote = |world: &World| {
        let answer = world.client.timeline(garden).unwrap().message(hubbub_protocol::Seq::new(2)).unwrap();
        let quote = answer.reply_to.clone().unwrap();
        (quote.excerpt, quote.deleted)
    };
    assert_eq!(quote(&world), ("hi".to_owned(), false));
    world.act(garden, edit(target, "hello"));
    world.run();
    assert_eq!(quote(&world), ("hello".to_owned(), false));
    world.act(garden, Deed::Delete { target });
    world.pass(UNDO_MS);
    assert_eq!(quote(&world), (String::new(), true));
}

#[test]
fn an_answer_that_is_acknowledged_before_a_cut_shows_what_it_answers_after_it() {
    let (mut world, garden) = World::live();
    world.cut();
    world.chatter(garden, 2 * limits::RESUME_ENTRIES);
    world.heal();
    // What is answered is in the gap, so that only the server can tell what it says.
    let entry = world.server.log(garden)[9].clone();
    let target = Target { seq: entry.seq, message: message(&entry).id };
    let (nonce, links) = (world.nonce(), Links { reply_to: Some(target), ..Links::default() });
    let body = "an answer".to_owned();
    world.input(Input::Compose { room: garden, nonce, body, links, written_at: super::server::at(0) });
    while world.save() || world.serve() {}
    let lost = world.server.down.pop_front();
    assert!(lost.is_some_and(|event| event.contains("log_appended")));
    assert!(world.deliver(1), "the acknowledgement comes");
    world.cut();
    world.heal();
    let timeline = world.client.timeline(garden).unwrap();
    let answer = timeline.message(hubbub_protocol::Seq::new(2 * limits::RESUME_ENTRIES as u64 + 1)).unwrap();
    assert_eq!(answer.body, "an answer");
    assert_eq!(answer.reply_to.as_ref().map(|quote| quote.target), Some(target));
}

#[test]
fn a_cancellation_survives_that_the_outbox_is_read_before_it_is_saved() {
    let (mut world, garden) = World::live();
    let nonce = world.compose(garden, "in anger");
    assert!(world.save() && world.serve());
    world.input(Input::Cancel(nonce));
    assert!(world.deliver(1), "its entry comes");
    world.input(Input::OutboxLoaded(world.disk.clone()));
    world.run();
    let said = world.server.page_of_all(garden).entries[0].clone();
    assert!(message(&said).deleted.is_some(), "the server knows");
    assert_eq!(world.client.unsent(), 0);
}

#[test]
fn an_old_outbox_on_disk_is_understood() {
    let (mut world, garden) = World::live();
    let nonce = world.nonce();
    let text = format!(r#"{{"room":"{garden}","nonce":"{nonce}","body":"from before","written_at":1,"order":1}}"#);
    let unsent: crate::Unsent = hubbub_protocol::json::read(&text).unwrap();
    assert_eq!(serde_json::to_string(&unsent).unwrap(), text, "a plain message is written as before");
    world.disk.push(unsent.clone());
    world.input(Input::OutboxLoaded(vec![unsent]));
    world.run();
    assert_eq!(world.screen(garden), ["from before"]);
}

#[test]
fn every_deed_returns_from_the_disk_unchanged() {
    let (mut world, garden, target) = said();
    let thread = Links { thread: Some(target), also_in_room: true, ..Links::default() };
    let deeds = [
        Deed::Send(thread),
        Deed::Send(Links { reply_to: Some(target), ..Links::default() }),
        Deed::Cancel,
        edit(target, "hello"),
        Deed::Delete { target },
        react(target, "👍", true),
        react(target, "👍", false),
        Deed::Pin { target, on: true },
        Deed::Pin { target, on: false },
    ];
    let newer = r#"{"room":"ROOM","nonce":"ROOM","written_at":1,"order":1,"deed":"schedule_message"}"#;
    let newer = newer.replace("ROOM", &garden.to_string());
    assert!(hubbub_protocol::json::read::<crate::Unsent>(&newer).is_err(), "what nobody here knows is passed over");
    for deed in deeds {
        let (nonce, written_at) = (world.nonce(), super::server::at(0));
        let unsent = crate::Unsent { room: garden, nonce, body: String::new(), written_at, order: 7, deed };
        let text = serde_json::to_string(&unsent).unwrap();
        assert_eq!(hubbub_protocol::json::read::<crate::Unsent>(&text), Ok(unsent), "{text}");
    }
}

#[test]
fn pins_follow_the_log() {
    let (mut world, garden, target) = said();
    let pins = |world: &World| world.client.timeline(garden).unwrap().pins().to_vec();
    world.act(garden, Deed::Pin { target, on: true });
    world.run();
    assert_eq!(pins(&world), [target]);
    world.cut();
    let unpinned = world.server.pin(garden, target, false);
    world.tell(unpinned);
    world.heal();
    assert!(pins(&world).is_empty());
    assert!(message(&world.server.log(garden)[0]).pinned.is_none());
}

#[test]
fn changes_of_messages_are_not_news() {
    let (mut world, garden, target) = said();
    world.say("Grace", garden, "news");
    let grace = account("Grace");
    let reacted = world.server.react(&grace, garden, target, "👍", true);
    world.tell(reacted);
    world.run();
    assert_eq!(world.unread(garden), 1);
}
