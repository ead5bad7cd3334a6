//! The services of the browser: asked for by calls, answered by happenings.

use hubbub_client::{Mark, Moment, Unsent};
use hubbub_protocol::{AccountId, LogPage, LogQuery, Nonce, RoomId, Seq, Slug, Target, Timestamp};
use leptos::{callback::Callback, web_sys::Element};
use serde::{Deserialize, Serialize};

use super::{ApiError, RoomData};
use crate::{Place, later::Functions};

/// Something that happened outside of the page's own code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// The socket is open.
    SocketOpened,
    /// The socket closed without being asked to, or could not be opened.
    SocketClosed {
        /// The close code.
        code: u16,
    },
    /// A text frame arrived.
    FrameReceived(String),
    /// The moment named to [`Platform::wake_at`] has come.
    Woke,
    /// The browser is about to paint, or would be if the page were visible.
    Frame,
    /// There is a network again.
    WentOnline,
    /// The network is gone.
    WentOffline,
    /// The page is visible, or has the focus, again.
    BecameVisible,
    /// The page was hidden; it may never run again.
    Hidden,
    /// The person leaves the page.
    Left,
    /// The page was left, and the person came back to it without a reload.
    CameBack,
    /// The person went to another page of the workspace, or to a message of the room that it is.
    Went(Place, Option<Seq>),
    /// The answer about a room that was asked for.
    RoomFetched {
        /// Its address.
        slug: Slug,
        /// What its page begins with.
        room: Result<RoomData, ApiError>,
    },
    /// The answer about a page of a room log that was asked for.
    LogFetched {
        /// The number it was asked for under.
        request: u32,
        /// The page.
        page: Result<LogPage, ApiError>,
    },
    /// The later part of the page is there; none when it could not be fetched.
    LaterLoaded(Option<Functions>),
    /// The answer to something else that was asked for.
    Fetched {
        /// The number it was asked for under.
        request: u32,
        /// What the server says.
        answer: Result<String, ApiError>,
    },
    /// What this device keeps for the account, in one piece and before any other answer about storage.
    Loaded(Kept),
    /// A message is in the outbox on disk.
    OutboxSaved(Nonce),
    /// A message could not be put into the outbox.
    OutboxUnsaved(Nonce),
}

/// What a device keeps for an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Messages without an answer.
    pub outbox: Vec<Unsent>,
    /// What is being written.
    pub drafts: Vec<Draft>,
    /// Up to where rooms were read.
    pub reads: Vec<Mark>,
}

/// What is being written in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which room.
    pub room: RoomId,
    /// What is in its composer.
    pub text: String,
    /// The message that this answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Target>,
    /// A message whose text is being changed, and the text by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<(Target, String)>,
}

impl Draft {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.reply_to.is_none() && self.edit.is_none()
    }
}

/// Where happenings go.
pub type Sink = Box<dyn Fn(Happening) + Send + Sync>;

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeStyle {
    /// Hours and minutes.
    Time,
    /// Date and time.
    Full,
    /// The date alone.
    Day,
}

/// When something is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody waits for it.
    Now,
    /// When the page has nothing else to do.
    Idle,
}

/// The services of the browser. The implementation for rendering on the server does nothing.
///
/// Answers come later through the sink, never from within a call.
pub trait Platform: Send + Sync {
    /// Delivers happenings from now on, and loads what the device keeps for this account.
    fn listen(&self, account: AccountId, sink: Sink);
    /// The time of a clock that never goes back.
    fn now(&self) -> Moment;
    /// The time of the clock on the wall.
    fn wall(&self) -> Timestamp;
    /// Bytes that nobody can guess.
    fn random(&self) -> [u8; 10];
    /// Whether the browser believes that there is a network.
    fn is_online(&self) -> bool;

    /// Asks for [`Happening::Woke`] at this moment instead of the one asked for before.
    fn wake_at(&self, at: Moment);
    /// Asks for one [`Happening::Frame`].
    fn next_frame(&self);

    /// Opens the socket. There is never more than one.
    fn open_socket(&self);
    /// Sends a text frame.
    fn send_frame(&self, text: String);
    /// Closes the socket; nothing of it is delivered afterwards.
    fn close_socket(&self, code: u16);

    /// The message that the address names.
    fn named_message(&self) -> Option<Seq> {
        None
    }
    /// Goes to the page at this path of the workspace, without loading a document, and answers `Went`.
    fn go(&self, path: &str);
    /// Reads what the page of a room begins with and answers `RoomFetched`.
    fn fetch_room(&self, slug: Slug);
    /// Reads a page of a room log and answers `LogFetched`.
    fn fetch_log(&self, request: u32, room: RoomId, query: LogQuery);

    /// The functions of the later part, where they need not be fetched.
    fn later(&self) -> Option<Functions> {
        None
    }
    /// Fetches the later part of the page and answers `LaterLoaded`.
    fn load_later(&self, _urgency: Urgency) {}
    /// Where the server has the table of emoji and their names: one emoji per line, with its names behind it.
    fn emoji(&self) -> String {
        String::new()
    }
    /// Reads what is at this path of the server and answers `Fetched`.
    fn fetch(&self, request: u32, path: String);

    /// Puts a message into the outbox on disk and answers `OutboxSaved` or `OutboxUnsaved`.
    fn save(&self, unsent: Unsent);
    /// Removes a message from the outbox.
    fn forget(&self, nonce: Nonce);
    /// Keeps what is being written; an empty draft is forgotten.
    fn save_draft(&self, draft: Draft);
    /// Keeps a read marker.
    fn save_read(&self, mark: Mark);

    /// Keeps the page at this path for a visit without network.
    fn keep_page(&self, path: String);

    /// Minutes that local time is ahead of UTC at that moment.
    fn utc_offset_minutes(&self, at: Timestamp) -> i32;
    /// The moment in local time and in the words of the locale.
    fn format(&self, at: Timestamp, style: TimeStyle) -> String;

    /// A small thing that this device remembers under a name.
    fn recall(&self, _name: &str) -> Option<String> {
        None
    }
    /// Remembers it.
    fn remember(&self, _name: &str, _text: &str) {}

    /// Loads the page again.
    fn reload(&self) {}
    /// Puts a text on the clipboard and says whether that worked.
    fn copy(&self, _text: String, _done: Box<dyn FnOnce(bool)>) {}
    /// Whether a finger is the main pointer here, so that a keyboard on the screen must not come up unasked.
    fn is_touch(&self) -> bool {
        false
    }
    /// Calls back after layout and before painting, once for the size that the elements have now and then whenever one
    /// of them has another, until the answer is called.
    fn watch_size(&self, _elements: Vec<Element>, _changed: Callback<()>) -> StopWatching {
        Box::new(|| ())
    }
}

/// Ends what [`Platform::watch_size`] began.
pub type StopWatching = Box<dyn FnOnce() + Send + Sync>;
