//! The ports in memory, for tests. The store passes the same conformance suite as the real ones.

mod store;

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use hubbub_protocol::{AccountId, Timestamp};

use crate::{
    Caller, Chat, Published, Result, accounts,
    ports::{Bus, Clock, IdGen, TokenHash},
    sessions::{self, Terms},
};

pub use store::MemoryStore;

/// A clock that stands still until it is told otherwise.
#[derive(Debug)]
pub struct MockClock(AtomicI64);

impl MockClock {
    /// Lets time pass.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Default for MockClock {
    fn default() -> Self {
        Self(AtomicI64::new(1_790_000_000_000))
    }
}

impl Clock for MockClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Ids that count up, so that a test gets the same ones every time.
#[derive(Debug, Default)]
pub struct CountingIds(AtomicU64);

impl IdGen for CountingIds {
    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        bytes
    }
}

/// A bus that remembers what it was given.
#[derive(Debug, Default)]
pub struct RecordingBus(Mutex<Vec<Published>>);

impl RecordingBus {
    /// Everything published so far, in order.
    pub fn published(&self) -> Vec<Published> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Bus for RecordingBus {
    fn publish(&self, published: Published) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(published);
    }
}

/// A chat on memory alone that publishes to `bus`.
pub fn chat_with(bus: Arc<dyn Bus>) -> Chat {
    Chat {
        store: Arc::new(MemoryStore::default()),
        bus,
        clock: Arc::new(MockClock::default()),
        ids: Arc::new(CountingIds::default()),
    }
}

/// Terms under which no session of a test ends by itself.
pub const TERMS: Terms = Terms { idle_ms: i64::MAX, longest_ms: i64::MAX };

/// Somebody new of this name, with a session of their own.
pub async fn sign_in(chat: &Chat, name: &str) -> Result<Caller> {
    let account = accounts::sign_up(chat, name).await?;
    sign_in_again(chat, account.id).await
}

/// One more session of somebody.
pub async fn sign_in_again(chat: &Chat, account: AccountId) -> Result<Caller> {
    let mut token = [0; 32];
    token[..10].copy_from_slice(&chat.ids.random());
    sessions::start(chat, account, TokenHash::from_bytes(token), "test/1".to_owned(), TERMS).await
}
