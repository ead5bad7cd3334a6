//! The rows of a room's message list.

use std::sync::Arc;

use hubbub_client::Key;
use hubbub_protocol::{Account, Gap, Nonce, Refusal, Seq, Timestamp};

use super::watched::Watched;
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
}

/// A message in the list.
#[derive(Debug, PartialEq)]
pub struct MessageRow {
    /// Who wrote it.
    pub author: Account,
    /// The text as it was written.
    pub body: String,
    /// What its author's device called it.
    pub nonce: Nonce,
    /// Whether the person at this page wrote it.
    pub mine: bool,
    meaning: Watched<Arc<Meaning>>,
    live: Watched<Live>,
}

/// The part of a message row that changes while the row stays.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Live {
    pub(crate) state: MessageState,
    pub(crate) seq: Option<Seq>,
    pub(crate) at: Timestamp,
    pub(crate) first_of_group: bool,
}

impl MessageRow {
    pub(crate) fn new(author: Account, body: String, meaning: Meaning, nonce: Nonce, mine: bool, live: Live) -> Self {
        Self { author, body, nonce, mine, meaning: Watched::new(Arc::new(meaning)), live: Watched::new(live) }
    }

    /// What the text means to who knows the people and rooms in it. Reactive.
    pub(crate) fn meaning(&self) -> Arc<Meaning> {
        self.meaning.get()
    }

    /// What it says, in one line of at most so many letters.
    pub(crate) fn brief(&self, letters: usize) -> String {
        self.meaning.peek(|meaning| meaning.brief(letters))
    }

    /// Where the message is on its way. Reactive.
    pub fn state(&self) -> MessageState {
        self.live.with(|live| live.state.clone())
    }

    /// Its place in the log, once it has one. Reactive.
    pub fn seq(&self) -> Option<Seq> {
        self.live.with(|live| live.seq)
    }

    /// When the server took it; until then, when it was written. Reactive.
    pub fn at(&self) -> Timestamp {
        self.live.with(|live| live.at)
    }

    /// Whether it shows its author: not directly after a message of the same author. Reactive.
    pub fn first_of_group(&self) -> bool {
        self.live.with(|live| live.first_of_group)
    }

    /// Whether the text can mean something else to who knows more people and rooms.
    pub(crate) fn may_name(&self) -> bool {
        self.body.contains(['@', '#'])
    }

    /// The text means something else.
    pub(crate) fn become_meaning(&self, meaning: Meaning) {
        self.meaning.follow(Arc::new(meaning));
    }

    /// Changes in place.
    pub(crate) fn become_live(&self, live: Live) {
        self.live.follow(live);
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
    /// The server does not take it as it is.
    Refused(Refusal),
}

impl MessageState {
    /// The value of `data-state` on the row; none once the message is sent.
    pub fn mark(&self) -> Option<&'static str> {
        match self {
            Self::Sent => None,
            Self::Pending => Some("pending"),
            Self::Queued => Some("queued"),
            Self::Refused(_) => Some("failed"),
        }
    }
}
