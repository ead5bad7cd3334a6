//! What the page must look at again.

use hubbub_protocol::{Account, Refusal, Room, RoomId};

use crate::Deed;

/// Something the page shows has changed. The first six are coalesced: one stands for many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// [`crate::Client::connection`], and with it the send states.
    Connection,
    /// [`crate::Client::rooms`]: which there are, and their heads.
    Rooms,
    /// How far this room was read, and how much of it is unread.
    Unread(RoomId),
    /// [`crate::Client::timeline`] of this room.
    Timeline(RoomId),
    /// Who is in this room.
    Presence(RoomId),
    /// Who types in this room.
    Typing(RoomId),
    /// Others came and went; a quiet line for the person, never stored.
    Notice {
        /// In which room.
        room: RoomId,
        /// Who came.
        came: Vec<Account>,
        /// Who went.
        went: Vec<Account>,
    },
    /// A room that was made or joined is open.
    RoomOpened {
        /// The number of `CreateRoom` or `OpenDirect`; none after `JoinRoom`.
        request: Option<u32>,
        /// The room.
        room: RoomId,
    },
    /// A room was not made or joined.
    RoomRefused {
        /// The number of `CreateRoom` or `OpenDirect`; none after `JoinRoom`.
        request: Option<u32>,
        /// Why not.
        refusal: Refusal,
    },
    /// The server refused something that the person did to a message. What was shown of it is taken back; the text of an
    /// edit stays in the outbox, see [`crate::Timeline::deeds`].
    DeedRefused {
        /// In which room.
        room: RoomId,
        /// What was refused.
        deed: Deed,
        /// Why.
        refusal: Refusal,
    },
    /// Somebody made a room that one could join.
    NewRoom(Room),
    /// The server now runs another build than when this client first met it: reload when it is convenient.
    NewBuild(String),
    /// The session ended; sign in again.
    SignedOut,
    /// This client is too old for the server; reload.
    Outdated,
}

impl Change {
    /// Whether one of a kind is enough until the page looks.
    pub(crate) fn is_coalesced(&self) -> bool {
        matches!(
            self,
            Self::Connection | Self::Rooms | Self::Unread(_) | Self::Timeline(_) | Self::Presence(_) | Self::Typing(_)
        )
    }
}
