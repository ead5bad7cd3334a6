//! The hub keeps its books whatever happens, and each queue its bounds.

use std::time::Duration;

use futures::FutureExt as _;
use hubbub_protocol::{Entry, Event, RoomCreated, Seq, ServerFrame};
use proptest::prelude::*;
use tokio::task::JoinSet;

use super::*;
use crate::{tests::line::Line, wire};

fn id(n: u8) -> ConnectionId {
    ConnectionId::from_bytes([n; 16])
}

fn account(n: u8) -> AccountId {
    AccountId::from_bytes([n; 16])
}

fn session(n: u8) -> SessionId {
    SessionId::from_bytes([n; 16])
}

fn room(n: u8) -> RoomId {
    RoomId::from_bytes([n; 16])
}

fn entry(n: u8, seq: u64) -> Frame {
    let change = hubbub_protocol::Change::Unknown;
    Stretch::new(Entry { room: room(n), seq: Seq::new(seq), change }).into()
}

fn seq_of(frame: &[u8]) -> u64 {
    match ServerFrame::decode(std::str::from_utf8(frame).expect("it is text")) {
        Ok(ServerFrame::Event(Event::LogAppended(entry))) => entry.seq.get(),
        other => panic!("{other:?} is no entry"),
    }
}

fn sized(bytes: usize, is_soft: bool) -> Frame {
    Frame::sized(bytes, is_soft)
}

/// A connection and its line, which takes nothing but what is read.
struct Reader {
    outbound: Outbound,
    line: Line,
}

impl Reader {
    /// Somebody who has not said hello.
    fn stranger(hub: &Hub, n: u8, owner: u8) -> Self {
        let line = Line::default();
        Self { outbound: hub.register(id(n), account(owner), session(n), Arc::new(line.clone())), line }
    }

    /// Somebody who hears rooms.
    fn listener(hub: &Hub, n: u8, rooms: &[u8]) -> Self {
        let reader = Self::stranger(hub, n, n);
        hub.identify(id(n));
        let mut heads: Vec<_> = rooms.iter().map(|n| Head { room: room(*n), head: Seq::ZERO }).collect();
        hub.subscribe(id(n), &mut heads);
        reader.outbound.go_live(Floors::new());
        reader
    }

    /// Reads everything that waits: how many bytes, or how the connection is to be closed.
    fn bytes(&self) -> Result<usize, CloseCode> {
        self.read();
        match (self.line.bytes(), self.outbound.called().now_or_never()) {
            (0, Some(Err(code))) => Err(code),
            (count, _) => Ok(count),
        }
    }

    /// The same, how many frames.
    fn frames(&self) -> usize {
        self.read();
        self.line.frames().len()
    }

    fn read(&self) {
        self.line.takes(usize::MAX);
        assert_eq!(self.outbound.write(), Written::Everything);
        self.line.takes(0);
    }

    fn is_called(&self) -> bool {
        self.outbound.called().now_or_never().is_some()
    }
}

/// What the publisher does after each batch.
fn write_out(hub: &Hub) {
    Queue::write_out_all(&hub.take_listed());
}

#[test]
fn what_comes_together_is_written_together() {
    let hub = Hub::default();
    let (ada, grace) = (Reader::listener(&hub, 1, &[1]), Reader::listener(&hub, 2, &[1]));
    ada.line.takes(usize::MAX);
    grace.line.takes(usize::MAX);
    for seq in 1..=8 {
        hub.to_room(room(1), &entry(1, seq), None);
    }
    write_out(&hub);
    for reader in [&ada, &grace] {
        assert_eq!((reader.line.writes(), reader.line.frames().len()), (1, 8));
        assert!(!reader.is_called(), "a connection whose line takes everything has nothing to do");
    }
}

