//! The rooms the account is a member of.

use hubbub_protocol::{Account, Presence, Room, Seq};

/// A joined room, for reading.
#[derive(Debug, Clone)]
pub struct RoomState {
    room: Room,
    head: Seq,
    read: Seq,
    presence: Presence,
    typing: Vec<Account>,
}

impl RoomState {
    /// The room itself.
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// The highest position of its log.
    pub fn head(&self) -> Seq {
        self.head
    }

    /// Up to where the person has read it, in this browser.
    pub fn read(&self) -> Seq {
        self.read
    }

    /// How many entries by others lie behind the read position.
    pub fn unread(&self) -> u64 {
        self.head.since(self.read)
    }

    /// Who is here now.
    pub fn presence(&self) -> &Presence {
        &self.presence
    }

    /// Which others are typing, the one who began first at the front.
    pub fn typing(&self) -> impl Iterator<Item = &Account> {
        self.typing.iter()
    }
}
