//! A store in memory: a copy of the state per unit, kept or thrown away.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use hubbub_protocol::{
    Account, AccountId, Change, Entry, Epoch, Message, Nonce, Room, RoomId, RoomSummary, Seq, Slug, Timestamp,
};

use crate::ports::{
    LogRange, Membership, NewMessage, ReadUnit, Reader, SentBefore, Store, StoreError, StoreResult, Transaction,
    Verdict, WriteUnit,
};

/// A store that forgets everything when it is dropped.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<State>);

impl Store for MemoryStore {
    fn write(&self, mut unit: Box<dyn WriteUnit>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
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
    accounts: BTreeMap<AccountId, (Account, String)>,
    rooms: Vec<RoomState>,
    memberships: Vec<(AccountId, RoomId)>,
}

#[derive(Debug, Clone)]
struct RoomState {
    room: Room,
    everyone: bool,
    log: Vec<Entry>,
}

impl State {
    fn room_state(&self, id: RoomId) -> Option<&RoomState> {
        self.rooms.iter().find(|state| state.room.id == id)
    }

    fn is_member(&self, account: AccountId, room: RoomId) -> bool {
        self.memberships.contains(&(account, room))
    }
}

impl RoomState {
    fn head(&self) -> Seq {
        self.log.last().map_or(Seq::ZERO, |entry| entry.seq)
    }
}

impl Reader for State {
    fn epoch(&self) -> StoreResult<Epoch> {
        Ok(Epoch::from_bytes([7; 16]))
    }

    fn account(&self, id: AccountId) -> StoreResult<Option<Account>> {
        Ok(self.accounts.get(&id).map(|(account, _)| account.clone()))
    }

    fn account_by_name(&self, key: &str) -> StoreResult<Option<Account>> {
        Ok(self.accounts.values().find(|(_, taken)| taken == key).map(|(account, _)| account.clone()))
    }

    fn room(&self, id: RoomId) -> StoreResult<Option<Room>> {
        Ok(self.room_state(id).map(|state| state.room.clone()))
    }

    fn room_by_slug(&self, slug: &Slug) -> StoreResult<Option<Room>> {
        Ok(self.rooms.iter().find(|state| state.room.slug == *slug).map(|state| state.room.clone()))
    }

    fn rooms(&self, account: AccountId, limit: usize) -> StoreResult<Vec<RoomSummary>> {
        let summary = |state: &RoomState| RoomSummary {
            room: state.room.clone(),
            head: state.head(),
            joined: self.is_member(account, state.room.id),
        };
        Ok(self.rooms.iter().take(limit).map(summary).collect())
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
        let Some(state) = self.room_state(room) else { return Ok(Vec::new()) };
        let inside = |entry: &&Entry| entry.seq > range.after && range.before.is_none_or(|before| entry.seq < before);
        let found: Vec<_> = state.log.iter().filter(inside).cloned().collect();
        let surplus = found.len().saturating_sub(range.limit);
        let kept = if range.newest { surplus..found.len() } else { 0..found.len() - surplus };
        Ok(found[kept].to_vec())
    }

    fn sent_before(&self, author: AccountId, nonce: Nonce) -> StoreResult<Option<SentBefore>> {
        let entries = self.rooms.iter().flat_map(|state| &state.log);
        Ok(entries.into_iter().find_map(|entry| match &entry.change {
            Change::MessageSent { message } if message.author.id == author && message.nonce == nonce => {
                Some(SentBefore { room: entry.room, seq: entry.seq, message: message.clone() })
            }
            _ => None,
        }))
    }
}

impl Transaction for State {
    fn as_reader(&self) -> &dyn Reader {
        self
    }

    fn insert_account(&mut self, account: &Account, key: &str, _at: Timestamp) -> StoreResult<()> {
        if self.account_by_name(key)?.is_some() {
            return Err(StoreError::Failed("the name is taken".into()));
        }
        self.accounts.insert(account.id, (account.clone(), key.to_owned()));
        Ok(())
    }

    fn insert_room(&mut self, room: &Room, everyone: bool) -> StoreResult<()> {
        if self.room_by_slug(&room.slug)?.is_some() {
            return Err(StoreError::Failed("the address is taken".into()));
        }
        self.rooms.push(RoomState { room: room.clone(), everyone, log: Vec::new() });
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
        let state = self.rooms.iter_mut().find(|state| state.room.id == by.room);
        let state = state.ok_or_else(|| StoreError::Failed("there is no such room".into()))?;
        let former = match state.log.last().map(|entry| &entry.change) {
            Some(Change::MessageSent { message }) => message.sent_at,
            _ => Timestamp::default(),
        };
        let message = Message {
            id: message.id,
            author: by.account.clone(),
            nonce: message.nonce,
            body: message.body,
            sent_at: message.at.max(former),
        };
        let entry = Entry { room: by.room, seq: state.head().next(), change: Change::MessageSent { message } };
        state.log.push(entry.clone());
        Ok(entry)
    }
}
