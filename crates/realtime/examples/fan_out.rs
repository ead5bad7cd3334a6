//! Messages on their way from the bus to a crowd in one room, for counting the instructions: `fan_out <listeners>
//! <messages>`.
//!
//! `cargo xtask instructions` runs it under callgrind: without listeners for what encoding costs, with a thousand for
//! what a delivery costs. Everything runs on one thread, one message at a time, and what is written goes nowhere.

use std::{
    io::{self, IoSlice},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use hubbub_chat::{
    Caller, Error, Published,
    memory::{self, chat_with},
    ports::Bus,
    rooms,
};
use hubbub_protocol::{
    Account, Change, CommandFrame, CreateRoom, Entry, FEATURE_LEVEL, Hello, Message, MessageId, Nonce,
    PROTOCOL_VERSION, RoomId, Seq, Timestamp,
};
use hubbub_realtime::{Connection, Effect, LocalBus, Outbound, Realtime, Settings, Wire, connection::Effects};
use tokio::task::{JoinSet, yield_now};
use tokio_util::sync::CancellationToken;

/// The one of the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// As long as in the bench.
const BODY_LENGTH: usize = 120;
/// After so many turns in which nothing was written, nothing is left to write.
const QUIET_TURNS: usize = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|number| number.parse().ok()).collect();
    let &[listeners, messages] = &numbers[..] else { panic!("how many listeners, and how many messages?") };
    let (bus, feed) = LocalBus::new();
    let bus = Arc::new(bus);
    let chat = chat_with(bus.clone());
    let settings = Settings { connections_per_account: listeners.max(1), ..Settings::new("count") };
    let realtime = Realtime::new(chat.clone(), settings);
    rooms::ensure_general(&chat).await?;
    let (ada, grace) = (memory::sign_in(&chat, "Ada").await?, memory::sign_in(&chat, "Grace").await?);
    let garden = rooms::create(&chat, &ada, &CreateRoom { name: "Garden".to_owned() }).await?.id;
    let general = rooms::joined(&chat, &grace).await?[0].0.id;

    let (crowd, witness) = (Arc::new(Nowhere::default()), Arc::new(Nowhere::default()));
    let mut open = vec![connect(&realtime, &grace, witness.clone()).await];
    for _ in 0..listeners {
        open.push(connect(&realtime, &ada, crowd.clone()).await);
    }
    let mut publisher = JoinSet::new();
    let stop = CancellationToken::new();
    publisher.spawn(realtime.run(feed, stop.clone()));
    settle(&[&crowd, &witness]).await;

    for seq in 1..=messages {
        let written = crowd.written();
        bus.publish(Published::Appended(entry(garden, seq, ada.account())));
        while crowd.written() < written + listeners {
            yield_now().await;
        }
    }
    // Who hears nothing of all that hears this, when the publisher has come that far.
    let written = witness.written();
    bus.publish(Published::Appended(entry(general, 1, ada.account())));
    while witness.written() == written {
        yield_now().await;
    }
    stop.cancel();
    publisher.join_all().await;
    drop(open);
    Ok(())
}

/// A live connection that ends in a wire to nowhere.
#[expect(clippy::disallowed_methods, reason = "nothing of what is counted looks at the time")]
async fn connect(realtime: &Realtime, caller: &Caller, wire: Arc<Nowhere>) -> (Connection, Outbound) {
    let now = Instant::now();
    let permit = realtime.admit(caller.id()).expect("there is a place for everybody");
    let (connection, outbound) = realtime.accept(permit, caller.clone(), wire, now);
    let hello = Hello {
        protocol: PROTOCOL_VERSION,
        feature_level: FEATURE_LEVEL,
        client: "count/1".to_owned(),
        epoch: None,
        resume: Vec::new(),
        account_version: None,
    };
    let (mut connection, mut effects) =
        connection.on_frame(&CommandFrame { id: 1, command: hello.into() }.encode(), now);
    while !effects.is_empty() {
        let mut next = Effects::new();
        for effect in effects {
            match effect {
                Effect::Run(work) => next.extend(connection.on_outcome(work.await)),
                Effect::GoLive(floors) => outbound.go_live(floors),
                Effect::Send(frame) => outbound.say(frame),
                Effect::Ping => {}
                Effect::Close(code) => panic!("the connection was closed: {code:?}"),
            }
        }
        effects = next;
    }
    outbound.write();
    (connection, outbound)
}

/// Lets the publisher tell who is here, so that nothing of it falls into what is counted.
async fn settle(wires: &[&Nowhere]) {
    let written = || wires.iter().map(|wire| wire.written()).sum::<usize>();
    let (mut before, mut quiet) = (written(), 0);
    while quiet < QUIET_TURNS {
        yield_now().await;
        quiet = if written() == before { quiet + 1 } else { 0 };
        before = written();
    }
}

fn entry(room: RoomId, seq: usize, author: &Account) -> Entry {
    let seq = u64::try_from(seq).expect("a count is short");
    let mut random = [0; 10];
    random[2..].copy_from_slice(&seq.to_be_bytes());
    let sent_at = Timestamp::from_millis(1_790_000_000_000);
    let (id, nonce) = (MessageId::new(sent_at, random), Nonce::new(sent_at, random));
    let message = Message::new(id, author.clone(), nonce, "x".repeat(BODY_LENGTH), sent_at);
    Entry { room, seq: Seq::new(seq), change: Change::MessageSent { message } }
}

/// Takes everything at once and counts the frames.
#[derive(Debug, Default)]
struct Nowhere(AtomicUsize);

impl Nowhere {
    fn written(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Wire for Nowhere {
    fn write(&self, frames: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.fetch_add(frames.len(), Ordering::Relaxed);
        Ok(frames.iter().map(|frame| frame.len()).sum())
    }
}
