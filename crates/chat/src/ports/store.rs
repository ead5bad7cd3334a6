//! Persistence: units of work against one room log.
//!
//! A unit is handed over whole and never awaits inside, so that a backend can put many units into one commit.
//! Lookups return `Option`; every method can fail; time and ids are parameters.

mod unit;

use hubbub_protocol::{
    Account, AccountId, Entry, Epoch, Item, LogQuery, Message, MessageId, Nonce, Room, RoomId, RoomSummary, Seq, Slug,
    Target, Timestamp, Version, limits,
};

use super::people::{ReadPeople, WritePeople};
use crate::rights::{Delete, Edit, Proof};

pub use unit::{read, write};

/// The result of a store method.
pub type StoreResult<T> = std::result::Result<T, StoreError>;

/// Why the store did not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Too much is waiting already.
    #[error("the store is busy")]
    Busy,
    /// There is no room on the disk.
    #[error("the disk is full")]
    Full,
    /// The store was shut down.
    #[error("the store is closed")]
    Closed,
    /// Anything else; the operator has to look.
    #[error("the store failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What becomes of a unit's changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They are committed with the batch.
    Keep,
    /// They are undone; the rest of the batch stays.
    RollBack,
}

/// A unit of work that changes something. [`write()`] makes one from a closure.
pub trait WriteUnit: Send {
    /// Runs inside the transaction. A backend may undo it and run it again, in the same order as before, when another
    /// unit of its batch must be undone; what counts is the last time.
    fn run(&mut self, tx: &mut dyn Transaction) -> Verdict;

    /// Called once, in commit order: with `Ok` when the batch is committed *and flushed*, else with the reason
    /// why nothing of it was kept. It must not block.
    fn finish(self: Box<Self>, outcome: StoreResult<()>);
}

/// A unit of work that only looks. [`read()`] makes one from a closure.
pub trait ReadUnit: Send {
    /// Runs on a consistent snapshot; gets the reason instead when there is none to be had.
    fn run(self: Box<Self>, reader: StoreResult<&dyn Reader>);
}

/// A durable store. Both methods return at once and keep the order in which units were handed over.
pub trait Store: Send + Sync + 'static {
    /// Queues a change.
    fn write(&self, unit: Box<dyn WriteUnit>);

    /// Queues a look at what is committed.
    fn read(&self, unit: Box<dyn ReadUnit>);

    /// Whether changes are waiting or being committed right now.
    fn is_writing(&self) -> bool;
}

/// What can be looked up, inside a change as well as outside.
pub trait Reader: ReadPeople {
    /// The epoch of all positions.
    fn epoch(&self) -> StoreResult<Epoch>;

    /// A room by id.
    fn room(&self, id: RoomId) -> StoreResult<Option<Room>>;

    /// A room by its address.
    fn room_by_slug(&self, slug: &Slug) -> StoreResult<Option<Room>>;

    /// The direct room of exactly these people, who are in the order of their ids.
    fn direct_room(&self, people: &[AccountId]) -> StoreResult<Option<Room>>;

    /// The open rooms and those that `account` is a member of, oldest first, with what they are to them but for what is
    /// unread; at most `limit`.
    fn rooms(&self, account: AccountId, limit: usize) -> StoreResult<Vec<RoomSummary>>;

    /// The rooms `account` is a member of, oldest membership first, with their heads.
    fn joined_rooms(&self, account: AccountId) -> StoreResult<Vec<(Room, Seq)>>;

    /// The rooms every new account joins.
    fn default_rooms(&self) -> StoreResult<Vec<RoomId>>;

    /// The membership of `account` in `room`.
    fn membership(&self, account: AccountId, room: RoomId) -> StoreResult<Option<Membership>>;

    /// The head of an existing room; zero for one that does not exist.
    fn head(&self, room: RoomId) -> StoreResult<Seq>;

    /// Entries of a room log, oldest first, without holes between them. The messages in them stand as they are now,
    /// and no entry holds text of a message that was deleted.
    fn entries(&self, room: RoomId, range: LogRange) -> StoreResult<Vec<Entry>>;

    /// What became of the send of `author` with `nonce`, if there was one or it was cancelled.
    fn sent_before(&self, author: AccountId, nonce: Nonce) -> StoreResult<Option<Former>>;

    /// The entry of the message at this place, as it stands now.
    fn message(&self, room: RoomId, seq: Seq) -> StoreResult<Option<Entry>>;

    /// Every text that the message at this place had, the first one first; none when it was deleted.
    fn versions(&self, room: RoomId, seq: Seq) -> StoreResult<Vec<Version>>;

    /// Whether the message at this place was edited with `nonce` before.
    fn edited_before(&self, room: RoomId, seq: Seq, nonce: Nonce) -> StoreResult<bool>;

    /// The replies of the thread that began at this place, oldest first.
    fn replies(&self, room: RoomId, began: Seq, range: LogRange) -> StoreResult<Vec<Entry>>;

    /// Which messages are pinned to a room, the newest pin last.
    fn pins(&self, room: RoomId) -> StoreResult<Vec<Target>>;

    /// The entries of these messages, in the order of the log.
    fn pinned(&self, room: RoomId) -> StoreResult<Vec<Entry>>;

    /// The highest version of an account's log; zero when nothing was put there.
    fn account_version(&self, account: AccountId) -> StoreResult<Seq>;

    /// The items of an account that changed after this version, each once and as it is now, in the order of the changes.
    fn items(&self, account: AccountId, after: Seq) -> StoreResult<Vec<Item>>;

    /// Up to where `account` has read `room`; none if it was never said.
    fn read_marker(&self, account: AccountId, room: RoomId) -> StoreResult<Option<Seq>>;

