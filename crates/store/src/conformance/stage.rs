//! A store with people and rooms in it, and short words for what the behaviours do.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use hubbub_chat::{
    Result, Role,
    ports::{
        self, Former, Links, LogRange, Membership, NewMessage, NewReaction, NewText, Reader, SentBefore, Store,
        StoreResult, Transaction,
    },
    rights::{Action, Admit, Delete, Edit, Entrance, Proof, Written, authorize},
};
use hubbub_protocol::{
    Account, AccountId, Change, Entry, Item, Message, MessageId, Nonce, Room, RoomId, RoomKind, Seq, Slug, Target,
    Timestamp, name,
};

/// A store that a behaviour is tried on.
pub struct Stage<S> {
    /// The store itself.
    pub store: Arc<S>,
    ids: Arc<AtomicU64>,
}

impl<S> Clone for Stage<S> {
    fn clone(&self) -> Self {
        Self { store: self.store.clone(), ids: self.ids.clone() }
    }
}

impl<S: Store> Stage<S> {
    /// Sets the stage with an empty store.
    pub fn new(open: impl FnOnce() -> S) -> Self {
        Self { store: Arc::new(open()), ids: Arc::default() }
    }

    /// Something new for an id.
    pub fn fresh(&self) -> (Timestamp, [u8; 10]) {
        let number = self.ids.fetch_add(1, Ordering::SeqCst);
        let mut random = [0; 10];
        random[2..].copy_from_slice(&number.to_be_bytes());
        (Timestamp::from_millis(1_790_000_000_000 + i64::try_from(number).expect("few ids are made")), random)
    }

    /// A new nonce.
    pub fn nonce(&self) -> Nonce {
        let (now, random) = self.fresh();
        Nonce::new(now, random)
    }

    /// A message that was not sent yet.
    pub fn message(&self, body: &str) -> NewMessage {
        let (at, random) = self.fresh();
        NewMessage {
            id: MessageId::new(at, random),
            nonce: self.nonce(),
            body: body.to_owned(),
            at,
            links: Links::default(),
        }
    }

