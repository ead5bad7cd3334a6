//! What a unit of work sees of a connection: the ports, each method one line into the file of its noun.

use hubbub_chat::ports::{LogRange, Membership, NewMessage, Reader, SentBefore, StoreResult, Transaction};
use hubbub_protocol::{Account, AccountId, Entry, Epoch, Nonce, Room, RoomId, RoomSummary, Seq, Slug, Timestamp};
use rusqlite::Connection;

use super::{accounts, log, rooms, server};

/// A connection inside a transaction that somebody else begins and ends.
pub(super) struct Unit<'c>(pub(super) &'c Connection);

impl Reader for Unit<'_> {
    fn epoch(&self) -> StoreResult<Epoch> {
        Ok(server::epoch(self.0)?)
    }

    fn account(&self, id: AccountId) -> StoreResult<Option<Account>> {
        Ok(accounts::by_id(self.0, id)?)
    }

    fn account_by_name(&self, key: &str) -> StoreResult<Option<Account>> {
        Ok(accounts::by_name(self.0, key)?)
    }

    fn room(&self, id: RoomId) -> StoreResult<Option<Room>> {
        Ok(rooms::by_id(self.0, id)?)
    }

    fn room_by_slug(&self, slug: &Slug) -> StoreResult<Option<Room>> {
        Ok(rooms::by_slug(self.0, slug)?)
    }

    fn rooms(&self, account: AccountId, limit: usize) -> StoreResult<Vec<RoomSummary>> {
        Ok(rooms::list(self.0, account, limit)?)
    }

    fn joined_rooms(&self, account: AccountId) -> StoreResult<Vec<(Room, Seq)>> {
        Ok(rooms::joined(self.0, account)?)
    }

    fn default_rooms(&self) -> StoreResult<Vec<RoomId>> {
        Ok(rooms::for_everyone(self.0)?)
    }

    fn membership(&self, account: AccountId, room: RoomId) -> StoreResult<Option<Membership>> {
        Ok(rooms::membership(self.0, account, room)?)
    }

    fn head(&self, room: RoomId) -> StoreResult<Seq> {
        Ok(rooms::head(self.0, room)?)
    }

    fn entries(&self, room: RoomId, range: LogRange) -> StoreResult<Vec<Entry>> {
        Ok(log::entries(self.0, room, range)?)
    }

    fn sent_before(&self, author: AccountId, nonce: Nonce) -> StoreResult<Option<SentBefore>> {
        Ok(log::sent_before(self.0, author, nonce)?)
    }
}

impl Transaction for Unit<'_> {
    fn as_reader(&self) -> &dyn Reader {
        self
    }

    fn insert_account(&mut self, account: &Account, key: &str, at: Timestamp) -> StoreResult<()> {
        Ok(accounts::insert(self.0, account, key, at)?)
    }

    fn insert_room(&mut self, room: &Room, everyone: bool) -> StoreResult<()> {
        Ok(rooms::insert(self.0, room, everyone)?)
    }

    fn insert_membership(&mut self, account: AccountId, room: RoomId, at: Timestamp) -> StoreResult<bool> {
        Ok(rooms::insert_membership(self.0, account, room, at)?)
    }

    fn append_message(&mut self, by: &Membership, message: NewMessage) -> StoreResult<Entry> {
        Ok(log::append_message(self.0, by, message)?)
    }
}
