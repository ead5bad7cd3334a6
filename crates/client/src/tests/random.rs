//! Whatever happens in whatever order: in the end the screen equals the log, and the log has each message once.

use std::collections::HashSet;

use hubbub_protocol::{Epoch, LogQuery, MarkRead, Nonce, RoomId, Seq, Target, message::InThread};
use proptest::prelude::*;

use super::{
    server::{account, ada, at, is_message, message, target},
    world::World,
};
use crate::{Connection, Deed, Input, Item};

#[derive(Debug, Clone)]
enum Step {
    Compose(bool),
    OthersSay(bool, usize),
    /// Ada does this to one of the messages that the server has.
    Act(bool, usize, Act),
    /// Somebody else does.
    OthersAct(bool, usize, Act),
    Cancel(usize),
    Undo(usize),
    LoseEvents(usize),
    LoseAcks(usize),
    Refuse,
    Save,
    Open,
    Serve(usize),
    Deliver(usize),
    DeliverTwice,
    Swap,
    Fetch,
    FailFetch,
    Cut,
    BackOnline,
    Heartbeat,
    Pass(u64),
    Reload,
    RebuildLog(u8),
    OtherTab,
    LoadOlder,
    /// Grace says something in the thread of one of the messages, and perhaps in the room, too.
    OthersReply(usize, usize, bool),
    /// Somebody does this to a message in the room that is not on the screen.
    ActInAttic(usize, Act),
    /// Ada reads up to somewhere, or wants to read again what comes after, here or on another device.
    Mark {
        room: usize,
        which: usize,
        back: bool,
        elsewhere: bool,
    },
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Edit,
    Delete,
    React(bool),
    Pin(bool),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        Just(Act::Edit),
        Just(Act::Delete),
        any::<bool>().prop_map(Act::React),
        any::<bool>().prop_map(Act::Pin),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => any::<bool>().prop_map(Step::Compose),
        6 => (any::<bool>(), prop_oneof![5 => 1..4_usize, 1 => 200..700_usize]).prop_map(|(room, count)| Step::OthersSay(room, count)),
        6 => (any::<bool>(), any::<usize>(), act()).prop_map(|(room, which, act)| Step::Act(room, which, act)),
        4 => (any::<bool>(), any::<usize>(), act()).prop_map(|(room, which, act)| Step::OthersAct(room, which, act)),
        1 => any::<usize>().prop_map(Step::Cancel),
        1 => any::<usize>().prop_map(Step::Undo),
        1 => (1..4_usize).prop_map(Step::LoseEvents),
        1 => (1..3_usize).prop_map(Step::LoseAcks),
        1 => Just(Step::Refuse),
        6 => Just(Step::Save),
        5 => Just(Step::Open),
        8 => (1..5_usize).prop_map(Step::Serve),
        8 => (1..8_usize).prop_map(Step::Deliver),
        2 => Just(Step::DeliverTwice),
        2 => Just(Step::Swap),
        3 => Just(Step::Fetch),
        1 => Just(Step::FailFetch),
        2 => Just(Step::Cut),
        2 => Just(Step::BackOnline),
        2 => Just(Step::Heartbeat),
        3 => (1..50_000_u64).prop_map(Step::Pass),
        1 => Just(Step::Reload),
        1 => any::<u8>().prop_map(Step::RebuildLog),
        1 => Just(Step::OtherTab),
        1 => Just(Step::LoadOlder),
        2 => (0..3_usize, any::<usize>(), any::<bool>()).prop_map(|(room, which, also)| Step::OthersReply(room, which, also)),
        3 => (any::<usize>(), act()).prop_map(|(which, act)| Step::ActInAttic(which, act)),
        6 => (0..3_usize, any::<usize>(), any::<bool>(), any::<bool>())
            .prop_map(|(room, which, back, elsewhere)| Step::Mark { room, which, back, elsewhere }),
    ]
}

struct Story {
    world: World,
    rooms: [RoomId; 2],
    /// A room that is never on the screen.
    attic: RoomId,
    /// What Ada wrote, with the nonce, unless she cancelled it.
    written: [Vec<(Nonce, String)>; 2],
    cancelled: Vec<Nonce>,
    deletions: Vec<Nonce>,
    edits: usize,
}

