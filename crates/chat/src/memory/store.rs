//! A store in memory: a copy of the state per unit, kept or thrown away.

mod people;
mod room;

use std::sync::{Mutex, PoisonError};

use hubbub_protocol::{
    AccountId, Entry, Epoch, Item, Nonce, Room, RoomId, RoomKind, RoomSummary, Seq, Slug, Target, Timestamp, Version,
    message::ForwardedFrom,
};

use self::{people::People, room::RoomState};
use crate::{
    ports::{
        Former, LogRange, Membership, NewMessage, NewReaction, NewText, ReadPeople as _, ReadUnit, Reader, Store,
        StoreError, StoreResult, Transaction, Verdict, WriteUnit,
    },
    rights::{Delete, Edit, Proof},
};

/// A store that forgets everything when it is dropped.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<State>);

impl Store for MemoryStore {
    fn write(&self, mut unit: Box<dyn WriteUnit>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A unit must do the same when it is run again, and here each one is.
        let _ = unit.run(&mut state.clone());
        let mut copy = state.clone();
        if unit.run(&mut copy) == Verdict::Keep {
            *state = copy;
        }
        // Still under the lock: what is published must keep the order of the commits.
        unit.finish(Ok(()));
    }

    fn read(&self, unit: Box<dyn ReadUnit>) {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        unit.run(Ok(&state));
    }

    fn is_writing(&self) -> bool {
        false
    }
}

#[derive(Debug, Clone, Default)]
struct State {
    people: People,
    rooms: Vec<RoomState>,
    memberships: Vec<(AccountId, RoomId)>,
    /// Nonces of sends that were cancelled before they came.
    cancelled: Vec<(AccountId, Nonce)>,
    /// Every item that was ever put, in the order in which they were.
    items: Vec<(AccountId, Item)>,
}

impl State {
    fn room_state(&self, id: RoomId) -> Option<&RoomState> {
        self.rooms.iter().find(|state| state.room.id == id)
    }

    fn room_mut(&mut self, id: RoomId) -> StoreResult<&mut RoomState> {
        let state = self.rooms.iter_mut().find(|state| state.room.id == id);
        state.ok_or_else(|| StoreError::Failed("there is no such room".into()))
    }

    fn is_member(&self, account: AccountId, room: RoomId) -> bool {
        self.memberships.contains(&(account, room))
    }
}

impl State {
    /// Everything that was put into an account's log, with its versions.
    fn items_of(&self, account: AccountId) -> impl Iterator<Item = (Seq, Item)> {
        let items = self.items.iter().filter(move |(of, _)| *of == account);
        (1..).zip(items).map(|(version, (_, item))| (Seq::new(version), *item))
    }

    fn source(&self, room: RoomId, seq: Seq) -> StoreResult<ForwardedFrom> {
        let message = self.room_state(room).and_then(|state| state.message(seq)).and_then(room::message);
        let message = message.ok_or_else(|| StoreError::Failed("there is no such message".into()))?;
        Ok(ForwardedFrom { room, target: Target { seq, message: message.id }, author: message.author })
    }
}

impl Reader for State {
    fn epoch(&self) -> StoreResult<Epoch> {
        Ok(Epoch::from_bytes([7; 16]))
    }

    fn room(&self, id: RoomId) -> StoreResult<Option<Room>> {
        Ok(self.room_state(id).map(|state| state.room.clone()))
    }

    fn room_by_slug(&self, slug: &Slug) -> StoreResult<Option<Room>> {
        Ok(self.rooms.iter().find(|state| state.room.slug == *slug).map(|state| state.room.clone()))
    }

    fn direct_room(&self, people: &[AccountId]) -> StoreResult<Option<Room>> {
        let is_theirs = |room: &&Room| {
            room.kind == RoomKind::Direct && room.people.iter().map(|person| person.id).eq(people.iter().copied())
        };
        Ok(self.rooms.iter().map(|state| &state.room).find(is_theirs).cloned())
    }

