//! What a unit of work sees of a connection: the ports, each method one line into the file of its noun.

mod people;

use hubbub_chat::{
    ports::{Former, LogRange, Membership, NewMessage, NewReaction, NewText, Reader, StoreResult, Transaction},
    rights::{Delete, Edit, Proof},
};
use hubbub_protocol::{
    AccountId, Entry, Epoch, Item, Nonce, Room, RoomId, RoomSummary, Seq, Slug, Target, Timestamp, Version,
};
use rusqlite::Connection;

use super::{account_log, log, messages, pins, reactions, rooms, server};

/// A connection inside a transaction that somebody else begins and ends.
pub(super) struct Unit<'c>(pub(super) &'c Connection);

impl Reader for Unit<'_> {
    fn epoch(&self) -> StoreResult<Epoch> {
        Ok(server::epoch(self.0)?)
    }

    fn room(&self, id: RoomId) -> StoreResult<Option<Room>> {
        Ok(rooms::by_id(self.0, id)?)
    }

    fn room_by_slug(&self, slug: &Slug) -> StoreResult<Option<Room>> {
        Ok(rooms::by_slug(self.0, slug)?)
    }

    fn direct_room(&self, people: &[AccountId]) -> StoreResult<Option<Room>> {
        Ok(rooms::direct(self.0, people)?)
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

    fn sent_before(&self, author: AccountId, nonce: Nonce) -> StoreResult<Option<Former>> {
        Ok(messages::sent_before(self.0, author, nonce)?)
    }

    fn message(&self, room: RoomId, seq: Seq) -> StoreResult<Option<Entry>> {
        Ok(log::message(self.0, room, seq)?)
    }

    fn versions(&self, room: RoomId, seq: Seq) -> StoreResult<Vec<Version>> {
        Ok(messages::versions(self.0, room, seq)?)
    }

    fn edited_before(&self, room: RoomId, seq: Seq, nonce: Nonce) -> StoreResult<bool> {
        Ok(messages::edited_before(self.0, room, seq, nonce)?)
    }

    fn replies(&self, room: RoomId, began: Seq, range: LogRange) -> StoreResult<Vec<Entry>> {
        Ok(log::replies(self.0, room, began, range)?)
    }

    fn pins(&self, room: RoomId) -> StoreResult<Vec<Target>> {
        Ok(pins::list(self.0, room)?)
    }

    fn pinned(&self, room: RoomId) -> StoreResult<Vec<Entry>> {
        Ok(log::pinned(self.0, room)?)
    }

    fn account_version(&self, account: AccountId) -> StoreResult<Seq> {
        Ok(account_log::version(self.0, account)?)
    }

    fn items(&self, account: AccountId, after: Seq) -> StoreResult<Vec<Item>> {
        Ok(account_log::items(self.0, account, after)?)
    }

    fn read_marker(&self, account: AccountId, room: RoomId) -> StoreResult<Option<Seq>> {
        Ok(account_log::read_marker(self.0, account, room)?)
    }

    fn unread(&self, account: AccountId, room: RoomId, after: Seq) -> StoreResult<u64> {
        Ok(account_log::unread(self.0, account, room, after)?)
    }
}

impl Transaction for Unit<'_> {
    fn as_reader(&self) -> &dyn Reader {
        self
    }

    fn insert_room(&mut self, room: &Room, everyone: bool) -> StoreResult<()> {
        Ok(rooms::insert(self.0, room, everyone)?)
    }

    fn insert_membership(&mut self, account: AccountId, room: RoomId, at: Timestamp) -> StoreResult<bool> {
        Ok(rooms::insert_membership(self.0, account, room, at)?)
    }

    fn append_message(&mut self, by: &Membership, message: NewMessage) -> StoreResult<Entry> {
        Ok(messages::append(self.0, by, message)?)
    }

    fn edit_message(&mut self, proof: &Proof<Edit>, edit: NewText) -> StoreResult<Entry> {
        Ok(messages::edit(self.0, proof.by(), proof.object().target, &edit)?)
    }

    fn delete_message(&mut self, proof: &Proof<Delete>, at: Timestamp) -> StoreResult<Entry> {
        Ok(messages::delete(self.0, proof.by(), proof.object().target, at)?)
    }

    fn cancel_send(&mut self, author: AccountId, nonce: Nonce) -> StoreResult<()> {
        Ok(messages::cancel(self.0, author, nonce)?)
    }

    fn add_reaction(&mut self, by: &Membership, reaction: NewReaction) -> StoreResult<Option<Entry>> {
        Ok(reactions::add(self.0, by, reaction)?)
    }

    fn remove_reaction(&mut self, by: &Membership, reaction: NewReaction) -> StoreResult<Option<Entry>> {
        Ok(reactions::remove(self.0, by, reaction)?)
    }

    fn pin_message(&mut self, by: &Membership, target: Target, at: Timestamp) -> StoreResult<Option<Entry>> {
        Ok(pins::pin(self.0, by, target, at)?)
    }

    fn unpin_message(&mut self, by: &Membership, target: Target, at: Timestamp) -> StoreResult<Option<Entry>> {
        Ok(pins::unpin(self.0, by, target, at)?)
    }

    fn put_item(&mut self, account: AccountId, item: Item) -> StoreResult<Seq> {
        Ok(account_log::put(self.0, account, item)?)
    }
}
