//! How many durable sends a second the store takes, and how many share a flush.
//!
//! `cargo run --release -p hubbub-store --example group_commit [directory]`: the directory decides which disk is
//! measured. Each sender waits for its answer before it sends again, and all of them write what a use case writes:
//! membership, nonce, place, message, entry. A second part reads pages from a long
//! room and counts what is unread there, while nobody writes.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "it measures real time and prints the result")]

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use hubbub_chat::{
    Error, Role,
    ports::{self, Former, Links, LogRange, NewMessage, Store},
    rights::{Admit, Entrance, authorize},
};
use hubbub_protocol::{Account, AccountId, Epoch, MessageId, Nonce, Room, RoomId, Seq, Slug, Timestamp};
use hubbub_store::{Options, SqliteStore};
use tokio::task::JoinSet;

const ROUND: Duration = Duration::from_secs(3);
const ROOMS: usize = 20;
/// As much as somebody may find who was away for long.
const UNREAD: u64 = 10_000;
const BODY: &str = "Somebody has to say something, and this is about as long as most of it turns out to be in the end.";

#[tokio::main]
async fn main() {
    let directory = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let directory = tempfile::tempdir_in(directory).expect("the directory can be written in");
    for senders in [1, 8, 64, 512] {
        let path = directory.path().join(format!("{senders}.db"));
        let bench = Bench::open(&path).await;
        let (sent, commits, seconds) = bench.send(senders, ROUND).await;
        println!(
            "{senders:>4} senders: {:>7.0} sends/s, {:>6.0} commits/s, mean batch {:>5.1}, mean wait {:>6.2} ms",
            sent / seconds,
            commits / seconds,
            sent / commits,
            f64::from(senders) * seconds * 1_000.0 / sent,
        );
    }
    let bench = Bench::open(&directory.path().join("pages.db")).await;
    for messages in [1_000, 100_000, 1_000_000] {
        bench.fill(messages).await;
        println!("a page of 50 among {messages:>9} messages: {:>6.1} µs", bench.pages().await);
        println!("counting {:>6} unread ones of them: {:>9.1} µs", messages.min(UNREAD), bench.unread().await);
    }
    bench.reopen();
}

struct Bench {
    path: PathBuf,
    store: Arc<SqliteStore>,
    account: AccountId,
    /// Somebody who writes nothing.
    reader: AccountId,
    rooms: Vec<RoomId>,
    ids: Arc<AtomicU64>,
}

impl Bench {
    async fn open(path: &Path) -> Self {
        let store = SqliteStore::open(path, &Options::new(Epoch::from_bytes([1; 16]))).expect("a new store opens");
        let account = Account { id: AccountId::from_bytes([1; 16]), name: "Marvin".to_owned() };
        let ada = Account { id: AccountId::from_bytes([2; 16]), name: "Ada".to_owned() };
        let (id, reader) = (account.id, ada.id);
        let rooms: Vec<_> = (0..ROOMS).map(|n| room(u8::try_from(n).expect("there are few rooms"))).collect();
        let ids = rooms.iter().map(|room| room.id).collect();
        let member = authorize(Entrance::Operator, Admit, Role::Member).expect("the operator may");
        let work = move |tx: &mut dyn ports::Transaction| {
            tx.insert_account(&member, &account, "marvin", Timestamp::default())?;
            tx.insert_account(&member, &ada, "ada", Timestamp::default())?;
            for room in &rooms {
                tx.insert_room(room, true)?;
                tx.insert_membership(id, room.id, Timestamp::default())?;
            }
            Ok(())
        };
        ports::write(&store, work, |()| ()).await.expect("the stage can be set");
        Self { path: path.to_owned(), store: Arc::new(store), account: id, reader, rooms: ids, ids: Arc::default() }
    }

