//! The rooms the account is a member of.

mod presence;
mod unread;

use hubbub_protocol::{Account, AccountId, JoinedRoom, Position, Presence, Room, RoomId, Seq, TypingChanged, limits};

use crate::{Moment, moment::earlier};
use unread::Reading;

/// A joined room, for reading.
#[derive(Debug, Clone)]
pub struct RoomState {
    room: Room,
    head: Seq,
    reading: Reading,
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

    /// Up to where the person has read it, in this browser.
    pub fn read(&self) -> Seq {
        self.reading.read()
    }

    /// How many entries by others lie behind the read position.
    pub fn unread(&self) -> u64 {
        self.reading.unread(self.head)
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

    /// Whether a position moved that should be on disk.
    pub(crate) fn mark_read(&mut self, seq: Seq) -> bool {
        self.reading.advance(seq.min(self.head))
    }

    /// The person wrote the entry at `seq`. Whether a position moved that should be on disk.
    pub(crate) fn note_own(&mut self, seq: Seq) -> bool {
        self.reading.note_own(seq)
    }

    pub(crate) fn position(&self) -> Position {
        Position { room: self.room.id, after: self.reading.read() }
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

/// All of them, in the order the server gave, and the read positions of this browser.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    list: Vec<RoomState>,
    /// Positions from disk of rooms that were not known then; `None` until the disk was read.
    on_disk: Option<Vec<Position>>,
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
        let on_disk = &mut self.on_disk;
        self.list.retain(|state| {
            let kept = joined.iter().any(|joined| joined.room.id == state.room.id);
            if let (false, Some(on_disk)) = (kept, on_disk.as_mut()) {
                on_disk.push(state.position());
            }
            kept
        });
    }

    /// Takes over a room as it stands now. Gives its position when that should be on disk.
    pub(crate) fn put(&mut self, joined: JoinedRoom) -> Option<Position> {
        let JoinedRoom { room, head, presence } = joined;
        if let Some(state) = self.get_mut(room.id) {
            (state.room, state.head, state.presence) = (room, head, presence);
            return state.reading.clamp(head).then(|| state.position());
        }
        let known = self.on_disk.iter().flatten().filter(|position| position.room == room.id).map(|it| it.after).max();
        let reading = Reading::new(known, head);
        let state = RoomState { room, head, reading, presence, typing: Vec::new() };
        // Nobody has read a room before they first saw it, and what was there then is not news.
        let to_disk = (self.on_disk.is_some() && known != Some(state.read())).then(|| state.position());
        self.list.push(state);
        to_disk
    }

    /// Takes over the positions on disk. Gives those that should be there and are not.
    pub(crate) fn load(&mut self, positions: Vec<Position>) -> Vec<Position> {
        let mut missing = Vec::new();
        for state in &mut self.list {
            match positions.iter().find(|position| position.room == state.room.id) {
                Some(position) => state.reading.load(position.after.min(state.head)),
                None => missing.push(state.position()),
            }
        }
        self.on_disk = Some(positions);
        missing
    }

    pub(crate) fn deadline(&self) -> Option<Moment> {
        let moments = self.list.iter().flat_map(|state| state.typing.iter().map(|(_, until)| *until));
        moments.fold(None, |first, until| earlier(first, Some(until)))
    }
}
