//! What travels between a Hubbub server and its clients.
//!
//! One file per noun holds its views, commands and events; `frame` puts them on the wire.
//! The prose version, with examples for bot writers, is `docs/PROTOCOL.md`.

pub mod account;
pub mod account_log;
pub mod close;
pub mod editing;
pub mod error;
pub mod frame;
pub mod hello;
pub mod id;
pub mod json;
pub mod limits;
pub mod log;
pub mod message;
pub mod name;
pub mod path;
pub mod pin;
pub mod presence;
pub mod reaction;
pub mod read;
pub mod room;
pub mod session;
pub mod time;
pub mod typing;

pub use account::{Account, Delivery, People, SignIn, SignedIn};
pub use account_log::{AccountChanged, Item, Saved};
pub use close::CloseCode;
pub use editing::{CancelMessage, Changed, DeleteMessage, EditMessage, MessageInfo, Version};
pub use error::{ErrorCode, Refusal};
pub use frame::{Command, CommandFrame, DecodeError, Event, Reply, ReplyFrame, ServerFrame};
pub use hello::{Draining, Heartbeat, Hello, Position, Welcome};
pub use id::{AccountId, ConnectionId, Epoch, InvitationId, MessageId, Nonce, RoomId, Seq, SessionId};
pub use log::{Change, Entry, Excerpts, Gap, LogPage, LogQuery, RoomResumed};
pub use message::{Message, MessageAcknowledged, SendMessage, Source, Target};
pub use pin::{PinMessage, UnpinMessage};
pub use presence::{Presence, PresenceChanged};
pub use reaction::{AddReaction, Reaction, RemoveReaction};
pub use read::{CountUnread, MarkRead, Unread, UnreadCounted};
pub use room::{
    CreateRoom, JoinRoom, JoinedRoom, OpenDirect, Room, RoomCreated, RoomKind, RoomOpened, RoomSummary, Slug,
};
pub use session::SessionSummary;
pub use time::Timestamp;
pub use typing::{SetTyping, TypingChanged};

/// The number in the subprotocol name. It changes only when old clients must reload.
pub const PROTOCOL_VERSION: u16 = 1;

/// Goes up by one with each addition to the protocol; `docs/PROTOCOL.md` says what each level added.
pub const FEATURE_LEVEL: u16 = 5;

/// The WebSocket subprotocol both sides must name in the upgrade.
pub const SUBPROTOCOL: &str = "hubbub.v1.json";