    /// How many were sent in how many commits, and how long it took.
    async fn send(&self, senders: u16, time: Duration) -> (f64, f64, f64) {
        let before = self.store.stats();
        let start = Instant::now();
        let mut tasks = JoinSet::new();
        for sender in 0..usize::from(senders) {
            let (store, ids, account) = (self.store.clone(), self.ids.clone(), self.account);
            let room = self.rooms[sender % self.rooms.len()];
            tasks.spawn(async move {
                while start.elapsed() < time {
                    send(&*store, account, room, ids.fetch_add(1, Ordering::Relaxed)).await.expect("it is sent");
                }
            });
        }
        tasks.join_all().await;
        let seconds = start.elapsed().as_secs_f64();
        let after = self.store.stats();
        let count = |from: u64, to: u64| f64::from(u32::try_from(to - from).expect("a round is short"));
        (count(before.units, after.units), count(before.commits, after.commits), seconds)
    }

    /// Sends into the first room until it has this many messages.
    async fn fill(&self, messages: u64) {
        let room = self.rooms[0];
        let head = self.head(room).await;
        let mut waiting = Vec::new();
        for _ in head.get()..messages {
            waiting.push(send(&*self.store, self.account, room, self.ids.fetch_add(1, Ordering::Relaxed)));
            if waiting.len() == 1_024 {
                for sent in waiting.drain(..) {
                    sent.await.expect("it is sent");
                }
            }
        }
        for sent in waiting {
            sent.await.expect("it is sent");
        }
    }

    /// Microseconds for one page at some place of the first room, asked for one after the other.
    async fn pages(&self) -> f64 {
        let room = self.rooms[0];
        let head = self.head(room).await.get();
        let start = Instant::now();
        for n in 0..2_000_u64 {
            let after = Seq::new(n * 7_919 % (head - 50));
            let page = ports::read(&*self.store, move |reader| Ok(reader.entries(room, LogRange::after(after, 50))?));
            assert_eq!(page.await.expect("it can be read").len(), 50);
        }
        start.elapsed().as_secs_f64() * 1_000_000.0 / 2_000.0
    }

    /// Microseconds for counting what is unread at the end of the first room, for somebody who wrote nothing there.
    async fn unread(&self) -> f64 {
        let (room, reader) = (self.rooms[0], self.reader);
        let head = self.head(room).await.get();
        let after = Seq::new(head.saturating_sub(UNREAD));
        let start = Instant::now();
        for _ in 0..100 {
            let count = ports::read(&*self.store, move |look| Ok(look.unread(reader, room, after)?));
            assert_eq!(count.await.expect("it can be read"), head.min(UNREAD));
        }
        start.elapsed().as_secs_f64() * 1_000_000.0 / 100.0
    }

    async fn head(&self, room: RoomId) -> Seq {
        ports::read(&*self.store, move |reader| Ok(reader.head(room)?)).await.expect("it can be read")
    }

    /// Closing and opening again, with all the checks of a start.
    fn reopen(self) {
        let start = Instant::now();
        self.store.close();
        let closed = start.elapsed();
        let size = self.path.metadata().map_or(0, |metadata| metadata.len()) >> 20;
        let start = Instant::now();
        SqliteStore::open(&self.path, &Options::new(Epoch::from_bytes([1; 16]))).expect("it opens again");
        println!(
            "a database of {size} MiB: closed in {closed:.1?}, checked, opened and closed in {:.1?}",
            start.elapsed()
        );
    }
}

/// What `hubbub_chat::messages::send` does in its unit of work.
fn send(
    store: &dyn Store,
    account: AccountId,
    room: RoomId,
    number: u64,
) -> impl Future<Output = Result<Seq, Error>> + Send + 'static {
    let now = Timestamp::from_millis(1_790_000_000_000 + i64::try_from(number / 10).expect("a run is short"));
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    let (id, nonce) = (MessageId::new(now, random), Nonce::new(now, random));
    let work = move |tx: &mut dyn ports::Transaction| {
        let membership = tx.membership(account, room)?.ok_or(Error::NotFound)?;
        if let Some(Former::Sent(before)) = tx.sent_before(account, nonce)? {
            return Ok(before.seq);
        }
        let links = Links::default();
        Ok(tx.append_message(&membership, NewMessage { id, nonce, body: BODY.to_owned(), at: now, links })?.seq)
    };
    ports::write(store, work, |_| ())
}

fn room(number: u8) -> Room {
    let name = format!("Room {number}");
    let slug = Slug::from_name(&name).expect("it has letters");
    Room::open(RoomId::from_bytes([number; 16]), slug, name, Timestamp::default())
}