/// What a connection is called for that waits in a task of its own while something happens.
async fn called_for(reader: Reader, happening: impl FnOnce()) -> Result<(), CloseCode> {
    let mut task = JoinSet::new();
    task.spawn(async move { reader.outbound.called().await });
    tokio::task::yield_now().await;
    happening();
    // Time passes only when nobody has anything to do.
    let called = tokio::time::timeout(Duration::from_secs(1), task.join_next()).await;
    called.expect("it is woken").expect("there is a task").expect("it does not panic")
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_woken_when_its_line_takes_no_more_and_when_it_is_lost() {
    let hub = Hub::default();
    let stuck = || {
        hub.to_room(room(1), &entry(1, 1), None);
        write_out(&hub);
    };
    assert_eq!(called_for(Reader::listener(&hub, 1, &[1]), stuck).await, Ok(()));
    let lost = || hub.to_room(room(2), &sized(QUEUE_BYTES + 1, false), None);
    assert_eq!(called_for(Reader::listener(&hub, 2, &[2]), lost).await, Err(CloseCode::SlowConsumer));
}

#[test]
fn a_frame_that_is_written_in_part_is_finished_before_all_others() {
    let hub = Hub::default();
    let ada = Reader::listener(&hub, 1, &[1]);
    ada.line.takes(5);
    hub.to_room(room(1), &entry(1, 1), None);
    write_out(&hub);
    assert!(ada.is_called());
    ada.outbound.say(entry(1, 2).bytes().clone());
    hub.to_room(room(1), &entry(1, 3), None);
    write_out(&hub);
    ada.read();
    let seqs: Vec<_> = ada.line.frames().iter().map(|frame| seq_of(frame)).collect();
    assert_eq!(seqs, [1, 2, 3]);
    assert!(!ada.is_called());
}

#[test]
fn a_lost_connection_still_gets_the_rest_of_a_frame_so_that_it_can_be_told() {
    let hub = Hub::default();
    let ada = Reader::listener(&hub, 1, &[1]);
    ada.line.takes(5);
    hub.to_room(room(1), &entry(1, 1), None);
    write_out(&hub);
    hub.to_room(room(1), &sized(QUEUE_BYTES, false), None);
    assert!(ada.outbound.has_overflowed());
    ada.outbound.say(wire::close(CloseCode::SlowConsumer));
    ada.read();
    let frames = ada.line.frames();
    assert_eq!((frames.len(), seq_of(&frames[0]), frames[1].as_slice()), (2, 1, [0x11, 0x38].as_slice()));
}

#[test]
fn events_wait_until_everything_missed_is_out() {
    let hub = Hub::default();
    let ada = Reader::stranger(&hub, 1, 1);
    ada.line.takes(usize::MAX);
    hub.subscribe(id(1), &mut [Head { room: room(1), head: Seq::ZERO }]);
    for seq in 1..=3 {
        hub.to_room(room(1), &entry(1, seq), None);
    }
    write_out(&hub);
    assert_eq!(ada.line.frames().len(), 0);
    ada.outbound.go_live(vec![(room(1), Seq::new(4))]);
    for seq in 4..=6 {
        hub.to_room(room(1), &entry(1, seq), None);
    }
    write_out(&hub);
    let seqs: Vec<_> = ada.line.frames().iter().map(|frame| seq_of(frame)).collect();
    assert_eq!(seqs, [5, 6], "what was brought by other means does not come twice");
}

#[test]
fn a_line_that_is_cut_is_left_to_its_connection() {
    let hub = Hub::default();
    let ada = Reader::listener(&hub, 1, &[1]);
    ada.line.cut();
    hub.to_room(room(1), &entry(1, 1), None);
    write_out(&hub);
    assert!(ada.is_called());
    assert_eq!(ada.outbound.write(), Written::Broken);
}

#[test]
fn a_queue_is_bounded_in_frames() {
    let hub = Hub::default();
    let (slow, other) = (Reader::listener(&hub, 1, &[1]), Reader::listener(&hub, 2, &[1]));
    for seq in 1..=QUEUE_FRAMES as u64 {
        hub.to_room(room(1), &entry(1, seq), None);
    }
    assert_eq!(other.frames(), QUEUE_FRAMES);
    hub.to_room(room(1), &entry(1, 513), None);
    assert!(slow.outbound.has_overflowed() && !other.outbound.has_overflowed());
    assert_eq!(slow.bytes(), Err(CloseCode::SlowConsumer));
    assert_eq!(other.frames(), 1);
    assert!(!hub.hears(id(1), room(1)));
    hub.lock().check_invariants();
}

#[test]
fn a_queue_is_bounded_in_bytes() {
    let hub = Hub::default();
    let slow = Reader::listener(&hub, 1, &[1]);
    for _ in 0..4 {
        hub.to_room(room(1), &sized(QUEUE_BYTES / 4, false), None);
    }
    assert!(!slow.outbound.has_overflowed());
    hub.to_room(room(1), &sized(1, false), None);
    assert_eq!(slow.bytes(), Err(CloseCode::SlowConsumer));
}

#[test]
fn presence_and_typing_are_shed_first() {
    let hub = Hub::default();
    let slow = Reader::listener(&hub, 1, &[1]);
    let entries = QUEUE_FRAMES / 2 + 1;
    for seq in 1..=entries as u64 {
        hub.to_room(room(1), &entry(1, seq), None);
    }
    hub.to_room(room(1), &entry(1, 1_000).softened(), None);
    assert_eq!(slow.frames(), entries);
    hub.to_room(room(1), &sized(QUEUE_BYTES + 1, true), None);
    assert_eq!(slow.bytes(), Ok(0), "what can be missed costs nobody the connection");
    hub.to_room(room(1), &sized(1, true), None);
    assert_eq!(slow.bytes(), Ok(1));
}

#[test]
fn an_emptied_queue_gives_its_memory_back() {
    let hub = Hub::default();
    let reader = Reader::listener(&hub, 1, &[1]);
    for seq in 1..=500 {
        hub.to_room(room(1), &entry(1, seq), None);
    }
    assert_eq!(reader.frames(), 500);
    assert_eq!(reader.outbound.capacity(), 0);
}

#[test]
fn a_subscription_learns_of_what_was_published_just_before() {
    let hub = Hub::default();
    hub.to_room(room(1), &entry(1, 7), None);
    let _ada = Reader::stranger(&hub, 1, 1);
    let mut heads = [Head { room: room(1), head: Seq::new(6) }, Head { room: room(2), head: Seq::new(3) }];
    hub.subscribe(id(1), &mut heads);
    assert_eq!(heads.map(|head| head.head.get()), [7, 3]);
    assert_eq!(hub.heads(id(1)), (heads.to_vec(), Seq::ZERO));
}

#[test]
fn a_membership_reaches_all_connections_of_its_account_that_said_hello() {
    let hub = Hub::default();
    let (first, silent) = (Reader::listener(&hub, 1, &[]), Reader::stranger(&hub, 2, 1));
    silent.outbound.go_live(Floors::new());
    hub.subscribe_account(account(1), room(1));
    hub.to_room(room(1), &entry(1, 1), None);
    assert_eq!((first.frames(), silent.frames()), (1, 0));
}

#[test]
fn the_first_reason_to_close_stands() {
    let hub = Hub::default();
    let ada = Reader::listener(&hub, 1, &[1]);
    hub.finish_all(CloseCode::ServiceRestart, || sized(3, false));
    hub.to_room(room(1), &entry(1, 1), None);
    assert_eq!(ada.bytes(), Ok(3));
    assert_eq!(ada.bytes(), Err(CloseCode::ServiceRestart));
    assert!(hub.is_empty());
}

/// Anything that can happen to a hub.
#[derive(Debug, Clone)]
enum Deed {
    Register(u8, u8),
    Identify(u8),
    Subscribe(u8, u8),
    SubscribeAccount(u8, u8),
    ToRoom(u8, usize, bool),
    ToEveryone(usize),
    WriteOut,
    GoLive(u8),
    Say(u8, usize),
    TakePart(u8, usize),
    Read(u8),
    Remove(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let (id, few, size) = (0..6_u8, 0..3_u8, 1..QUEUE_BYTES / 3);
    prop_oneof![
        (id.clone(), few.clone()).prop_map(|(id, account)| Deed::Register(id, account)),
        id.clone().prop_map(Deed::Identify),
        (id.clone(), few.clone()).prop_map(|(id, room)| Deed::Subscribe(id, room)),
        (few.clone(), few.clone()).prop_map(|(account, room)| Deed::SubscribeAccount(account, room)),
        (few, size.clone(), any::<bool>()).prop_map(|(room, size, soft)| Deed::ToRoom(room, size, soft)),
        size.prop_map(Deed::ToEveryone),
        Just(Deed::WriteOut),
        id.clone().prop_map(Deed::GoLive),
        (id.clone(), 1..1_000_usize).prop_map(|(id, size)| Deed::Say(id, size)),
        (id.clone(), 1..QUEUE_BYTES).prop_map(|(id, size)| Deed::TakePart(id, size)),
        id.clone().prop_map(Deed::Read),
        id.prop_map(Deed::Remove),
    ]
}

proptest! {
    #[test]
    fn the_books_are_right_after_anything(deeds in prop::collection::vec(deed(), 0..120)) {
        let hub = Hub::default();
        let mut readers = std::collections::HashMap::new();
        for deed in deeds {
            match deed {
                Deed::Register(n, owner) => {
                    readers.entry(n).or_insert_with(|| Reader::stranger(&hub, n, owner));
                }
                Deed::Identify(n) => hub.identify(id(n)),
                Deed::Subscribe(n, to) => hub.subscribe(id(n), &mut [Head { room: room(to), head: Seq::ZERO }]),
                Deed::SubscribeAccount(owner, to) => hub.subscribe_account(account(owner), room(to)),
                Deed::ToRoom(to, size, soft) => hub.to_room(room(to), &sized(size, soft), None),
                Deed::ToEveryone(size) => hub.to_everyone(&sized(size, false)),
                Deed::WriteOut => write_out(&hub),
                Deed::GoLive(n) => {
                    readers.get(&n).inspect(|reader| reader.outbound.go_live(Floors::new()));
                    // As the connection does after each of its own deeds.
                    readers.get(&n).map(|reader| reader.outbound.write());
                }
                Deed::Say(n, size) => {
                    readers.get(&n).inspect(|reader| reader.outbound.say(vec![b'y'; size].into()));
                    readers.get(&n).map(|reader| reader.outbound.write());
                }
                Deed::TakePart(n, size) => {
                    readers.get(&n).inspect(|reader| reader.line.takes(size));
                }
                Deed::Read(n) => {
                    if let Some(reader) = readers.get(&n) {
                        while reader.bytes().is_ok_and(|count| count > 0) {}
                        let lost = reader.bytes().is_err();
                        prop_assert_eq!(lost, reader.outbound.has_overflowed());
                    }
                }
                Deed::Remove(n) => {
                    hub.remove(id(n));
                    readers.remove(&n);
                }
            }
            hub.lock().check_invariants();
            for reader in readers.values() {
                reader.outbound.check_invariants();
            }
        }
        for n in readers.into_keys() {
            hub.remove(id(n));
        }
        prop_assert!(hub.is_empty());
    }
}

#[test]
fn everyone_means_everyone_who_said_hello() {
    let hub = Hub::default();
    let (ada, stranger) = (Reader::listener(&hub, 1, &[]), Reader::stranger(&hub, 2, 2));
    stranger.outbound.go_live(Floors::new());
    let slug = hubbub_protocol::Slug::from_name("Garden").expect("the name has letters");
    let garden = hubbub_protocol::Room::open(room(1), slug, "Garden".to_owned(), hubbub_protocol::Timestamp::default());
    hub.to_everyone(&Frame::hard(Event::RoomCreated(RoomCreated { room: garden })));
    assert_eq!((ada.frames(), stranger.frames()), (1, 0));
}