    /// How many messages of others stand in a room after this place and are not deleted. Its cost grows with what lies
    /// there, not with the messages themselves.
    fn unread(&self, account: AccountId, room: RoomId, after: Seq) -> StoreResult<u64>;
}

/// What a unit of work can change.
pub trait Transaction: Reader + WritePeople {
    /// The same unit, only to look at.
    fn as_reader(&self) -> &dyn Reader;

    /// Adds an empty room; its slug must be free. `everyone` makes it a room that new accounts join. The people of a
    /// direct room are in the order of their ids, and there is no other direct room of exactly these; making them its
    /// members is another step.
    fn insert_room(&mut self, room: &Room, everyone: bool) -> StoreResult<()>;

    /// Adds a membership, or finds it there already: then `false`.
    fn insert_membership(&mut self, account: AccountId, room: RoomId, at: Timestamp) -> StoreResult<bool>;

    /// Appends a message to the log of the member's room and returns the entry with the place it got.
    /// The time of an entry is never before that of the entry below it.
    fn append_message(&mut self, by: &Membership, message: NewMessage) -> StoreResult<Entry>;

    /// Gives a message another text and keeps the former one as a version. It must not be deleted.
    fn edit_message(&mut self, proof: &Proof<Edit>, edit: NewText) -> StoreResult<Entry>;

    /// Deletes a message: every text it had is gone from the store, from now on and for ever.
    /// It must not be deleted.
    fn delete_message(&mut self, proof: &Proof<Delete>, at: Timestamp) -> StoreResult<Entry>;

    /// Uses up a nonce with which nothing was sent.
    fn cancel_send(&mut self, author: AccountId, nonce: Nonce) -> StoreResult<()>;

    /// Adds a reaction, or finds it there already: then `None`. The message must not be deleted.
    fn add_reaction(&mut self, by: &Membership, reaction: NewReaction) -> StoreResult<Option<Entry>>;

    /// Removes a reaction, or finds none: then `None`.
    fn remove_reaction(&mut self, by: &Membership, reaction: NewReaction) -> StoreResult<Option<Entry>>;

    /// Pins a message, or finds it pinned already: then `None`. The message must not be deleted.
    fn pin_message(&mut self, by: &Membership, target: Target, at: Timestamp) -> StoreResult<Option<Entry>>;

    /// Takes a pin off, or finds none: then `None`.
    fn unpin_message(&mut self, by: &Membership, target: Target, at: Timestamp) -> StoreResult<Option<Entry>>;

    /// Puts an item into an account's log, in place of the one about the same, and gives the version that it got.
    fn put_item(&mut self, account: AccountId, item: Item) -> StoreResult<Seq>;
}

/// Proof that an account is a member of a room. Only a store makes one, from what it has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Who.
    pub account: Account,
    /// Where.
    pub room: RoomId,
}

/// A message before it has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Its id.
    pub id: MessageId,
    /// What the client called it.
    pub nonce: Nonce,
    /// Its text.
    pub body: String,
    /// When it was taken.
    pub at: Timestamp,
    /// What it refers to.
    pub links: Links,
}

/// The messages that a message refers to. They exist, and all but the source are of the same room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Links {
    /// The one it answers.
    pub reply_to: Option<Seq>,
    /// The one whose thread it is in.
    pub thread: Option<Seq>,
    /// Whether a message for a thread also stands in the room.
    pub also_in_room: bool,
    /// The one its text was taken from.
    pub forwarded_from: Option<(RoomId, Seq)>,
}

impl Links {
    /// Whether the message is nothing but a text.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What became of a send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Former {
    /// It is in a log.
    Sent(Box<SentBefore>),
    /// It was cancelled before it came.
    Cancelled,
}

/// A message that a nonce led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentBefore {
    /// Where it is.
    pub room: RoomId,
    /// Its place.
    pub seq: Seq,
    /// The message as it was sent, without what others made of it; and whether it was deleted, then without its text.
    pub message: Message,
    /// What it referred to.
    pub links: Links,
}

/// A new text for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewText {
    /// What the client called the edit.
    pub nonce: Nonce,
    /// The text.
    pub body: String,
    /// When it was taken.
    pub at: Timestamp,
}

/// A reaction that comes or goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReaction {
    /// On which message.
    pub target: Target,
    /// The emoji in its fully qualified form.
    pub emoji: String,
    /// When it was taken.
    pub at: Timestamp,
}

/// Which part of a log to read: entries in `(after, before)`, at most `limit`, counted from one end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogRange {
    /// Only entries after this one.
    pub after: Seq,
    /// Only entries before this one; `None` means up to the head.
    pub before: Option<Seq>,
    /// How many at most.
    pub limit: usize,
    /// Whether to keep the newest of them rather than the oldest.
    pub newest: bool,
}

impl LogRange {
    /// The newest `limit` entries.
    pub const fn newest(limit: usize) -> Self {
        Self { after: Seq::ZERO, before: None, limit, newest: true }
    }

    /// The oldest `limit` entries after a position.
    pub const fn after(after: Seq, limit: usize) -> Self {
        Self { after, before: None, limit, newest: false }
    }
}

impl From<LogQuery> for LogRange {
    fn from(query: LogQuery) -> Self {
        let limit = query.limit.map_or(limits::PAGE, |limit| usize::try_from(limit).unwrap_or(limits::PAGE_MAX));
        Self {
            after: query.after.unwrap_or(Seq::ZERO),
            before: query.before,
            limit: limit.clamp(1, limits::PAGE_MAX),
            newest: query.before.is_some() || query.after.is_none(),
        }
    }
}
