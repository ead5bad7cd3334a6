//! What each device was told, in the order it was told: the evidence the checker judges.

use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use hubbub_protocol::{Change, Entry, Event, Message, Nonce, Reply, RoomId, Seq, ServerFrame};
use serde::Serialize;

/// The history of one device.
#[derive(Debug, Clone, Default, Serialize)]
pub struct History {
    /// Whose it is.
    pub device: String,
    /// What it did and was told.
    pub told: Vec<Told>,
}

/// One thing a device did or was told.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// A new connection begins; what was told before was told on another one.
    Connected,
    /// Its owner wrote something.
    Wrote {
        /// In which room.
        room: RoomId,
        /// Under which nonce.
        nonce: Nonce,
        /// What, as a fingerprint.
        body: Fingerprint,
    },
    /// The server said that a message is on disk.
    Acknowledged {
        /// In which room.
        room: RoomId,
        /// Under which nonce.
        nonce: Nonce,
        /// At which place.
        seq: Seq,
    },
    /// The server sent an entry of a room log.
    Observed {
        /// Of which room.
        room: RoomId,
        /// At which place.
        seq: Seq,
        /// What stood there.
        what: Fingerprint,
        /// Whether the server said in words that entries before this one were left out.
        after_gap: bool,
    },
    /// At the end its owner saw these entries of a room, in this order.
    Showed {
        /// Of which room.
        room: RoomId,
        /// Place and content of each.
        entries: Vec<(Seq, Fingerprint)>,
    },
}

/// Stands for a text, so that millions of observations fit into memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Of a body.
    pub fn of(text: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Self(hasher.finish())
    }

    /// Of what an entry changed: author, nonce, id and body.
    pub fn of_change(change: &Change) -> Self {
        let mut hasher = DefaultHasher::new();
        if let Change::MessageSent { message: Message { id, author, nonce, body, .. } } = change {
            (id, author.id, nonce, body).hash(&mut hasher);
        }
        Self(hasher.finish())
    }
}

/// Writes a history while a device runs; the device and the check share it.
#[derive(Debug, Clone, Default)]
pub struct Recorder(Arc<Mutex<History>>);

impl Recorder {
    /// A new history for this device.
    pub fn new(device: impl Into<String>) -> Self {
        Self(Arc::new(Mutex::new(History { device: device.into(), told: Vec::new() })))
    }

    /// Adds one thing.
    pub fn add(&self, told: Told) {
        self.lock().told.push(told);
    }

    /// Adds what a frame of the server tells.
    pub fn add_frame(&self, frame: &str) {
        match ServerFrame::decode(frame) {
            Ok(ServerFrame::Reply(reply)) => {
                if let Reply::MessageAcknowledged(ack) = reply.result {
                    self.add(Told::Acknowledged { room: ack.room, nonce: ack.nonce, seq: ack.seq });
                }
            }
            Ok(ServerFrame::Event(Event::LogAppended(entry))) => self.add(observed(&entry, false)),
            Ok(ServerFrame::Event(Event::RoomResumed(resumed))) => {
                let mut history = self.lock();
                for (index, entry) in resumed.entries.iter().enumerate() {
                    history.told.push(observed(entry, index == 0 && resumed.gap.is_some()));
                }
            }
            _ => {}
        }
    }

    /// The history so far.
    pub fn history(&self) -> History {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, History> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn observed(entry: &Entry, after_gap: bool) -> Told {
    Told::Observed { room: entry.room, seq: entry.seq, what: Fingerprint::of_change(&entry.change), after_gap }
}
