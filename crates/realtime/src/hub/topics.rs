//! Rooms: who hears them, and where their logs stand.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use hubbub_protocol::{ConnectionId, RoomId, Seq};
use indexmap::IndexMap;

use super::queue::Queue;

/// The listeners of every room that has some, and the heads of every room that was heard of.
///
/// A head outlives the listeners: a connection that subscribes must learn of entries that were published between
/// its look at the store and its subscription. It costs a few bytes per room that was active since the start.
#[derive(Debug, Default)]
pub(super) struct Topics {
    listeners: HashMap<RoomId, Listeners>,
    heads: HashMap<RoomId, Seq>,
}

/// In the order they came, mostly: what belongs to neighbours lies side by side in memory, also in the kernel's.
type Listeners = IndexMap<ConnectionId, Arc<Queue>>;

impl Topics {
    /// Adds a listener; `false` when it is one already.
    pub(super) fn add(&mut self, room: RoomId, id: ConnectionId, queue: &Arc<Queue>) -> bool {
        self.listeners.entry(room).or_default().insert(id, Arc::clone(queue)).is_none()
    }

    /// Removes a listener, and the room with its last one.
    pub(super) fn remove(&mut self, room: RoomId, id: ConnectionId) {
        if let Entry::Occupied(mut listeners) = self.listeners.entry(room) {
            listeners.get_mut().swap_remove(&id);
            if listeners.get().is_empty() {
                listeners.remove();
            }
        }
    }

    /// Removes all listeners of all rooms.
    pub(super) fn forget_listeners(&mut self) {
        self.listeners.clear();
    }

    /// Where the log of a room stands, as far as was heard.
    pub(super) fn head(&self, room: RoomId) -> Seq {
        self.heads.get(&room).copied().unwrap_or_default()
    }

    /// Notes that the log of a room has come this far, and says how far it is known to have come.
    pub(super) fn advance(&mut self, room: RoomId, to: Seq) -> Seq {
        let head = self.heads.entry(room).or_default();
        *head = to.max(*head);
        *head
    }

    /// The listeners of a room, who are told of the entry at `position`, if that is what they are told of.
    pub(super) fn listeners_of(
        &mut self,
        room: RoomId,
        position: Option<(RoomId, Seq)>,
    ) -> impl Iterator<Item = (&ConnectionId, &Arc<Queue>)> {
        if let Some((room, seq)) = position {
            self.advance(room, seq);
        }
        self.listeners.get(&room).into_iter().flatten()
    }

    #[cfg(test)]
    pub(super) fn listeners(&self) -> impl Iterator<Item = (RoomId, Vec<ConnectionId>)> {
        self.listeners.iter().map(|(room, listeners)| (*room, listeners.keys().copied().collect()))
    }
}
