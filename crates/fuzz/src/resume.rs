//! Coming back with any positions: in each of the client's rooms it is given exactly what it misses, in order, or told
//! which part of that was left out.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use futures::FutureExt as _;
use hubbub_chat::{
    Caller, Chat,
    memory::{self, sign_in},
    messages, rooms,
};
use hubbub_protocol::{
    CommandFrame, CreateRoom, Entry, Epoch, ErrorCode, Event, FEATURE_LEVEL, Gap, Hello, Nonce, PROTOCOL_VERSION,
    Position, Reply, RoomId, SendMessage, Seq, ServerFrame, Timestamp, limits,
};
use hubbub_realtime::{Realtime, Settings};

use crate::{choices::Choices, clock, cost, device::Device, line};

/// How many entries the rooms have: none, one, and around what is replayed at most.
const HEADS: [u64; 5] = [0, 1, 60, 500, 501];

/// Lengths of messages, so that parts end in different places.
const LENGTHS: [usize; 7] = [1, 3, 10, 30, 100, 300, 2];

static WORLD: LazyLock<World> = LazyLock::new(World::new);

/// A chat that nobody changes any more.
struct World {
    chat: Chat,
    ada: Caller,
    epoch: Epoch,
    /// Rooms and where their logs stand: those above, one that Ada is not in, and one that does not exist.
    rooms: Vec<(RoomId, Seq)>,
}

/// The first byte says how the epoch is told, the rest are positions.
pub(crate) fn check(input: &[u8]) {
    let world = &*WORLD;
    let mut choices = Choices::new(input);
    let epoch = match choices.below(8) {
        0 => None,
        1 => Some(Epoch::from_bytes([1; 16])),
        _ => Some(world.epoch),
    };
    let resume: Vec<_> = std::iter::from_fn(|| choices.next().map(|room| position(room, &mut choices))).collect();
    let answers = cost::bounded(input.len(), || world.hello(epoch, resume.clone()));
    let mut answers = line::frames(&answers).into_iter();
    let ServerFrame::Reply(reply) = answers.next().expect("hello is answered") else { panic!("an event came first") };
    match reply.result {
        Reply::Welcome(welcome) => {
            assert!(resume.len() <= limits::RESUME_ROOMS);
            assert_eq!((welcome.epoch, welcome.rooms.len()), (world.epoch, HEADS.len()));
            let resume = if epoch == Some(world.epoch) { resume } else { Vec::new() };
            check_rooms(&resume, answers);
        }
        Reply::Refused { error } => {
            assert!(error.code == ErrorCode::TooLarge && resume.len() > limits::RESUME_ROOMS, "{error:?}");
            assert_eq!(answers.next(), None);
        }
        other => panic!("hello was answered with {other:?}"),
    }
}

fn position(room: u8, choices: &mut Choices) -> Position {
    let (room, head) = WORLD.rooms[usize::from(room) % WORLD.rooms.len()];
    let after = match choices.byte() {
        near @ 0..0x40 => (head.get() + u64::from(near)).saturating_sub(0x20),
        _ => choices.number(),
    };
    Position { room, after: Seq::new(after) }
}

/// What has come for each room, and whether that was all.
#[derive(Default)]
struct Resumed {
    entries: Vec<Entry>,
    gap: Option<Gap>,
    is_complete: bool,
}

fn check_rooms(resume: &[Position], answers: impl Iterator<Item = ServerFrame>) {
    let mut rooms: HashMap<RoomId, Resumed> = HashMap::new();
    for answer in answers {
        let ServerFrame::Event(Event::RoomResumed(part)) = answer else { panic!("{answer:?} is no resumed room") };
        let resumed = rooms.entry(part.room).or_default();
        assert!(!resumed.is_complete, "more came after the end");
        assert!(resumed.entries.is_empty() || part.gap.is_none(), "a gap was told too late");
        resumed.gap = resumed.gap.or(part.gap);
        resumed.entries.extend(part.entries);
        resumed.is_complete = part.complete;
    }
    let mut asked = HashMap::new();
    for Position { room, after } in resume {
        asked.entry(*room).or_insert(*after);
    }
    for (room, head) in &WORLD.rooms[..HEADS.len()] {
        let (Some(after), resumed) = (asked.get(room), rooms.remove(room)) else { continue };
        let resumed = resumed.expect("each room of the client is resumed");
        assert!(resumed.is_complete, "the end was not told");
        check_room(*after, *head, &resumed);
    }
    assert!(rooms.is_empty(), "somebody else's room was resumed, or nobody asked for it");
}

/// Everything in `(after, head]` was given or named, and nothing else.
fn check_room(after: Seq, head: Seq, Resumed { entries, gap, .. }: &Resumed) {
    let begin = match gap {
        Some(gap) => {
            assert_eq!(gap.after, after);
            assert!(head.since(after) > limits::RESUME_ENTRIES as u64, "nothing had to be left out");
            gap.before.previous()
        }
        None => after,
    };
    let given: Vec<_> = entries.iter().map(|entry| entry.seq.get()).collect();
    let missed: Vec<_> = (begin.get().saturating_add(1)..=head.get()).collect();
    assert_eq!(given, missed, "after {after} of {head}");
}

impl World {
    fn new() -> Self {
        let chat = memory::chat_with(Arc::new(memory::RecordingBus::default()));
        let [ada, grace] = ["Ada", "Grace"].map(|name| now(sign_in(&chat, name)).expect("the name is free"));
        let create = |caller: &Caller, name: String| {
            now(rooms::create(&chat, caller, &CreateRoom { name })).expect("the name is free").id
        };
        let mut rooms = HEADS.map(|head| (create(&ada, format!("Room {head}")), Seq::new(head))).to_vec();
        for (room, head) in &rooms {
            for number in 1..=head.get() {
                let nonce = Nonce::new(Timestamp::from_millis(0), head_and(number, head.get()));
                let body = LENGTHS[usize::try_from(number).unwrap_or(0) % LENGTHS.len()];
                let body = "x".repeat(body);
                let command = SendMessage::new(*room, nonce, body);
                now(messages::send(&chat, &ada, command)).expect("it is sent");
            }
        }
        rooms.push((create(&grace, "Hers".to_owned()), Seq::ZERO));
        rooms.push((RoomId::from_bytes([9; 16]), Seq::ZERO));
        Self { chat, ada, epoch: Epoch::from_bytes([7; 16]), rooms }
    }

    /// What a new connection hears on this hello.
    fn hello(&self, epoch: Option<Epoch>, resume: Vec<Position>) -> Vec<u8> {
        let (realtime, now) = (Realtime::new(self.chat.clone(), Settings::new("build")), clock::start());
        let mut device = Device::open(&realtime, &self.ada, now);
        let hello = Hello {
            protocol: PROTOCOL_VERSION,
            feature_level: FEATURE_LEVEL,
            client: "fuzz/1".to_owned(),
            epoch,
            resume,
            account_version: None,
        };
        assert!(device.says(&CommandFrame { id: 1, command: hello.into() }.encode(), now));
        device.works();
        let answers = device.takes();
        assert_eq!(device.closed, None);
        answers
    }
}

fn head_and(number: u64, head: u64) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[..2].copy_from_slice(&head.to_be_bytes()[6..]);
    bytes[2..].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("nothing on memory waits")
}