    /// Changes something and waits for the commit.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Transaction) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        block_on(ports::write(&*self.store, work, |_| ()))
    }

    /// Looks at what is committed.
    pub fn read<T: Send + 'static>(&self, work: impl FnOnce(&dyn Reader) -> Result<T> + Send + 'static) -> T {
        block_on(ports::read(&*self.store, work)).expect("it can be read")
    }

    /// A person or bot of this name.
    pub fn account(&self, name: &str) -> Account {
        self.account_as(name, Role::Member)
    }

    /// The same in this role.
    pub fn account_as(&self, name: &str, role: Role) -> Account {
        let (at, random) = self.fresh();
        let account = Account { id: AccountId::new(at, random), name: name.to_owned() };
        let proof = authorize(Entrance::Operator, Admit, role).expect("the operator may");
        let (added, key) = (account.clone(), name::key(name));
        self.write(move |tx| Ok(tx.insert_account(&proof, &added, &key, at)?)).expect("the account can be added");
        account
    }

    /// A room of this name that exists nowhere yet.
    pub fn room_to_be(&self, name: &str) -> Room {
        let (created_at, random) = self.fresh();
        let slug = Slug::from_name(name).expect("the name has letters");
        Room::open(RoomId::new(created_at, random), slug, name.to_owned(), created_at)
    }

    /// A room of this name that nobody is in.
    pub fn room(&self, name: &str) -> Room {
        let room = self.room_to_be(name);
        let added = room.clone();
        self.write(move |tx| Ok(tx.insert_room(&added, false)?)).expect("the room can be added");
        room
    }

    /// A direct room that exists nowhere yet.
    pub fn direct_to_be(&self, people: &[&Account]) -> Room {
        let (created_at, random) = self.fresh();
        let id = RoomId::new(created_at, random);
        let people = people.iter().copied().cloned().collect();
        Room { kind: RoomKind::Direct, people, ..Room::open(id, Slug::from_id(id), String::new(), created_at) }
    }

    /// The direct room of these people, with all of them in it.
    pub fn direct(&self, people: &[&Account]) -> Room {
        let room = self.direct_to_be(people);
        let (added, (at, _)) = (room.clone(), self.fresh());
        let made = self.write(move |tx| {
            tx.insert_room(&added, false)?;
            for person in &added.people {
                tx.insert_membership(person.id, added.id, at)?;
            }
            Ok(())
        });
        made.expect("the room can be added");
        room
    }

    /// Lets somebody into a room.
    pub fn join(&self, account: &Account, room: &Room) -> Membership {
        let (account, room) = (account.id, room.id);
        let (at, _) = self.fresh();
        let member = self.write(move |tx| {
            tx.insert_membership(account, room, at)?;
            Ok(tx.membership(account, room)?)
        });
        member.expect("the membership can be added").expect("it is there now")
    }

    /// Somebody in a room of their own.
    pub fn member(&self, name: &str, room: &str) -> Membership {
        self.join(&self.account(name), &self.room(room))
    }

    /// Says something.
    pub fn say(&self, by: &Membership, body: &str) -> Entry {
        self.send(by, self.message(body)).expect("the message can be appended")
    }

    /// Sends this very message.
    pub fn send(&self, by: &Membership, message: NewMessage) -> Result<Entry> {
        let by = by.clone();
        self.write(move |tx| Ok(tx.append_message(&by, message.clone())?))
    }

    /// Says something that refers to other messages.
    pub fn say_with(&self, by: &Membership, body: &str, links: Links) -> Entry {
        self.send(by, NewMessage { links, ..self.message(body) }).expect("the message can be appended")
    }

    /// Changes something of one message and gives the entry of it.
    pub fn change(
        &self,
        mut work: impl FnMut(&mut dyn Transaction, Timestamp) -> StoreResult<Option<Entry>> + Send + 'static,
    ) -> Option<Entry> {
        let (at, _) = self.fresh();
        self.write(move |tx| Ok(work(tx, at)?)).expect("it can be changed")
    }

    /// Gives a message another text.
    pub fn edit(&self, by: &Membership, entry: &Entry, body: &str) -> Entry {
        self.edit_with(by, entry, self.nonce(), body)
    }

    /// The same with this very nonce.
    pub fn edit_with(&self, by: &Membership, entry: &Entry, nonce: Nonce, body: &str) -> Entry {
        let (proof, body) = (proof(by, Edit, entry), body.to_owned());
        let edit = move |tx: &mut dyn Transaction, at| {
            tx.edit_message(&proof, NewText { nonce, body: body.clone(), at }).map(Some)
        };
        self.change(edit).expect("an edit is always an entry")
    }

    /// Deletes a message.
    pub fn delete(&self, by: &Membership, entry: &Entry) -> Entry {
        let proof = proof(by, Delete, entry);
        let deleted = self.change(move |tx, at| tx.delete_message(&proof, at).map(Some));
        deleted.expect("a deletion is always an entry")
    }

    /// Reacts to a message.
    pub fn react(&self, by: &Membership, entry: &Entry, emoji: &str) -> Option<Entry> {
        let (by, target, emoji) = (by.clone(), target(entry), emoji.to_owned());
        self.change(move |tx, at| tx.add_reaction(&by, NewReaction { target, emoji: emoji.clone(), at }))
    }

    /// Takes a reaction back.
    pub fn unreact(&self, by: &Membership, entry: &Entry, emoji: &str) -> Option<Entry> {
        let (by, target, emoji) = (by.clone(), target(entry), emoji.to_owned());
        self.change(move |tx, at| tx.remove_reaction(&by, NewReaction { target, emoji: emoji.clone(), at }))
    }

    /// Pins a message.
    pub fn pin(&self, by: &Membership, entry: &Entry) -> Option<Entry> {
        let (by, target) = (by.clone(), target(entry));
        self.change(move |tx, at| tx.pin_message(&by, target, at))
    }

    /// Takes a pin off.
    pub fn unpin(&self, by: &Membership, entry: &Entry) -> Option<Entry> {
        let (by, target) = (by.clone(), target(entry));
        self.change(move |tx, at| tx.unpin_message(&by, target, at))
    }

    /// The message of an entry as it stands now; it must be the same alone and in the log.
    pub fn now(&self, entry: &Entry) -> Message {
        let (room, seq) = (entry.room, entry.seq);
        let alone = self.read(move |reader| Ok(reader.message(room, seq)?)).expect("it is there");
        let in_log = self.entries(room, LogRange { after: seq.previous(), before: None, limit: 1, newest: false });
        assert_eq!(in_log, std::slice::from_ref(&alone), "a message alone and in the log are the same");
        message(alone)
    }

    /// Every text of a message.
    pub fn texts(&self, entry: &Entry) -> Vec<(u32, String)> {
        let (room, seq) = (entry.room, entry.seq);
        let versions = self.read(move |reader| Ok(reader.versions(room, seq)?));
        versions.into_iter().map(|version| (version.revision, version.body)).collect()
    }

    /// The message that was sent with this nonce; it was not cancelled.
    pub fn sent_before(&self, author: AccountId, nonce: Nonce) -> Option<SentBefore> {
        match self.read(move |reader| Ok(reader.sent_before(author, nonce)?)) {
            Some(Former::Sent(sent)) => Some(*sent),
            Some(Former::Cancelled) => panic!("it was cancelled"),
            None => None,
        }
    }

    /// Puts an item into an account's log; its version.
    pub fn put(&self, account: &Account, item: Item) -> Seq {
        let id = account.id;
        self.write(move |tx| Ok(tx.put_item(id, item)?)).expect("it can be put")
    }

    /// What belongs to an account, as far as it changed after this version.
    pub fn items(&self, account: &Account, after: u64) -> Vec<Item> {
        let (id, after) = (account.id, Seq::new(after));
        self.read(move |reader| Ok(reader.items(id, after)?))
    }

    /// The highest version of an account's log.
    pub fn account_version(&self, account: &Account) -> Seq {
        let id = account.id;
        self.read(move |reader| Ok(reader.account_version(id)?))
    }

    /// Up to where somebody has read a room.
    pub fn read_marker(&self, account: &Account, room: RoomId) -> Option<Seq> {
        let id = account.id;
        self.read(move |reader| Ok(reader.read_marker(id, room)?))
    }

    /// How much is unread in a room after a place.
    pub fn unread(&self, account: &Account, room: RoomId, after: u64) -> u64 {
        let (id, after) = (account.id, Seq::new(after));
        self.read(move |reader| Ok(reader.unread(id, room, after)?))
    }

    /// A part of a log.
    pub fn entries(&self, room: RoomId, range: LogRange) -> Vec<Entry> {
        self.read(move |reader| Ok(reader.entries(room, range)?))
    }

    /// The whole log of a room.
    pub fn log(&self, room: RoomId) -> Vec<Entry> {
        self.entries(room, LogRange::after(Seq::ZERO, 1_000_000))
    }

    /// The head of a room.
    pub fn head(&self, room: RoomId) -> Seq {
        self.read(move |reader| Ok(reader.head(room)?))
    }

    /// What was said in a room, after making sure that its log is whole.
    pub fn said(&self, room: RoomId) -> Vec<String> {
        let log = self.log(room);
        let places: Vec<_> = log.iter().map(|entry| entry.seq.get()).collect();
        let expected: Vec<_> = (1..=log.len() as u64).collect();
        assert_eq!(places, expected, "the log has holes, doubles or disorder");
        assert_eq!(self.head(room).get(), log.len() as u64, "the head is not the last place");
        log.into_iter().map(|entry| message(entry).body).collect()
    }
}

/// That somebody may come in as a member.
pub(crate) fn member() -> Proof<Admit> {
    authorize(Entrance::Operator, Admit, Role::Member).expect("the operator may")
}

/// That a member may do this to a message, as its author may.
fn proof<A: Action<By = Membership, Object = Written>>(by: &Membership, action: A, entry: &Entry) -> Proof<A> {
    let written = Written { target: target(entry), author: by.account.id };
    authorize(by.clone(), action, written).expect("authors may")
}

/// Names the message of an entry.
pub(crate) fn target(entry: &Entry) -> Target {
    Target { seq: entry.seq, message: message(entry.clone()).id }
}

/// The message of an entry.
pub(crate) fn message(entry: Entry) -> Message {
    match entry.change {
        Change::MessageSent { message } => message,
        _ => panic!("no message was sent at {}", entry.seq),
    }
}

/// Waits for a future on this thread.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}
