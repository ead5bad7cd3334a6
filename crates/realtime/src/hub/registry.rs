//! Connections, and what each of them hears.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    fmt, mem,
    sync::Arc,
};

use hubbub_protocol::{AccountId, CloseCode, ConnectionId, RoomId, Seq, SessionId, hello::Head};

use super::{
    Frame,
    queue::{Pushed, Queue},
    topics::Topics,
};

/// Everything the hub knows.
///
/// Invariant: a connection is a listener of exactly the rooms in its own list, and is found under its account
/// exactly when it is identified. `check_invariants` says so in code.
#[derive(Debug, Default)]
pub(super) struct Registry {
    connections: HashMap<ConnectionId, Connection>,
    accounts: HashMap<AccountId, Siblings>,
    topics: Topics,
    /// Queues that wait for somebody to write them out.
    pub(super) unwritten: Vec<Arc<Queue>>,
    ending: Option<Ending>,
}

/// How everybody is sent away.
struct Ending {
    code: CloseCode,
    last: Box<dyn Fn() -> Frame + Send>,
}

impl fmt::Debug for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ending").field("code", &self.code).finish_non_exhaustive()
    }
}

/// The connections of one account.
#[derive(Debug, Default)]
struct Siblings {
    ids: Vec<ConnectionId>,
    /// Where the log of the account stands, as far as was heard while there were connections.
    version: Seq,
}

#[derive(Debug)]
struct Connection {
    account: AccountId,
    session: SessionId,
    queue: Arc<Queue>,
    rooms: Vec<RoomId>,
    identified: bool,
}

impl Registry {
    pub(super) fn register(&mut self, id: ConnectionId, account: AccountId, session: SessionId, queue: Arc<Queue>) {
        if let Some(ending) = &self.ending {
            queue.finish(&(ending.last)(), ending.code);
            return;
        }
        self.connections.insert(id, Connection { account, session, queue, rooms: Vec::new(), identified: false });
    }

    pub(super) fn identify(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if !mem::replace(&mut connection.identified, true) {
            self.accounts.entry(connection.account).or_default().ids.push(id);
        }
    }

    pub(super) fn subscribe(&mut self, id: ConnectionId, heads: &mut [Head]) {
        for head in heads {
            head.head = self.topics.advance(head.room, head.head);
            self.add(id, head.room);
        }
    }

    pub(super) fn subscribe_account(&mut self, account: AccountId, room: RoomId) {
        for id in self.accounts.get(&account).map(|siblings| siblings.ids.clone()).unwrap_or_default() {
            self.add(id, room);
        }
    }

    fn add(&mut self, id: ConnectionId, room: RoomId) {
        // A connection that is not here any more has lost its queue, and must not come back without one.
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if self.topics.add(room, id, &connection.queue) {
            connection.rooms.push(room);
        }
    }

    pub(super) fn remove(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.remove(&id) else { return };
        for room in connection.rooms {
            self.topics.remove(room, id);
        }
        if let Entry::Occupied(mut siblings) = self.accounts.entry(connection.account) {
            siblings.get_mut().ids.retain(|sibling| *sibling != id);
            if siblings.get().ids.is_empty() {
                siblings.remove();
            }
        }
    }

    pub(super) fn hears(&self, id: ConnectionId, room: RoomId) -> bool {
        self.connections.get(&id).is_some_and(|connection| connection.rooms.contains(&room))
    }

    pub(super) fn account_reached(&mut self, account: AccountId, version: Seq) {
        if let Some(siblings) = self.accounts.get_mut(&account) {
            siblings.version = version.max(siblings.version);
        }
    }

    pub(super) fn heads(&self, id: ConnectionId) -> (Vec<Head>, Seq) {
        let Some(connection) = self.connections.get(&id) else { return (Vec::new(), Seq::ZERO) };
        let heads = connection.rooms.iter().map(|&room| Head { room, head: self.topics.head(room) }).collect();
        (heads, self.accounts.get(&connection.account).map_or(Seq::ZERO, |siblings| siblings.version))
    }

