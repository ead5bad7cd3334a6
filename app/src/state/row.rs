//! The rows of a room's message list.

use std::sync::Arc;

use hubbub_client::{Key, SendState};
use hubbub_protocol::{Account, Gap, Nonce, Refusal, Seq, Target, Timestamp};

use super::{facts::Facts, watched::Watched};
use crate::meaning::Meaning;

/// One row of the list. Cloning is cheap.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Stays the same as long as the row is the same thing.
    pub key: RowKey,
    /// What the row shows.
    pub kind: RowKind,
}

/// What makes a row the same row: it decides which DOM node shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowKey {
    /// A message, from the moment it was written: an acknowledgement does not change it.
    Message(Key),
    /// The day that begins with this message.
    Day(Key),
    /// Where the unread messages begin.
    New(Seq),
    /// A stretch of the log that is not loaded.
    Gap(Seq, Seq),
    /// Who came and went, numbered as it happened.
    Notice(u32),
    /// A message was pinned, by this entry.
    Pin(Seq),
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq)]
pub enum RowKind {
    /// The day of the messages below.
    Day(Timestamp),
    /// Where the unread messages begin.
    New {
        /// How many there were when the room was opened.
        count: u64,
    },
    /// A message.
    Message(Arc<MessageRow>),
    /// A stretch of the log that is not loaded.
    Gap(Gap),
    /// People came and went; gone again with the next reload.
    Notice {
        /// The names of those who came.
        came: Vec<String>,
        /// The names of those who went.
        went: Vec<String>,
    },
    /// Somebody pinned a message to the room.
    Pin {
        /// The name of who did.
        by: String,
        /// Which message.
        target: Target,
    },
}

/// A message in the list.
#[derive(Debug, PartialEq)]
pub struct MessageRow {
    /// Who wrote it.
    pub author: Account,
    /// What its author's device called it.
    pub nonce: Nonce,
    /// Whether the person at this page wrote it.
    pub mine: bool,
    said: Watched<Said>,
    live: Watched<Live>,
    facts: Watched<Facts>,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Said {
    pub(crate) body: String,
    pub(crate) meaning: Arc<Meaning>,
}

/// The part of a message row that changes while the row stays.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Live {
    pub(crate) state: MessageState,
    pub(crate) target: Option<Target>,
    pub(crate) at: Timestamp,
    pub(crate) first_of_group: bool,
    pub(crate) is_editing: bool,
}

impl MessageRow {
    pub(crate) fn new(author: Account, nonce: Nonce, mine: bool, said: Said, live: Live, facts: Facts) -> Self {
        let (said, live, facts) = (Watched::new(said), Watched::new(live), Watched::new(facts));
        Self { author, nonce, mine, said, live, facts }
    }

    /// The text as it was written. Reactive.
    pub fn body(&self) -> String {
        self.said.with(|said| said.body.clone())
    }

    /// What the text means to who knows the people and rooms in it. Reactive.
    pub(crate) fn meaning(&self) -> Arc<Meaning> {
        self.said.with(|said| Arc::clone(&said.meaning))
    }

    /// What it says, in one line of at most so many letters.
    pub(crate) fn brief(&self, letters: usize) -> String {
        self.said.peek(|said| said.meaning.brief(letters))
    }

    /// Where the message is on its way. Reactive.
    pub fn state(&self) -> MessageState {
        self.live.with(|live| live.state.clone())
    }

    /// Which message it is, once it is in the log. Reactive.
    pub fn target(&self) -> Option<Target> {
        self.live.with(|live| live.target)
    }

    /// Its place in the log, once it has one. Reactive.
    pub fn seq(&self) -> Option<Seq> {
        self.target().map(|target| target.seq)
    }

    /// When the server took it; until then, when it was written. Reactive.
    pub fn at(&self) -> Timestamp {
        self.live.with(|live| live.at)
    }

    /// Whether it shows its author: not directly after a message of the same author. Reactive.
    pub fn first_of_group(&self) -> bool {
        self.live.with(|live| live.first_of_group)
    }

    /// Whether its text is being changed here. Reactive.
    pub fn is_editing(&self) -> bool {
        self.live.with(|live| live.is_editing)
    }

    /// What else there is to say of it. Reactive.
    pub fn facts<T>(&self, look: impl FnOnce(&Facts) -> T) -> T {
        self.facts.with(look)
    }

    /// Changes in place. `read` understands a text that is another one, or that may mean something else now.
    pub(crate) fn become_now(
        &self,
        body: &str,
        is_read_again: bool,
        read: impl FnOnce() -> Meaning,
        live: Live,
        facts: Facts,
    ) {
        let is_same = self.said.peek(|said| said.body == body);
        if !is_same || is_read_again {
            self.said.follow(Said { body: body.to_owned(), meaning: Arc::new(read()) });
        }
        self.live.follow(live);
        self.facts.follow(facts);
    }
}

/// Where a message is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageState {
    /// The server has it on disk.
    Sent,
    /// On its way.
    Pending,
    /// Waits for a connection.
    Queued,
    /// The server does not take it, or its new text, as it is.
    Refused(Nonce, Refusal),
}

impl MessageState {
    /// How far a deed is.
    pub(crate) fn of(nonce: Nonce, state: SendState<'_>) -> Self {
        match state {
            SendState::Pending => Self::Pending,
            SendState::Queued => Self::Queued,
            SendState::Refused(refusal) => Self::Refused(nonce, refusal.clone()),
        }
    }

    /// The value of `data-state` on the row; none once the message is sent.
    pub fn mark(&self) -> Option<&'static str> {
        match self {
            Self::Sent => None,
            Self::Pending => Some("pending"),
            Self::Queued => Some("queued"),
            Self::Refused(..) => Some("failed"),
        }
    }
}
