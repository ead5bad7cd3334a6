//! The client: one per browser tab or simulated person.

use hubbub_protocol::{Account, RoomId};

use crate::{Change, Connection, Effect, Input, Moment, RoomState, Timeline, out::Out};

/// What differs from client to client.
#[derive(Debug, Clone)]
pub struct Config {
    /// Name and version, for the operator's log: `hubbub-web/<build>`.
    pub name: String,
    /// Any number that others do not have; only jitter depends on it.
    pub seed: u64,
}

/// Everything a client knows.
#[derive(Debug)]
pub struct Client {
    name: String,
    out: Out,
    rooms: Vec<RoomState>,
}

impl Client {
    /// A client that knows nothing and does nothing until [`Input::Start`].
    pub fn new(config: Config) -> Self {
        Self { name: config.name, out: Out::default(), rooms: Vec::new() }
    }

    /// The only way in.
    pub fn handle(&mut self, now: Moment, input: Input) {
        let _ = (&self.name, now, input);
    }

    /// What the platform must do next.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        self.out.poll_effect()
    }

    /// What the page must look at next.
    pub fn poll_change(&mut self) -> Option<Change> {
        self.out.poll_change()
    }

    /// When to deliver [`Input::Tick`] at the latest.
    pub fn next_deadline(&self) -> Option<Moment> {
        None
    }

    /// Who is signed in, as soon as the server has said so.
    pub fn account(&self) -> Option<&Account> {
        None
    }

    /// The build of the server, as of the last `welcome`.
    pub fn server_build(&self) -> Option<&str> {
        None
    }

    /// How the connection is.
    pub fn connection(&self) -> Connection {
        Connection::Off
    }

    /// Since when there is no live connection although there should be one: for the banner.
    pub fn lost_since(&self) -> Option<Moment> {
        None
    }

    /// The rooms the account is a member of.
    pub fn rooms(&self) -> impl Iterator<Item = &RoomState> {
        self.rooms.iter()
    }

    /// One of them.
    pub fn room(&self, id: RoomId) -> Option<&RoomState> {
        self.rooms.iter().find(|state| state.room().id == id)
    }

    /// The timeline of a room that is held.
    pub fn timeline(&self, _room: RoomId) -> Option<Timeline<'_>> {
        None
    }

    /// How many messages wait for an answer, over all rooms; refused ones do not wait.
    pub fn unsent(&self) -> usize {
        0
    }
}