    fn rooms(&self, account: AccountId, limit: usize) -> StoreResult<Vec<RoomSummary>> {
        let summary = |state: &RoomState| RoomSummary {
            room: state.room.clone(),
            head: state.head(),
            joined: self.is_member(account, state.room.id),
            unread: None,
        };
        let seen = |state: &&RoomState| state.room.kind.is_open() || self.is_member(account, state.room.id);
        Ok(self.rooms.iter().filter(seen).take(limit).map(summary).collect())
    }

    fn joined_rooms(&self, account: AccountId) -> StoreResult<Vec<(Room, Seq)>> {
        let mine = self.memberships.iter().filter(|(member, _)| *member == account);
        let states = mine.filter_map(|(_, room)| self.room_state(*room));
        Ok(states.map(|state| (state.room.clone(), state.head())).collect())
    }

    fn default_rooms(&self) -> StoreResult<Vec<RoomId>> {
        Ok(self.rooms.iter().filter(|state| state.everyone).map(|state| state.room.id).collect())
    }

    fn membership(&self, account: AccountId, room: RoomId) -> StoreResult<Option<Membership>> {
        let member = self.is_member(account, room).then(|| self.account(account)).transpose()?.flatten();
        Ok(member.map(|account| Membership { account, room }))
    }

    fn head(&self, room: RoomId) -> StoreResult<Seq> {
        Ok(self.room_state(room).map_or(Seq::ZERO, RoomState::head))
    }

    fn entries(&self, room: RoomId, range: LogRange) -> StoreResult<Vec<Entry>> {
        Ok(self.room_state(room).map_or_else(Vec::new, |state| state.entries(range, |_| true)))
    }

    fn sent_before(&self, author: AccountId, nonce: Nonce) -> StoreResult<Option<Former>> {
        if self.cancelled.contains(&(author, nonce)) {
            return Ok(Some(Former::Cancelled));
        }
        Ok(self
            .rooms
            .iter()
            .find_map(|state| state.sent_before(author, nonce))
            .map(|sent| Former::Sent(Box::new(sent))))
    }

    fn message(&self, room: RoomId, seq: Seq) -> StoreResult<Option<Entry>> {
        Ok(self.room_state(room).and_then(|state| state.message(seq)))
    }

    fn versions(&self, room: RoomId, seq: Seq) -> StoreResult<Vec<Version>> {
        Ok(self.room_state(room).map_or_else(Vec::new, |state| state.versions(seq)))
    }

    fn edited_before(&self, room: RoomId, seq: Seq, nonce: Nonce) -> StoreResult<bool> {
        Ok(self.room_state(room).is_some_and(|state| state.edits.contains(&(seq, nonce))))
    }

    fn replies(&self, room: RoomId, began: Seq, range: LogRange) -> StoreResult<Vec<Entry>> {
        Ok(self.room_state(room).map_or_else(Vec::new, |state| state.replies(began, range)))
    }

    fn pins(&self, room: RoomId) -> StoreResult<Vec<Target>> {
        Ok(self.room_state(room).map_or_else(Vec::new, RoomState::pins))
    }

    fn pinned(&self, room: RoomId) -> StoreResult<Vec<Entry>> {
        let pins = self.pins(room)?;
        let mut entries: Vec<_> = self
            .room_state(room)
            .into_iter()
            .flat_map(|state| pins.iter().filter_map(|pin| state.message(pin.seq)))
            .collect();
        entries.sort_by_key(|entry| entry.seq);
        Ok(entries)
    }

    fn account_version(&self, account: AccountId) -> StoreResult<Seq> {
        Ok(self.items_of(account).last().map_or(Seq::ZERO, |(version, _)| version))
    }

    fn items(&self, account: AccountId, after: Seq) -> StoreResult<Vec<Item>> {
        let mut items: Vec<(Seq, Item)> = Vec::new();
        for (version, item) in self.items_of(account) {
            items.retain(|(_, older)| !is_about_the_same(older, &item));
            items.push((version, item));
        }
        Ok(items.into_iter().filter(|(version, _)| *version > after).map(|(_, item)| item).collect())
    }