impl Story {
    fn new(seed: u64) -> Self {
        let (mut world, garden) = World::with_seed(seed);
        let kitchen = world.server.make_room("Kitchen", true);
        let attic = world.server.make_room("Attic", true);
        world.begin();
        world.show(garden);
        world.show(kitchen);
        Self {
            world,
            rooms: [garden, kitchen],
            attic,
            written: [Vec::new(), Vec::new()],
            cancelled: Vec::new(),
            deletions: Vec::new(),
            edits: 0,
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each thing that can happen")]
    fn take(&mut self, step: &Step) {
        let (world, [garden, kitchen]) = (&mut self.world, self.rooms);
        let attic = self.attic;
        let room = |second: bool| if second { kitchen } else { garden };
        match *step {
            Step::Compose(second) => {
                let written = &mut self.written[usize::from(second)];
                let body = format!("message {}", written.len());
                let nonce = world.compose(room(second), &body);
                written.push((nonce, body));
            }
            Step::Act(second, which, act) => {
                let Some(target) = any_message(world, room(second), which) else { return };
                self.edits += 1;
                let deed = match act {
                    Act::Edit => Deed::Edit { target, body: format!("edit {}", self.edits) },
                    Act::Delete => Deed::Delete { target },
                    Act::React(on) => Deed::React { target, emoji: "👍".to_owned(), on },
                    Act::Pin(on) => Deed::Pin { target, on },
                };
                let nonce = world.act(room(second), deed);
                if matches!(act, Act::Delete) {
                    self.deletions.push(nonce);
                }
            }
            Step::OthersAct(second, which, act) => {
                let Some(target) = any_message(world, room(second), which) else { return };
                self.edits += 1;
                let body = format!("edit {}", self.edits);
                let entry = match act {
                    Act::Edit => world.server.edit(room(second), target, &body),
                    Act::Delete => world.server.delete(room(second), target),
                    Act::React(on) => world.server.react(&account("Grace"), room(second), target, "👍", on),
                    Act::Pin(on) => world.server.pin(room(second), target, on),
                };
                world.tell(entry);
            }
            Step::Cancel(which) => {
                let unsent = |room| world.client.timeline(room).unwrap().items();
                let pending: Vec<_> = [garden, kitchen].into_iter().flat_map(unsent).filter_map(pending).collect();
                if let Some(nonce) = which.checked_rem(pending.len()).map(|at| pending[at]) {
                    self.cancelled.push(nonce);
                    world.input(Input::Cancel(nonce));
                }
            }
            Step::Undo(which) => {
                if let Some(at) = which.checked_rem(self.deletions.len()) {
                    world.input(Input::Undo(self.deletions[at]));
                }
            }
            Step::OthersSay(second, count) => world.chatter(room(second), count),
            Step::LoseEvents(count) => world.server.lost_events = count,
            Step::LoseAcks(count) => world.server.lost_acks = count,
            Step::Refuse => world.server.refusals.push_back(super::sending::busy(700)),
            Step::Save => done(world.save()),
            Step::Open => done(world.open()),
            Step::Serve(count) => (0..count).for_each(|_| done(world.serve())),
            Step::Deliver(count) => (0..count).for_each(|_| done(world.deliver(1))),
            Step::DeliverTwice => done(world.deliver(2)),
            // A reply and an event take different ways through the server.
            Step::Swap => swap_reply_and_event(world),
            Step::Fetch => done(world.fetch()),
            Step::FailFetch => {
                world.http_is_down = true;
                world.fetch();
                world.http_is_down = false;
            }
            Step::Cut => world.cut(),
            Step::BackOnline => {
                world.line_is_down = false;
                world.input(Input::WentOnline);
            }
            Step::Heartbeat => world.server.heartbeat(),
            Step::Pass(millis) => {
                world.now = world.now.plus(millis);
                world.input(Input::Tick);
            }
            Step::Reload => {
                // What had not reached the disk is gone with the page, and was never sent.
                while world.save() {}
                world.reload();
                world.show(garden);
                world.show(kitchen);
            }
            Step::RebuildLog(epoch) => {
                world.server.epoch = Epoch::new(at(1), [epoch; 10]);
                world.close(1012);
            }
            Step::OtherTab => {
                world.input(Input::OutboxLoaded(world.disk.clone()));
                world.input(Input::ReadLoaded(world.reads.clone()));
            }
            Step::LoadOlder => world.input(Input::LoadOlder(garden)),
            Step::OthersReply(room, which, also_in_room) => {
                let room = [garden, kitchen, attic][room];
                world.chatter(room, usize::from(room == attic));
                let Some(began) = any_message(world, room, which) else { return };
                let (nonce, thread) = (world.nonce(), InThread { root: began, also_in_room });
                let entry = world.server.say_in(&account("Grace"), room, nonce, "a reply", None, Some(thread));
                world.tell(Ok(Some(entry)));
            }
            Step::ActInAttic(which, act) => {
                let Some(target) = any_message(world, attic, which) else { return };
                let entry = match act {
                    Act::Edit => world.server.edit(attic, target, "edited"),
                    Act::Delete => world.server.delete(attic, target),
                    Act::React(on) => world.server.react(&account("Grace"), attic, target, "👍", on),
                    Act::Pin(on) => world.server.pin(attic, target, on),
                };
                world.tell(entry);
            }
            Step::Mark { room, which, back, elsewhere } => {
                let room = [garden, kitchen, attic][room];
                let seq = Seq::new(which as u64 % (world.server.head(room).get() + 1));
                match (elsewhere, back) {
                    (true, back) => world.server.mark(MarkRead { room, up_to: seq, back }),
                    (false, true) => world.input(Input::MarkUnread { room, from: seq }),
                    (false, false) => world.read(room, seq.get()),
                }
            }
        }
        self.check_always();
    }

    /// What holds at every moment.
    fn check_always(&self) {
        let world = &self.world;
        for room in self.rooms {
            let positions = world.positions(room);
            let mut keys = world.keys(room);
            keys.sort();
            let count = keys.len();
            keys.dedup();
            assert_eq!(keys.len(), count, "no two items have one key");
            assert!(positions.is_sorted_by(|one, other| one < other), "{positions:?}");
        }
        assert!(
            world.client.next_deadline().is_none_or(|deadline| deadline > world.now),
            "a deadline must not stay due"
        );
    }

    /// What holds when the network is back and everybody is quiet.
    fn check_in_the_end(&mut self) {
        self.world.server.lost_events = 0;
        self.world.server.lost_acks = 0;
        self.world.server.refusals.clear();
        // Answers only get lost together with their connection; whoever waits for one asks again over the next.
        self.world.close(1006);
        self.world.heal();
        assert_eq!(self.world.client.connection(), Connection::Live);
        for (room, written) in self.rooms.into_iter().zip(&self.written) {
            fill(&mut self.world, room);
            let world = &self.world;
            let was_cancelled = |nonce: &Nonce| self.cancelled.contains(nonce);
            let kept = written.iter().filter(|(nonce, _)| !was_cancelled(nonce)).map(|(nonce, _)| *nonce);
            let mine = world.server.log(room).iter().filter(|entry| is_message(entry)).map(message);
            let mine: Vec<_> = mine.filter(|message| message.author == ada()).map(|message| message.nonce).collect();
            let not_cancelled = mine.iter().copied().filter(|nonce| !was_cancelled(nonce));
            assert!(not_cancelled.eq(kept), "each message once, in the order written");
            assert!(mine.iter().collect::<HashSet<_>>().len() == mine.len(), "no message twice");
            let items = world.client.timeline(room).unwrap().items();
            let shown = items.iter().map(|item| match item {
                Item::Entry { entry, .. } => (*entry).clone(),
                Item::Gap(_) | Item::Unsent { .. } => panic!("{item:?} is left"),
            });
            let now = world.server.page_of_all(room);
            let shown: Vec<_> = shown.collect();
            assert_eq!(shown, now.entries, "the screen equals the log as it stands");
            for entry in now.entries.iter().filter(|entry| is_message(entry)).map(message) {
                assert!(!was_cancelled(&entry.nonce) || entry.deleted.is_some(), "what was cancelled is not seen");
            }
            assert_eq!(world.client.timeline(room).unwrap().pins(), now.pins, "the pins equal the log");
        }
        self.check_reading();
        self.lose_a_little();
        self.check_reading();
        assert_eq!(self.world.client.unsent(), 0);
        let left: Vec<_> = self.world.disk.iter().filter(|unsent| !matches!(unsent.deed, Deed::Edit { .. })).collect();
        assert!(left.is_empty(), "only the texts of refused edits are left, not {left:?}");
    }

    /// Markers and counts are as in the log.
    fn check_reading(&self) {
        for room in [self.rooms[0], self.rooms[1], self.attic] {
            let world = &self.world;
            let marker = world.server.marker(room).expect("every room was seen");
            assert_eq!(world.client.read_marker(room), Some(marker), "all devices have read up to the same place");
            assert_eq!(world.unread(room), world.server.count(room, marker).count, "the count equals a recount");
            let kept = world.reads.iter().find(|mark| mark.room == room).expect("it is on disk");
            assert!(kept.after == marker && kept.version > Seq::ZERO, "nothing is left to be told");
        }
    }

    /// Nothing but events get lost, and no new connection helps.
    fn lose_a_little(&mut self) {
        let world = &mut self.world;
        for room in [self.rooms[0], self.attic] {
            world.chatter(room, 3);
            world.server.lost_events = 2;
            let target = any_message(world, room, 1).expect("there are some");
            let gone = world.server.delete(room, target);
            world.tell(gone);
            world.chatter(room, 1);
            world.server.lost_events = 0;
            world.chatter(room, usize::from(room == self.attic));
        }
        world.server.heartbeat();
        world.run();
        world.pass(1_000);
    }
}

fn pending(item: Item<'_>) -> Option<Nonce> {
    match item {
        Item::Unsent { unsent, .. } => Some(unsent.nonce),
        Item::Entry { .. } | Item::Gap(_) => None,
    }
}

/// One of the messages of a room.
fn any_message(world: &World, room: RoomId, which: usize) -> Option<Target> {
    let messages: Vec<_> = world.server.log(room).iter().filter(|entry| is_message(entry)).collect();
    // The last ones more often than those that nobody holds.
    let recent = &messages[messages.len().saturating_sub(60)..];
    which.checked_rem(recent.len()).map(|at| target(recent[at]))
}

/// Scrolls up to the very first entry.
fn fill(world: &mut World, room: RoomId) {
    for _ in 0..1_000 {
        let timeline = world.client.timeline(room).unwrap();
        let gap = timeline.items().into_iter().find_map(|item| match item {
            Item::Gap(gap) => Some(gap),
            Item::Entry { .. } | Item::Unsent { .. } => None,
        });
        match gap {
            Some(gap) => world.input(Input::FillGap { room, gap, forwards: false }),
            None if timeline.at_start() => return,
            None => world.input(Input::LoadOlder(room)),
        }
        world.run();
    }
    panic!("the start of the room is never reached");
}

/// A step may find nothing to do.
fn done(_: bool) {}

fn swap_reply_and_event(world: &mut World) {
    let down = &mut world.server.down;
    let is_reply = |text: &str| text.starts_with(r#"{"reply""#);
    let at = (1..down.len()).find(|at| is_reply(&down[at - 1]) != is_reply(&down[*at]));
    if let Some(at) = at.filter(|_| !down.iter().any(|text| text.contains(r#""welcome""#))) {
        down.swap(at - 1, at);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_shrink_iters: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_the_end_the_screen_equals_the_log(seed in any::<u64>(), steps in prop::collection::vec(step(), 1..120)) {
        let mut story = Story::new(seed);
        for step in steps {
            story.take(&step);
        }
        story.check_in_the_end();
    }
}

#[test]
fn the_model_server_pages_as_the_protocol_says() {
    let (mut world, garden) = World::new();
    world.chatter(garden, 10);
    let page = |query| world.server.page(garden, query).entries.iter().map(|entry| entry.seq.get()).collect::<Vec<_>>();
    let (after, before, limit) = (Some(Seq::new(3)), Some(Seq::new(9)), Some(2));
    assert_eq!(page(LogQuery { limit, ..LogQuery::default() }), [9, 10]);
    assert_eq!(page(LogQuery { after, limit, ..LogQuery::default() }), [4, 5]);
    assert_eq!(page(LogQuery { before, limit, ..LogQuery::default() }), [7, 8]);
    assert_eq!(page(LogQuery { after, before, limit }), [7, 8]);
}
