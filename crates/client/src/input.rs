//! What can happen to a client: from the person, the page, the socket, the disk and the clock.

use hubbub_protocol::{AccountId, Gap, Item, LogPage, Nonce, RoomId, Seq, Timestamp};

use crate::{Deed, Links, Mark, Unsent};

/// One thing that happened. [`crate::Client::handle`] takes it; there is no other way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Connect now, also after being signed out or sent away.
    Start,
    /// The page goes away or the person signs out: close, and do not come back.
    Stop,
    /// The socket that [`crate::Effect::OpenSocket`] asked for is open.
    SocketOpened,
    /// The socket closed without being asked to, or could not be opened (1006).
    SocketClosed {
        /// The close code.
        code: u16,
    },
    /// A text frame arrived.
    FrameReceived(String),
    /// Time has passed; due at [`crate::Client::next_deadline`], harmless at any other time.
    Tick,
    /// The browser believes that there is a network again.
    WentOnline,
    /// The browser believes that the network is gone.
    WentOffline,
    /// The person looks at the page again.
    BecameVisible,
    /// The person looks elsewhere; the page may never run again. What still can be taken back goes out now.
    BecameHidden,
    /// Everything in the outbox on disk: at the start, and again when another tab wrote to it.
    OutboxLoaded(Vec<Unsent>),
    /// An [`crate::Effect::Save`] is on disk; only now may the message be sent.
    OutboxSaved(Nonce),
    /// An [`crate::Effect::Save`] failed; the message is sent anyway, because memory is all there is.
    OutboxUnsaved(Nonce),
    /// The person pressed Send.
    Compose {
        /// In which room.
        room: RoomId,
        /// New for each message.
        nonce: Nonce,
        /// The text.
        body: String,
        /// What it refers to; nothing, usually.
        links: Links,
        /// Wall-clock time, for showing.
        written_at: Timestamp,
    },
    /// The person changed a message: edited, deleted, reacted, pinned. It is shown at once, goes out in its turn, and is
    /// taken back with [`crate::Change::DeedRefused`] when the server refuses it.
    Act {
        /// The room of the message.
        room: RoomId,
        /// New for each deed.
        nonce: Nonce,
        /// What they did; neither `Send` nor `Cancel`.
        deed: Deed,
        /// Wall-clock time, for showing.
        written_at: Timestamp,
    },
    /// Take back a deletion that has waited for less than five seconds.
    Undo(Nonce),
    /// Cancel a message that has no answer: from now on it is not shown, and if it did arrive it is deleted.
    Cancel(Nonce),
    /// Try a refused message or edit once more.
    Retry(Nonce),
    /// Throw a refused message or edit away.
    Discard(Nonce),
    /// Hold this room's timeline from now on, beginning with this page.
    ShowRoom {
        /// A page that was rendered or fetched with the room.
        page: LogPage,
    },
    /// Stop holding this room's timeline.
    ReleaseRoom(RoomId),
    /// The person came near the oldest entry that is held.
    LoadOlder(RoomId),
    /// The person came near a gap.
    FillGap {
        /// In which room.
        room: RoomId,
        /// The gap, as [`crate::Item::Gap`] named it.
        gap: Gap,
        /// Whether they come from what is before it, and read on from there.
        forwards: bool,
    },
    /// The answer to [`crate::Effect::Fetch`].
    PageFetched {
        /// The number of the request.
        request: u32,
        /// What came.
        page: LogPage,
    },
    /// No answer to [`crate::Effect::Fetch`]; it is tried again with a backoff.
    FetchFailed {
        /// The number of the request.
        request: u32,
    },
    /// Become a member of a room; answered by [`crate::Change::RoomOpened`] or [`crate::Change::RoomRefused`].
    JoinRoom(RoomId),
    /// Make a room; answered likewise.
    CreateRoom {
        /// Chosen by the page; the answer repeats it.
        request: u32,
        /// What to call it.
        name: String,
    },
    /// Open the direct room of some people; answered likewise.
    OpenDirect {
        /// Chosen by the page; the answer repeats it.
        request: u32,
        /// The others.
        people: Vec<AccountId>,
    },
    /// The composer's raw signal: once per key press while there is text, and `false` when it became empty.
    Typing {
        /// In which room.
        room: RoomId,
        /// Whether there is text.
        active: bool,
    },
    /// The person has seen everything up to here.
    Read {
        /// In which room.
        room: RoomId,
        /// The last entry that was seen.
        up_to: Seq,
    },
    /// The person wants to read again what begins here.
    MarkUnread {
        /// In which room.
        room: RoomId,
        /// The first entry that is to be unread.
        from: Seq,
    },
    /// The read markers on disk: at the start (also when there are none), and again when another tab wrote.
    ReadLoaded(Vec<Mark>),
    /// What belongs to the account, as the page was rendered with it, before the first connection.
    ShowAccount {
        /// Up to where the account log reached then.
        version: Seq,
        /// Everything in it.
        items: Vec<Item>,
    },
}