    pub(super) fn send_to_room(&mut self, room: RoomId, frame: &Frame, except: Option<AccountId>) {
        let mut lost = Vec::new();
        for (id, queue) in self.topics.listeners_of(room, frame.position()) {
            if except != Some(queue.account()) {
                push(queue, *id, frame, &mut self.unwritten, &mut lost);
            }
        }
        self.remove_all(lost);
    }

    pub(super) fn send_to_account(&mut self, account: AccountId, version: Seq, frame: &Frame) {
        self.account_reached(account, version);
        let ids = self.accounts.get(&account).map(|siblings| siblings.ids.clone()).unwrap_or_default();
        for id in ids {
            self.send_to_connection(id, frame);
        }
    }

    pub(super) fn send_to_connection(&mut self, id: ConnectionId, frame: &Frame) {
        let mut lost = Vec::new();
        if let Some(connection) = self.connections.get(&id) {
            push(&connection.queue, id, frame, &mut self.unwritten, &mut lost);
        }
        self.remove_all(lost);
    }

    pub(super) fn send_to_everyone(&mut self, frame: &Frame) {
        let mut lost = Vec::new();
        for (id, connection) in self.connections.iter().filter(|(_, connection)| connection.identified) {
            push(&connection.queue, *id, frame, &mut self.unwritten, &mut lost);
        }
        self.remove_all(lost);
    }

    fn remove_all(&mut self, lost: Vec<ConnectionId>) {
        for id in lost {
            self.remove(id);
        }
    }

    pub(super) fn end_sessions(&mut self, ended: &HashSet<SessionId>) {
        let connections = self.connections.iter().filter(|(_, connection)| ended.contains(&connection.session));
        let cut_off = |(id, connection): (&ConnectionId, &Connection)| {
            connection.queue.cut_off();
            *id
        };
        let lost = connections.map(cut_off).collect();
        self.remove_all(lost);
    }

    pub(super) fn sessions(&self) -> HashSet<SessionId> {
        self.connections.values().map(|connection| connection.session).collect()
    }

    pub(super) fn finish_all(&mut self, code: CloseCode, last: Box<dyn Fn() -> Frame + Send>) {
        // Everything is dropped at once: who is sent away hears nothing more, and nothing is left behind.
        for connection in mem::take(&mut self.connections).into_values() {
            connection.queue.finish(&last(), code);
        }
        self.accounts.clear();
        self.topics.forget_listeners();
        self.ending = Some(Ending { code, last });
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.connections.is_empty() && self.accounts.is_empty() && self.topics.listeners().next().is_none()
    }

    #[cfg(test)]
    pub(super) fn check_invariants(&self) {
        for (room, listeners) in self.topics.listeners() {
            assert!(!listeners.is_empty(), "{room:?} is kept without listeners");
            for id in listeners {
                let connection = self.connections.get(&id).expect("a listener is a connection");
                assert!(connection.rooms.contains(&room), "{id:?} hears {room:?} without knowing");
                assert!(!connection.queue.is_closing(), "{id:?} is closing and still hears {room:?}");
            }
        }
        let listeners: usize = self.topics.listeners().map(|(_, listeners)| listeners.len()).sum();
        let rooms: usize = self.connections.values().map(|connection| connection.rooms.len()).sum();
        assert_eq!(listeners, rooms, "a connection has a room in its list that it does not hear");
        for (account, Siblings { ids, .. }) in &self.accounts {
            assert!(!ids.is_empty(), "{account:?} is kept without connections");
            for id in ids {
                let connection = self.connections.get(id).expect("an account's connection is a connection");
                assert!(connection.account == *account && connection.identified);
            }
        }
        let found: usize = self.accounts.values().map(|siblings| siblings.ids.len()).sum();
        assert_eq!(found, self.connections.values().filter(|connection| connection.identified).count());
    }
}

/// Queues a frame, and notes who has to be written out and who is lost.
fn push(
    queue: &Arc<Queue>,
    id: ConnectionId,
    frame: &Frame,
    unwritten: &mut Vec<Arc<Queue>>,
    lost: &mut Vec<ConnectionId>,
) {
    match queue.push(frame) {
        Pushed::Fine => {}
        Pushed::Unwritten => unwritten.push(Arc::clone(queue)),
        Pushed::Overflowed => lost.push(id),
    }
}
