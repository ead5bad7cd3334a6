//! A room with three people in it, over a store.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hubbub_chat::{
    Caller, Chat, Error, Published, accounts, log,
    memory::{CountingIds, MockClock},
    messages, pins,
    ports::{Bus, Store},
    reactions, rooms,
};
use hubbub_protocol::{
    Account, AddReaction, CancelMessage, Change, DeleteMessage, EditMessage, Entry, LogPage, LogQuery, Nonce,
    PinMessage, Position, RemoveReaction, RoomId, SendMessage, Seq, Source, Target, Timestamp, UnpinMessage, limits,
};

use crate::operations::{Operation, What};

pub(crate) struct Scene {
    chat: Chat,
    clock: Arc<MockClock>,
    heard: Arc<Heard>,
    people: Vec<Caller>,
    room: RoomId,
    done: i64,
}

impl Scene {
    pub(crate) async fn new(store: impl Store) -> Self {
        let (heard, clock) = (Arc::new(Heard::default()), Arc::new(MockClock::default()));
        let ids = Arc::new(CountingIds::default());
        let chat = Chat { store: Arc::new(store), bus: heard.clone(), clock: clock.clone(), ids };
        rooms::ensure_general(&chat).await.expect("General can be made");
        let mut people = Vec::new();
        for name in ["Ada", "Grace", "Linus"] {
            people.push(Caller::stand_in(accounts::sign_up(&chat, name).await.expect("the name is free")));
        }
        let room = rooms::joined(&chat, &people[0]).await.expect("rooms can be listed")[0].0.id;
        Self { chat, clock, heard, people, room, done: 0 }
    }

    /// What was published of the room, in order.
    pub(crate) fn heard(&self) -> Vec<Entry> {
        self.heard.lock().clone()
    }

    /// The room as it stands.
    pub(crate) async fn snapshot(&self) -> LogPage {
        let limit = Some(u32::try_from(limits::PAGE_MAX).expect("it is small"));
        let page = log::page(&self.chat, &self.people[0], self.room, LogQuery { limit, ..LogQuery::default() }).await;
        page.expect("the log can be read")
    }

    /// What a client that holds the log up to here has missed.
    pub(crate) async fn missed(&self, after: Seq) -> log::Missed {
        let position = Position { room: self.room, after };
        let missed = log::missed(&self.chat, &self.people[0], vec![position]).await;
        missed.expect("the log can be read").1.remove(0)
    }

    /// Does it. Much of it is refused, because it makes no sense as things are; nothing may fail.
    pub(crate) async fn perform(&mut self, operation: &Operation) {
        self.clock.advance(1);
        self.done += 1;
        let refused = self.attempt(operation).await.err();
        let is_fine = |error: &Error| {
            let in_thread = matches!(error, Error::Invalid { field: "thread", .. });
            in_thread || matches!(error, Error::Deleted | Error::Forbidden | Error::Cancelled)
        };
        assert!(refused.as_ref().is_none_or(is_fine), "{operation:?} failed: {refused:?}");
    }

    async fn attempt(&self, Operation { who, by_author, which, what }: &Operation) -> hubbub_chat::Result<()> {
        let (chat, room) = (&self.chat, self.room);
        let who = &self.people[who.index(self.people.len())];
        let nonce = nonce(self.done);
        let body = format!("text {} of {}", self.done, who.account().name);
        let say = SendMessage::new(room, nonce, body.clone());
        match what {
            What::Say => return messages::send(chat, who, say).await.map(drop),
            // A nonce that somebody used, or that nobody used yet.
            What::Cancel => {
                let nonce = self::nonce(which.index(40).try_into().expect("it is small"));
                return messages::cancel(chat, who, CancelMessage { room, nonce }).await.map(drop);
            }
            What::Unreact => {
                let Some((target, emoji, by)) = self.one_of(*which, reacted) else { return Ok(()) };
                let by = Caller::stand_in(by);
                return reactions::remove(chat, &by, RemoveReaction { room, target, emoji }).await.map(drop);
            }
            What::Unpin => {
                let Some(target) = self.one_of(*which, pinned) else { return Ok(()) };
                return pins::unpin(chat, who, UnpinMessage { room, target }).await.map(drop);
            }
            _ => {}
        }
        let Some((target, author)) = self.one_of(*which, said) else { return Ok(()) };
        let author = if *by_author { &Caller::stand_in(author) } else { who };
        match *what {
            What::Answer => messages::send(chat, who, SendMessage { reply_to: Some(target), ..say }).await.map(drop),
            What::SayInThread { also_in_room } => {
                let say = SendMessage { thread: Some(target), also_in_room, ..say };
                messages::send(chat, who, say).await.map(drop)
            }
            What::Forward => {
                let forwarded_from = Some(Source { room, target });
                messages::send(chat, who, SendMessage { forwarded_from, ..say }).await.map(drop)
            }
            What::Edit => messages::edit(chat, author, EditMessage { room, target, nonce, body }).await.map(drop),
            What::Delete => messages::delete(chat, author, DeleteMessage { room, target }).await.map(drop),
            What::React { emoji } => {
                let emoji = emoji.to_owned();
                reactions::add(chat, who, AddReaction { room, target, emoji }).await.map(drop)
            }
            What::Pin => pins::pin(chat, who, PinMessage { room, target }).await.map(drop),
            What::Say | What::Cancel | What::Unreact | What::Unpin => Ok(()),
        }
    }

    /// One of what this finds in the entries so far.
    fn one_of<T>(&self, which: proptest::sample::Index, find: impl Fn(&Entry) -> Option<T>) -> Option<T> {
        let heard = self.heard.lock();
        let found: Vec<_> = heard.iter().filter_map(find).collect();
        let at = (!found.is_empty()).then(|| which.index(found.len()))?;
        found.into_iter().nth(at)
    }
}

fn nonce(number: i64) -> Nonce {
    Nonce::new(Timestamp::from_millis(number), [9; 10])
}

fn said(entry: &Entry) -> Option<(Target, Account)> {
    match &entry.change {
        Change::MessageSent { message } => {
            Some((Target { seq: entry.seq, message: message.id }, message.author.clone()))
        }
        _ => None,
    }
}

fn reacted(entry: &Entry) -> Option<(Target, String, Account)> {
    match &entry.change {
        Change::ReactionAdded { target, emoji, by, .. } => Some((*target, emoji.clone(), by.clone())),
        _ => None,
    }
}

fn pinned(entry: &Entry) -> Option<Target> {
    match &entry.change {
        Change::MessagePinned { target, .. } => Some(*target),
        _ => None,
    }
}

/// Remembers the entries it was given.
#[derive(Default)]
struct Heard(Mutex<Vec<Entry>>);

impl Heard {
    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bus for Heard {
    fn publish(&self, published: Published) {
        if let Published::Appended(entry) = published {
            self.lock().push(entry);
        }
    }
}
