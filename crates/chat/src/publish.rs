//! What the connections hear of, after it is on disk.

use hubbub_protocol::{AccountChanged, AccountId, Entry, Room, RoomId, SessionId};

/// Something that was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// A room log has a new entry.
    Appended(Entry),
    /// There is a new open room.
    RoomCreated(Room),
    /// Something that belongs to an account changed.
    AccountChanged {
        /// Whose connections hear of it.
        account: AccountId,
        /// What changed.
        changed: AccountChanged,
    },
    /// An account became a member of a room.
    ///
    /// It travels the same way as the entries, so everything after it in the room reaches the new member.
    MemberJoined {
        /// Which room.
        room: RoomId,
        /// Whose connections should hear its events from now on.
        account: AccountId,
    },
    /// Sessions ended. Nothing that comes after it may reach the connections that live on them.
    SessionsEnded(Vec<SessionId>),
}
