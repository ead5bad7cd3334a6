//! P5, P6, U42: no silent gap, and everything missed is there afterwards.

use hubbub_protocol::{Entry, Epoch, Event, Gap, LogPage, LogQuery, RoomId, Seq};

use super::{
    server::{at, message},
    world::World,
};
use crate::{Input, Item, Key};

fn gap_on_screen(world: &World, room: RoomId) -> Option<Gap> {
    world.client.timeline(room).unwrap().items().into_iter().find_map(|item| match item {
        Item::Gap(gap) => Some(gap),
        Item::Entry { .. } | Item::Unsent { .. } => None,
    })
}

fn holds_all(world: &World, room: RoomId) {
    let ids = |entries: Vec<&Entry>| entries.iter().map(|entry| (entry.seq, message(entry).id)).collect::<Vec<_>>();
    let held = world.client.timeline(room).unwrap();
    let items = held.items();
    let entries = items.iter().map(|item| match item {
        Item::Entry { entry, .. } => *entry,
        Item::Gap(_) | Item::Unsent { .. } => panic!("{item:?} should not be there"),
    });
    assert_eq!(ids(entries.collect()), ids(world.server.log(room).iter().collect()));
}

#[test]
fn entries_appear_once_however_often_they_come() {
    let (mut world, garden) = World::live();
    world.say("Grace", garden, "hello");
    world.deliver(3);
    world.say("Linus", garden, "hi");
    world.deliver(2);
    assert_eq!(world.screen(garden), ["hello", "hi"]);
}

#[test]
fn a_gap_between_live_entries_is_shown_fetched_and_filled() {
    let (mut world, garden) = World::live();
    world.http_is_down = true;
    world.say("Grace", garden, "one");
    world.server.lost_events = 2;
    for body in ["two", "three", "four"] {
        world.say("Grace", garden, body);
    }
    world.run();
    assert_eq!(world.screen(garden), ["one", "(2 to 3 missing)", "four"]);
    assert_eq!(world.keys(garden)[1], Key::Gap(Seq::new(1)));
    assert!(world.client.timeline(garden).unwrap().loading());
    world.http_is_down = false;
    world.run();
    assert_eq!(world.screen(garden), ["one", "two", "three", "four"]);
    assert!(!world.client.timeline(garden).unwrap().loading());
}

#[test]
fn a_heartbeat_reveals_that_the_last_entry_was_lost() {
    let (mut world, garden) = World::live();
    world.say("Grace", garden, "one");
    world.server.lost_events = 1;
    world.say("Grace", garden, "two");
    world.run();
    assert_eq!(world.screen(garden), ["one"]);
    world.server.heartbeat();
    world.run();
    assert_eq!(world.unread(garden), 2);
    world.http_is_down = true;
    world.pass(300);
    assert_eq!(world.screen(garden), ["one", "(2 to 2 missing)"]);
    world.http_is_down = false;
    world.run();
    assert_eq!(world.screen(garden), ["one", "two"]);
}

#[test]
fn forty_one_missed_messages_are_resumed_in_parts() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 3);
    world.run();
    world.cut();
    world.chatter(garden, 41);
    world.server.part = 10;
    world.heal();
    holds_all(&world, garden);
    assert!(world.fetched.is_empty(), "the resume brought them all");
}

#[test]
fn a_resume_that_takes_its_time_is_waited_for() {
    let (mut world, garden) = World::live();
    world.cut();
    world.chatter(garden, 41);
    world.server.part = 10;
    world.line_is_down = false;
    world.input(Input::WentOnline);
    world.open();
    world.serve();
    // The greeting and the first part arrive, the rest is still under way.
    world.deliver(1);
    world.deliver(1);
    let rest = std::mem::take(&mut world.server.down);
    world.pass(10_000);
    assert!(world.fetched.is_empty());
    assert_eq!(world.positions(garden).len(), 10);
    world.server.down = rest;
    world.run();
    holds_all(&world, garden);
}

#[test]
fn a_resume_that_never_comes_is_replaced_by_a_fetch_after_the_next_heartbeat() {
    let (mut world, garden) = World::live();
    world.cut();
    world.chatter(garden, 41);
    world.line_is_down = false;
    world.input(Input::WentOnline);
    world.open();
    world.serve();
    world.deliver(1);
    world.server.down.clear();
    world.server.heartbeat();
    world.run();
    world.pass(300);
    holds_all(&world, garden);
}

#[test]
fn a_resume_over_a_gap_is_filled_page_by_page_until_it_equals_the_log() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 3);
    world.run();
    world.cut();
    world.chatter(garden, 1_100);
    world.heal();
    let gap = gap_on_screen(&world, garden).unwrap();
    assert_eq!((gap.after, gap.before), (Seq::new(3), Seq::new(604)));
    let held = LogQuery { after: Some(Seq::ZERO), before: Some(Seq::new(4)), limit: Some(200) };
    assert_eq!(world.fetched, [held], "what is held is read anew; large gaps wait until somebody comes near");
    let mut asked = 0;
    while let Some(gap) = gap_on_screen(&world, garden) {
        world.input(Input::FillGap { room: garden, gap, forwards: false });
        world.fetch();
        let rest = gap_on_screen(&world, garden);
        assert!(rest.is_none_or(|rest| rest.before < gap.before && rest.after == gap.after), "from the newer end");
        asked += 1;
    }
    assert!(asked > 5);
    holds_all(&world, garden);
}