    fn read_marker(&self, account: AccountId, room: RoomId) -> StoreResult<Option<Seq>> {
        let marker = |(_, item)| match item {
            Item::ReadMarker { room: of, up_to } if of == room => Some(up_to),
            _ => None,
        };
        Ok(self.items_of(account).filter_map(marker).last())
    }

    fn unread(&self, account: AccountId, room: RoomId, after: Seq) -> StoreResult<u64> {
        let entries = self.entries(room, LogRange::after(after, usize::MAX))?;
        let messages = entries.into_iter().filter_map(room::message);
        Ok(messages.filter(|message| message.is_news_to(account)).count() as u64)
    }
}

impl Transaction for State {
    fn as_reader(&self) -> &dyn Reader {
        self
    }

    fn insert_room(&mut self, room: &Room, everyone: bool) -> StoreResult<()> {
        if self.room_by_slug(&room.slug)?.is_some() {
            return Err(StoreError::Failed("the address is taken".into()));
        }
        let people: Vec<_> = room.people.iter().map(|person| person.id).collect();
        if room.kind == RoomKind::Direct && self.direct_room(&people)?.is_some() {
            return Err(StoreError::Failed("there is a direct room of these people".into()));
        }
        self.rooms.push(RoomState::new(room.clone(), everyone));
        Ok(())
    }

    fn insert_membership(&mut self, account: AccountId, room: RoomId, _at: Timestamp) -> StoreResult<bool> {
        let new = !self.is_member(account, room);
        if new {
            self.memberships.push((account, room));
        }
        Ok(new)
    }

    fn append_message(&mut self, by: &Membership, message: NewMessage) -> StoreResult<Entry> {
        if self.sent_before(by.account.id, message.nonce)?.is_some() {
            return Err(StoreError::Failed("the nonce is used up".into()));
        }
        let source = message.links.forwarded_from.map(|(room, seq)| self.source(room, seq)).transpose()?;
        self.room_mut(by.room)?.append_message(by, message, source)
    }

    fn edit_message(&mut self, proof: &Proof<Edit>, edit: NewText) -> StoreResult<Entry> {
        self.room_mut(proof.by().room)?.edit(proof.object().target, edit)
    }

    fn delete_message(&mut self, proof: &Proof<Delete>, at: Timestamp) -> StoreResult<Entry> {
        self.room_mut(proof.by().room)?.delete(proof.by(), proof.object().target, at)
    }

    fn cancel_send(&mut self, author: AccountId, nonce: Nonce) -> StoreResult<()> {
        if self.sent_before(author, nonce)?.is_some() {
            return Err(StoreError::Failed("the nonce is used up".into()));
        }
        self.cancelled.push((author, nonce));
        Ok(())
    }

    fn add_reaction(&mut self, by: &Membership, reaction: NewReaction) -> StoreResult<Option<Entry>> {
        Ok(self.room_mut(by.room)?.react(by, reaction, true))
    }

    fn remove_reaction(&mut self, by: &Membership, reaction: NewReaction) -> StoreResult<Option<Entry>> {
        Ok(self.room_mut(by.room)?.react(by, reaction, false))
    }

    fn pin_message(&mut self, by: &Membership, target: Target, at: Timestamp) -> StoreResult<Option<Entry>> {
        Ok(self.room_mut(by.room)?.pin(by, target, at, true))
    }

    fn unpin_message(&mut self, by: &Membership, target: Target, at: Timestamp) -> StoreResult<Option<Entry>> {
        Ok(self.room_mut(by.room)?.pin(by, target, at, false))
    }

    fn put_item(&mut self, account: AccountId, item: Item) -> StoreResult<Seq> {
        let Item::ReadMarker { room, .. } = item else {
            return Err(StoreError::Failed("there is no such item".into()));
        };
        if self.account(account)?.is_none() || self.room(room)?.is_none() {
            return Err(StoreError::Failed("there is no such account or room".into()));
        }
        self.items.push((account, item));
        self.account_version(account)
    }
}

fn is_about_the_same(one: &Item, other: &Item) -> bool {
    matches!((one, other), (Item::ReadMarker { room, .. }, Item::ReadMarker { room: of, .. }) if room == of)
}
