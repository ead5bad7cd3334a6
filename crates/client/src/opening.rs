//! Rooms that are being made or joined. They wait for a connection, and for their answer.

use hubbub_protocol::{AccountId, Room, RoomId, name};

/// One wish for a room.
#[derive(Debug)]
pub(crate) struct Opening {
    pub(crate) wish: Wish,
    /// The command that last carried it.
    asked: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wish {
    /// The person wants in.
    Join(RoomId),
    /// The account joined elsewhere; the server tells the room to whoever joins again.
    Learn(RoomId),
    /// The person wants a new room.
    Create { request: u32, name: String },
    /// The person wants to talk to these people.
    Direct { request: u32, people: Vec<AccountId> },
}

#[derive(Debug, Default)]
pub(crate) struct Openings {
    list: Vec<Opening>,
}

impl Openings {
    pub(crate) fn add(&mut self, wish: Wish) {
        if self.list.iter().all(|opening| opening.wish != wish) {
            self.list.push(Opening { wish, asked: None });
        }
    }

    /// The account is a member of a room that nobody told us about, unless we are just joining it.
    pub(crate) fn learn(&mut self, room: RoomId) {
        if self.list.iter().all(|opening| opening.wish != Wish::Join(room)) {
            self.add(Wish::Learn(room));
        }
    }

    /// Takes out a room that exists although the answer to its making was lost with a former connection.
    /// Gives the page's number of the request.
    pub(crate) fn take_made(&mut self, room: &Room) -> Option<u32> {
        let at = self.list.iter().position(|opening| opening.asked.is_some() && opening.wish.makes(room))?;
        self.list.remove(at).wish.request()
    }

    /// The next one to ask for over the connection that began with `hello`.
    pub(crate) fn due(&mut self, hello: u32) -> Option<&mut Opening> {
        self.list.iter_mut().find(|opening| opening.asked.is_none_or(|command| command < hello))
    }

    /// Takes out the one this command asked for.
    pub(crate) fn answered(&mut self, command: u32) -> Option<Wish> {
        let at = self.list.iter().position(|opening| opening.asked == Some(command))?;
        Some(self.list.remove(at).wish)
    }
}

impl Opening {
    pub(crate) fn asked(&mut self, command: u32) {
        self.asked = Some(command);
    }
}

impl Wish {
    /// The page's number of the request, if it gave one.
    pub(crate) fn request(&self) -> Option<u32> {
        match self {
            Self::Create { request, .. } | Self::Direct { request, .. } => Some(*request),
            Self::Join(_) | Self::Learn(_) => None,
        }
    }

    /// Whether this is the room that was asked for. A direct room is simply asked for again.
    fn makes(&self, room: &Room) -> bool {
        let Self::Create { name, .. } = self else { return false };
        name::room_name(name).is_ok_and(|name| name == room.name)
    }
}
