//! The hub keeps its books whatever happens, and each queue its bounds.

use futures::FutureExt as _;
use hubbub_protocol::{Entry, RoomCreated};
use proptest::prelude::*;

use super::*;

fn id(n: u8) -> ConnectionId {
    ConnectionId::from_bytes([n; 16])
}

fn account(n: u8) -> AccountId {
    AccountId::from_bytes([n; 16])
}

fn room(n: u8) -> RoomId {
    RoomId::from_bytes([n; 16])
}

fn entry(n: u8, seq: u64) -> Frame {
    let change = hubbub_protocol::Change::Unknown;
    Frame::hard(Event::LogAppended(Entry { room: room(n), seq: Seq::new(seq), change }))
}

fn sized(bytes: usize, soft: bool) -> Frame {
    Frame { text: Bytes::from(vec![b'x'; bytes]), position: None, soft }
}

fn listener(hub: &Hub, n: u8, rooms: &[u8]) -> Outbound {
    let outbound = hub.register(id(n), account(n));
    hub.identify(id(n));
    hub.subscribe(id(n), &mut rooms.iter().map(|n| Head { room: room(*n), head: Seq::ZERO }).collect::<Vec<_>>());
    outbound
}

/// Everything that waits, or how the connection is to be closed.
fn take(outbound: &mut Outbound) -> Result<Vec<Frame>, CloseCode> {
    let mut frames = Vec::new();
    loop {
        match outbound.recv_many(&mut frames, 64).now_or_never() {
            Some(Ok(())) => {}
            Some(Err(code)) if frames.is_empty() => return Err(code),
            _ => return Ok(frames),
        }
    }
}

#[test]
fn a_queue_is_bounded_in_frames() {
    let hub = Hub::default();
    let (mut slow, mut other) = (listener(&hub, 1, &[1]), listener(&hub, 2, &[1]));
    for seq in 1..=QUEUE_FRAMES as u64 {
        hub.to_room(room(1), &entry(1, seq), None);
    }
    assert_eq!(take(&mut other).map(|frames| frames.len()), Ok(QUEUE_FRAMES));
    hub.to_room(room(1), &entry(1, 513), None);
    assert!(slow.has_overflowed() && !other.has_overflowed());
    assert_eq!(take(&mut slow), Err(CloseCode::SlowConsumer));
    assert_eq!(take(&mut other).map(|frames| frames.len()), Ok(1));
    assert!(!hub.hears(id(1), room(1)));
    hub.lock().check_invariants();
}

#[test]
fn a_queue_is_bounded_in_bytes() {
    let hub = Hub::default();
    let mut slow = listener(&hub, 1, &[1]);
    for _ in 0..4 {
        hub.to_room(room(1), &sized(QUEUE_BYTES / 4, false), None);
    }
    assert!(!slow.has_overflowed());
    hub.to_room(room(1), &sized(1, false), None);
    assert_eq!(take(&mut slow), Err(CloseCode::SlowConsumer));
}

#[test]
fn presence_and_typing_are_shed_first() {
    let hub = Hub::default();
    let mut slow = listener(&hub, 1, &[1]);
    for seq in 1..=QUEUE_FRAMES as u64 / 2 + 1 {
        hub.to_room(room(1), &entry(1, seq), None);
    }
    hub.to_room(room(1), &sized(1, true), None);
    let frames = take(&mut slow).expect("it keeps up");
    assert!(frames.iter().all(|frame| frame.position.is_some()));
    hub.to_room(room(1), &sized(QUEUE_BYTES + 1, true), None);
    assert_eq!(take(&mut slow), Ok(vec![]), "what can be missed costs nobody the connection");
    hub.to_room(room(1), &sized(1, true), None);
    assert_eq!(take(&mut slow).map(|frames| frames.len()), Ok(1));
}

#[test]
fn an_emptied_queue_gives_its_memory_back() {
    let hub = Hub::default();
    let mut reader = listener(&hub, 1, &[1]);
    for seq in 1..=500 {
        hub.to_room(room(1), &entry(1, seq), None);
    }
    assert_eq!(take(&mut reader).map(|frames| frames.len()), Ok(500));
    assert_eq!(reader.capacity(), 0);
}

#[test]
fn a_subscription_learns_of_what_was_published_just_before() {
    let hub = Hub::default();
    hub.to_room(room(1), &entry(1, 7), None);
    let _outbound = hub.register(id(1), account(1));
    let mut heads = [Head { room: room(1), head: Seq::new(6) }, Head { room: room(2), head: Seq::new(3) }];
    hub.subscribe(id(1), &mut heads);
    assert_eq!(heads.map(|head| head.head.get()), [7, 3]);
    assert_eq!(hub.heads(id(1)), heads);
}

#[test]
fn a_membership_reaches_all_connections_of_its_account_that_said_hello() {
    let hub = Hub::default();
    let mut first = listener(&hub, 1, &[]);
    let mut silent = hub.register(id(2), account(1));
    hub.subscribe_account(account(1), room(1));
    hub.to_room(room(1), &entry(1, 1), None);
    assert_eq!(take(&mut first).map(|frames| frames.len()), Ok(1));
    assert_eq!(take(&mut silent), Ok(vec![]));
}

#[test]
fn the_first_reason_to_close_stands() {
    let hub = Hub::default();
    let mut outbound = listener(&hub, 1, &[1]);
    hub.finish_all(CloseCode::ServiceRestart, || sized(3, false));
    hub.to_room(room(1), &entry(1, 1), None);
    assert_eq!(take(&mut outbound), Ok(vec![sized(3, false)]));
    assert_eq!(take(&mut outbound), Err(CloseCode::ServiceRestart));
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
                    readers.entry(n).or_insert_with(|| hub.register(id(n), account(owner)));
                }
                Deed::Identify(n) => hub.identify(id(n)),
                Deed::Subscribe(n, to) => hub.subscribe(id(n), &mut [Head { room: room(to), head: Seq::ZERO }]),
                Deed::SubscribeAccount(owner, to) => hub.subscribe_account(account(owner), room(to)),
                Deed::ToRoom(to, size, soft) => hub.to_room(room(to), &sized(size, soft), None),
                Deed::ToEveryone(size) => hub.to_everyone(&sized(size, false)),
                Deed::Read(n) => {
                    if let Some(reader) = readers.get_mut(&n) {
                        let lost = take(reader).is_err();
                        prop_assert_eq!(lost, reader.has_overflowed());
                    }
                }
                Deed::Remove(n) => {
                    hub.remove(id(n));
                    readers.remove(&n);
                }
            }
            hub.lock().check_invariants();
            readers.values().for_each(Outbound::check_invariants);
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
    let (mut ada, mut stranger) = (listener(&hub, 1, &[]), hub.register(id(2), account(2)));
    let garden = hubbub_protocol::Room {
        id: room(1),
        slug: hubbub_protocol::Slug::from_name("Garden").expect("the name has letters"),
        name: "Garden".to_owned(),
        created_at: hubbub_protocol::Timestamp::default(),
    };
    hub.to_everyone(&Frame::hard(Event::RoomCreated(RoomCreated { room: garden })));
    assert_eq!(take(&mut ada).map(|frames| frames.len()), Ok(1));
    assert_eq!(take(&mut stranger), Ok(vec![]));
}
