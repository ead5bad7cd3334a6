//! The rooms the account is a member of.

mod presence;
mod unread;

use hubbub_protocol::{Account, AccountId, JoinedRoom, Presence, Room, RoomId, Seq, TypingChanged, limits};

use crate::{Moment, moment::earlier};
pub(crate) use unread::Reading;

/// A joined room, for reading.
#[derive(Debug, Clone)]
pub struct RoomState {
    room: Room,
    head: Seq,
    pub(crate) reading: Reading,
    presence: Presence,
    typing: Vec<(Account, Moment)>,
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

    /// Up to where the person has read it.
    pub fn read(&self) -> Seq {
        self.reading.read()
    }

    /// How many messages of others are unread: those that are not deleted and stand in the room, not only in a thread.
    pub fn unread(&self) -> u64 {
        self.reading.count()
    }

    /// Who is here now.
    pub fn presence(&self) -> &Presence {
        &self.presence
    }

    /// Which others are typing, the one who began first at the front.
    pub fn typing(&self) -> impl Iterator<Item = &Account> {
        self.typing.iter().map(|(account, _)| account)
    }

    /// The log reaches to `head`; whether that is new.
    pub(crate) fn reach(&mut self, head: Seq) -> bool {
        let new = head > self.head;
        self.head = self.head.max(head);
        new
    }

    /// Takes over a typing signal; whether the list of names changed.
    pub(crate) fn note_typing(&mut self, now: Moment, change: TypingChanged) -> bool {
        if !change.typing {
            return self.stopped_typing(change.account.id);
        }
        let until = now.plus(u64::from(limits::TYPING_EXPIRES_MS));
        if let Some((_, known)) = self.typing.iter_mut().find(|(account, _)| account.id == change.account.id) {
            *known = until;
            return false;
        }
        self.typing.push((change.account, until));
        true
    }

    pub(crate) fn stopped_typing(&mut self, who: AccountId) -> bool {
        let before = self.typing.len();
        self.typing.retain(|(account, _)| account.id != who);
        self.typing.len() != before
    }

    /// Ends typing signals that were not renewed; whether the list of names changed.
    pub(crate) fn advance(&mut self, now: Moment) -> bool {
        let before = self.typing.len();
        self.typing.retain(|(_, until)| *until > now);
        self.typing.len() != before
    }
}

/// All of them, in the order the server gave.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    list: Vec<RoomState>,
}

impl Rooms {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &RoomState> {
        self.list.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut RoomState> {
        self.list.iter_mut()
    }

    pub(crate) fn get(&self, id: RoomId) -> Option<&RoomState> {
        self.list.iter().find(|state| state.room.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: RoomId) -> Option<&mut RoomState> {
        self.list.iter_mut().find(|state| state.room.id == id)
    }

    /// Forgets rooms that are not in the server's list.
    pub(crate) fn keep_only(&mut self, joined: &[JoinedRoom]) {
        self.list.retain(|state| joined.iter().any(|joined| joined.room.id == state.room.id));
    }

    /// Takes over a room as it stands now. How much is unread in one that is known is kept up to date by what is heard,
    /// unless a connection begins `anew`.
    pub(crate) fn put(&mut self, joined: JoinedRoom, anew: bool) {
        let JoinedRoom { room, head, presence, unread } = joined;
        if let Some(state) = self.get_mut(room.id) {
            (state.room, state.head, state.presence) = (room, head, presence);
            if anew {
                state.reading = Reading::new(head, unread);
            }
        } else {
            self.list.push(RoomState { room, head, reading: Reading::new(head, unread), presence, typing: Vec::new() });
        }
    }

    pub(crate) fn deadline(&self) -> Option<Moment> {
        let moments = self.list.iter().flat_map(|state| state.typing.iter().map(|(_, until)| *until));
        moments.fold(None, |first, until| earlier(first, Some(until)))
    }
}