#[test]
fn a_gap_is_filled_from_its_older_end_for_who_comes_from_there() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 3);
    world.run();
    world.cut();
    world.chatter(garden, 1_100);
    world.heal();
    while let Some(gap) = gap_on_screen(&world, garden) {
        world.input(Input::FillGap { room: garden, gap, forwards: true });
        world.fetch();
        let rest = gap_on_screen(&world, garden);
        assert!(rest.is_none_or(|rest| rest.after > gap.after && rest.before == gap.before));
    }
    holds_all(&world, garden);
}

#[test]
fn six_hundred_missed_messages_leave_a_gap_that_is_small_enough_to_fill_at_once() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 3);
    world.run();
    world.cut();
    world.chatter(garden, 600);
    world.heal();
    holds_all(&world, garden);
}

#[test]
fn older_pages_are_loaded_until_the_start() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 120);
    world.begin();
    world.show(garden);
    assert_eq!(world.client.timeline(garden).unwrap().first(), Seq::new(71));
    for at_start in [false, true] {
        world.input(Input::LoadOlder(garden));
        world.input(Input::LoadOlder(garden));
        world.run();
        assert_eq!(world.client.timeline(garden).unwrap().at_start(), at_start);
    }
    holds_all(&world, garden);
    world.input(Input::LoadOlder(garden));
    assert_eq!(world.fetched.len(), 2, "there is nothing before the start");
}

#[test]
fn a_room_shown_from_an_old_page_catches_up() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 1);
    let page = world.server.page(garden, LogQuery::default());
    world.input(Input::ReleaseRoom(garden));
    world.chatter(garden, 5);
    world.run();
    world.input(Input::ShowRoom { page });
    world.pass(300);
    holds_all(&world, garden);
}

#[test]
fn a_page_rendered_before_the_connection_is_resumed_from() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 5);
    world.show(garden);
    world.chatter(garden, 5);
    world.begin();
    holds_all(&world, garden);
    assert!(world.fetched.is_empty());
}

#[test]
fn another_epoch_drops_what_is_held_and_fetches_anew() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 80);
    world.run();
    world.read(garden, 80);
    world.compose(garden, "one");
    world.cut();
    // The log is restored from yesterday's backup.
    world.server.epoch = Epoch::new(at(0), [2; 10]);
    world.server.log_mut(garden).truncate(20);
    world.heal();
    holds_all(&world, garden);
    assert_eq!(world.client.timeline(garden).unwrap().head(), Seq::new(21));
    assert_eq!(world.unread(garden), 0);
    assert_eq!(world.by_ada(garden), ["one"], "what was not answered is sent to the restored server");
}

#[test]
fn a_page_of_another_epoch_is_not_mixed_in() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 2);
    world.run();
    let mut page = world.server.page(garden, LogQuery::default());
    page.epoch = Epoch::new(at(0), [3; 10]);
    page.entries[0].seq = Seq::new(40);
    world.input(Input::ShowRoom { page });
    world.run();
    holds_all(&world, garden);
}

#[test]
fn a_failed_fetch_is_tried_again_with_a_backoff() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 120);
    world.begin();
    world.show(garden);
    world.http_is_down = true;
    world.input(Input::LoadOlder(garden));
    for tries in 1..=5 {
        assert_eq!(world.fetched.len(), tries);
        world.fetch();
        assert!(world.client.timeline(garden).unwrap().loading());
        let wait = world.client.next_deadline().unwrap().since(world.now);
        assert!(wait <= 500 << (tries - 1), "{wait}");
        world.pass(wait);
    }
    world.http_is_down = false;
    world.run();
    assert_eq!(world.client.timeline(garden).unwrap().first(), Seq::new(21));
}

#[test]
fn a_page_that_brings_nothing_is_not_asked_for_at_once_again() {
    let (mut world, garden) = World::live();
    world.server.lost_events = 1;
    world.chatter(garden, 2);
    let empty = LogPage { entries: Vec::new(), ..world.server.page(garden, LogQuery::default()) };
    world.server.lost_events = 1;
    world.chatter(garden, 2);
    world.deliver(1);
    world.deliver(1);
    assert_eq!(world.fetched.len(), 1);
    world.input(Input::PageFetched { request: 1, page: empty });
    assert_eq!(world.fetched.len(), 1);
    world.pass(60_000);
    assert!(gap_on_screen(&world, garden).is_none());
}

#[test]
fn an_answer_for_a_room_that_was_released_is_ignored() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 120);
    world.begin();
    world.show(garden);
    world.input(Input::LoadOlder(garden));
    world.input(Input::ReleaseRoom(garden));
    world.show(garden);
    world.run();
    assert_eq!(world.client.timeline(garden).unwrap().first(), Seq::new(71));
}

#[test]
fn an_entry_of_a_kind_from_the_future_is_no_gap() {
    let (mut world, garden) = World::live();
    world.chatter(garden, 1);
    let unknown = Entry { room: garden, seq: Seq::new(2), change: hubbub_protocol::Change::Unknown };
    world.server.log_mut(garden).push(unknown);
    let text = format!(r#"{{"event":"log_appended","room":"{garden}","seq":2,"change":{{"kind":"message_pinned"}}}}"#);
    world.server.down.push_back(text);
    world.run();
    assert_eq!(world.positions(garden), [1, 2]);
    world.server.publish(Event::Unknown);
    world.server.down.push_back("not even JSON".to_owned());
    world.run();
    assert_eq!(world.positions(garden), [1, 2]);
}
