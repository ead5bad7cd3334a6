//! One commit of 64 sends, over and over, for counting its instructions: `commit <commits>`.
//!
//! `cargo xtask instructions` runs it under callgrind. A commit takes what came while the writer was busy, so here a
//! unit of work keeps it busy until all sends of the batch are queued: every commit holds the same, on any machine.

use std::sync::{Arc, mpsc};

use hubbub_chat::{
    Caller, Chat, Error, Published, accounts,
    memory::{CountingIds, MockClock},
    messages,
    ports::{self, Bus, StoreError},
    rooms,
};
use hubbub_protocol::{Epoch, Nonce, RoomId, SendMessage, Timestamp};
use hubbub_store::{Options, SqliteStore};

/// The one of the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SENDS: u64 = 64;
const BODY: &str = "Somebody has to say something, and this is about as long as most of it turns out to be in the end.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let commits: u64 = std::env::args().nth(1).and_then(|count| count.parse().ok()).expect("how many commits?");
    let directory = tempfile::tempdir().expect("there is room for a database");
    let store = SqliteStore::open(directory.path().join("hubbub.db"), &Options::new(Epoch::from_bytes([1; 16])));
    let store = Arc::new(store.expect("a new database opens"));
    let chat = Chat {
        store: store.clone(),
        bus: Arc::new(Nobody),
        clock: Arc::new(MockClock::default()),
        ids: Arc::new(CountingIds::default()),
    };
    rooms::ensure_general(&chat).await?;
    let ada = Caller::stand_in(accounts::sign_up(&chat, "Ada").await?);
    let general = rooms::joined(&chat, &ada).await?[0].0.id;
    let before = store.stats();
    for batch in 0..commits {
        commit(&chat, &ada, general, batch).await?;
    }
    assert_eq!(store.stats().commits - before.commits, commits, "every batch is one commit");
    store.close();
    Ok(())
}

/// Sends a batch, and waits for all answers.
async fn commit(chat: &Chat, caller: &Caller, room: RoomId, batch: u64) -> Result<(), Error> {
    let (working, is_working) = mpsc::channel();
    let (go_on, gate) = mpsc::channel::<()>();
    let busy = move |_: &mut dyn ports::Transaction| {
        // Nobody waits any more only if the program is ending.
        let _ = working.send(());
        gate.recv().map_err(|_| Error::Store(StoreError::Closed))
    };
    let busy = ports::write(&*chat.store, busy, |()| ());
    is_working.recv().map_err(|_| Error::Store(StoreError::Closed))?;
    let sends = (0..SENDS).map(|number| {
        let nonce = nonce(batch * SENDS + number);
        messages::send(chat, caller, SendMessage::new(room, nonce, BODY))
    });
    let sends: Vec<_> = sends.collect();
    go_on.send(()).map_err(|_| Error::Store(StoreError::Closed))?;
    busy.await?;
    for sent in sends {
        sent.await?;
    }
    Ok(())
}

fn nonce(number: u64) -> Nonce {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    Nonce::new(Timestamp::default(), random)
}

/// Nobody hears of what was committed: publishing is counted by itself.
struct Nobody;

impl Bus for Nobody {
    fn publish(&self, _: Published) {}
}
