//! The account log: what belongs to the caller and follows them to all their devices.

use hubbub_protocol::{Epoch, Item, RoomId, Seq, Unread};

use crate::{Caller, Chat, Result, ports, reads};

/// What somebody who comes back must know of what belongs to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Up to where their log reaches.
    pub version: Seq,
    /// What changed since, each item once and as it is now.
    pub items: Vec<Item>,
    /// What is unread in those of the rooms that have a read marker.
    pub unread: Vec<(RoomId, Unread)>,
}

/// What changed after the version that is held in this epoch, or everything; and what is unread in these rooms.
/// All of it is one look.
pub async fn missed(chat: &Chat, caller: &Caller, rooms: Vec<RoomId>, held: Option<(Epoch, Seq)>) -> Result<Missed> {
    let account = caller.id();
    ports::read(&*chat.store, move |reader| {
        let version = reader.account_version(account)?;
        let mut missed = Missed { version, items: Vec::new(), unread: Vec::new() };
        // Bots read what they are sent, and mark nothing.
        if version > Seq::ZERO {
            let epoch = reader.epoch()?;
            let after = held.filter(|(of, _)| *of == epoch).map_or(Seq::ZERO, |(_, after)| after);
            missed.items = reader.items(account, after)?;
            for room in rooms {
                missed.unread.extend(reads::beyond_marker(reader, account, room)?.map(|unread| (room, unread)));
            }
        }
        Ok(missed)
    })
    .await
}
