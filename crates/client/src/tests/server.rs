//! A model server: every room is a list of entries, and a send is committed before it is answered.

use std::collections::VecDeque;

use hubbub_protocol::{
    Account, AccountChanged, AccountId, Change, Changed, Command, CommandFrame, ConnectionId, CountUnread, Draining,
    Entry, Epoch, ErrorCode, Event, FEATURE_LEVEL, Gap, Heartbeat, Hello, Item, JoinedRoom, LogPage, LogQuery,
    MarkRead, Message, MessageAcknowledged, MessageId, Nonce, Presence, Refusal, Reply, ReplyFrame, Room, RoomId,
    RoomKind, RoomOpened, RoomResumed, Saved, SendMessage, Seq, ServerFrame, Slug, Target, Timestamp, Unread,
    UnreadCounted, Welcome,
    hello::Head,
    limits,
    message::{InThread, Quote, excerpt},
};

pub(super) fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + millis)
}

pub(super) fn account(name: &str) -> Account {
    let byte = name.as_bytes()[0];
    Account { id: AccountId::new(at(0), [byte; 10]), name: name.to_owned() }
}

pub(super) fn ada() -> Account {
    account("Ada")
}

pub(super) struct Server {
    pub(super) epoch: Epoch,
    pub(super) build: String,
    pub(super) rooms: Vec<(Room, Vec<Entry>, bool)>,
    /// The socket: what the server wrote and the client has not read yet.
    pub(super) down: VecDeque<String>,
    pub(super) live: bool,
    /// Answers to the next sends, instead of taking them.
    pub(super) refusals: VecDeque<Refusal>,
    /// How many of the next acknowledgements and events get lost on the way.
    pub(super) lost_acks: usize,
    pub(super) lost_events: usize,
    /// The most entries of one part of a resume.
    pub(super) part: usize,
    /// Nonces of edits, and of sends that were cancelled before they came.
    edits: Vec<Nonce>,
    /// Every move of a read marker of Ada's.
    markers: Vec<(RoomId, Seq)>,
    cancelled: Vec<Nonce>,
    made: u8,
    messages: u32,
}

impl Server {
    pub(super) fn new() -> Self {
        Self {
            epoch: Epoch::new(at(0), [1; 10]),
            build: "one".to_owned(),
            rooms: Vec::new(),
            down: VecDeque::new(),
            live: false,
            refusals: VecDeque::new(),
            lost_acks: 0,
            lost_events: 0,
            part: 200,
            edits: Vec::new(),
            markers: Vec::new(),
            cancelled: Vec::new(),
            made: 0,
            messages: 0,
        }
    }

    pub(super) fn make_room(&mut self, name: &str, joined: bool) -> RoomId {
        self.made += 1;
        let id = RoomId::new(at(0), [self.made; 10]);
        let slug = Slug::from_name(name).unwrap();
        self.rooms.push((Room::open(id, slug, name.to_owned(), at(0)), Vec::new(), joined));
        id
    }

    /// The direct room of Ada and these people.
    fn direct(&mut self, people: &[AccountId]) -> RoomId {
        let are_they = |room: &Room| room.people.iter().skip(1).map(|person| person.id).eq(people.iter().copied());
        if let Some((room, ..)) = self.rooms.iter().find(|(room, ..)| room.kind == RoomKind::Direct && are_they(room)) {
            return room.id;
        }
        let id = self.make_room("Direct", true);
        let (room, ..) = self.rooms.last_mut().expect("it was just made");
        room.kind = RoomKind::Direct;
        let others = people.iter().map(|id| Account { id: *id, name: "Somebody".to_owned() });
        room.people = std::iter::once(ada()).chain(others).collect();
        id
    }

    pub(super) fn log(&self, room: RoomId) -> &Vec<Entry> {
        &self.rooms.iter().find(|(it, ..)| it.id == room).unwrap().1
    }

    pub(super) fn log_mut(&mut self, room: RoomId) -> &mut Vec<Entry> {
        &mut self.rooms.iter_mut().find(|(it, ..)| it.id == room).unwrap().1
    }

    pub(super) fn head(&self, room: RoomId) -> Seq {
        self.log(room).last().map_or(Seq::ZERO, |entry| entry.seq)
    }

    fn joined(&self, room: RoomId) -> JoinedRoom {
        let (it, ..) = self.rooms.iter().find(|(it, ..)| it.id == room).unwrap();
        let presence = Presence { count: 1, accounts: vec![ada()] };
        let unread = self.marker(room).map(|after| self.count(room, after));
        JoinedRoom { room: it.clone(), head: self.head(room), presence, unread }
    }

    /// Commits a message by anybody and tells the client.
    pub(super) fn say(&mut self, author: &Account, room: RoomId, nonce: Nonce, body: &str) -> Entry {
        self.say_in(author, room, nonce, body, None, None)
    }

    pub(super) fn say_in(
        &mut self,
        author: &Account,
        room: RoomId,
        nonce: Nonce,
        body: &str,
        reply_to: Option<Target>,
        thread: Option<InThread>,
    ) -> Entry {
        self.messages += 1;
        let (sent_at, body) = (at(i64::from(self.messages)), body.to_owned());
        let mut message = Message::new(MessageId::new(sent_at, [9; 10]), author.clone(), nonce, body, sent_at);
        message.thread = thread.map(Box::new);
        message.reply_to = reply_to.and_then(|target| {
            let Message { author, body, deleted, .. } = self.now(room, target)?;
            Some(Box::new(Quote { target, author, excerpt: excerpt(&body), deleted: deleted.is_some() }))
        });
        self.append(room, Change::MessageSent { message })
    }

    pub(super) fn publish(&mut self, event: Event) {
        if self.lost_events > 0 {
            self.lost_events -= 1;
        } else if self.live {
            self.down.push_back(ServerFrame::from(event).encode());
        }
    }

    pub(super) fn reply(&mut self, to: u32, result: Reply) {
        self.down.push_back(ServerFrame::Reply(ReplyFrame { to, result }).encode());
    }

    pub(super) fn heartbeat(&mut self) {
        let joined = self.rooms.iter().filter(|(.., joined)| *joined);
        let heads = joined.map(|(room, ..)| Head { room: room.id, head: self.head(room.id) }).collect();
        self.publish(Event::Heartbeat(Heartbeat { heads, account_version: self.version() }));
    }

    pub(super) fn drain(&mut self, retry_after_ms: u32) {
        self.publish(Event::Draining(Draining { retry_after_ms }));
    }

    pub(super) fn hang_up(&mut self) {
        self.live = false;
        self.down.clear();
    }

    pub(super) fn read(&mut self, text: &str) {
        let CommandFrame { id, command } = CommandFrame::decode(text).expect("the client sends what servers take");
        match command {
            Command::Hello(hello) => self.greet(id, &hello),
            Command::SendMessage(send) => self.take(id, send),
            Command::JoinRoom(join) => {
                self.rooms.iter_mut().filter(|(room, ..)| room.id == join.room).for_each(|room| room.2 = true);
                self.reply(id, Reply::RoomOpened(RoomOpened { joined: self.joined(join.room) }));
            }
            Command::CreateRoom(create) if self.rooms.iter().any(|(room, ..)| room.name == create.name) => {
                self.reply(id, Reply::Refused { error: Refusal::new(ErrorCode::NameTaken, "There is one.") });
            }
            Command::CreateRoom(create) => {
                let room = self.make_room(&create.name, true);
                self.reply(id, Reply::RoomOpened(RoomOpened { joined: self.joined(room) }));
            }
            Command::OpenDirect(open) => {
                let room = self.direct(&open.people);
                self.reply(id, Reply::RoomOpened(RoomOpened { joined: self.joined(room) }));
            }
            Command::SetTyping(_) => self.reply(id, Reply::Done),
            Command::MarkRead(mark) => self.mark_read(id, mark),
            Command::CountUnread(CountUnread { room, after }) => {
                let unread = self.count(room, after);
                self.reply(id, Reply::UnreadCounted(UnreadCounted { room, unread }));
            }
            change => self.change(id, change),
        }
    }

    /// A change of a message by Ada: committed, told, acknowledged.
    fn change(&mut self, id: u32, command: Command) {
        if let Some(error) = self.refusals.pop_front() {
            self.reply(id, Reply::Refused { error });
            return;
        }
        let (room, result) = match command {
            Command::CancelMessage(cancel) => (cancel.room, self.cancel(cancel.room, cancel.nonce)),
            Command::EditMessage(edit) => {
                let again = self.edits.contains(&edit.nonce);
                self.edits.push(edit.nonce);
                (edit.room, if again { Ok(None) } else { self.edit(edit.room, edit.target, &edit.body) })
            }
            Command::DeleteMessage(delete) => (delete.room, self.delete(delete.room, delete.target)),
            Command::AddReaction(add) => (add.room, self.react(&ada(), add.room, add.target, &add.emoji, true)),
            Command::RemoveReaction(gone) => {
                (gone.room, self.react(&ada(), gone.room, gone.target, &gone.emoji, false))
            }
            Command::PinMessage(pin) => (pin.room, self.pin(pin.room, pin.target, true)),
            Command::UnpinMessage(pin) => (pin.room, self.pin(pin.room, pin.target, false)),
            other => panic!("{other:?} changes no message"),
        };
        let entry = match result {
            Ok(entry) => entry,
            Err(code) => return self.reply(id, Reply::Refused { error: Refusal::new(code, "No.") }),
        };
        if let Some(entry) = &entry {
            self.publish(Event::LogAppended(entry.clone()));
        }
        if self.lost_acks > 0 {
            self.lost_acks -= 1;
            return;
        }
        let seq = entry.map_or(self.head(room), |entry| entry.seq);
        self.reply(id, Reply::Changed(Changed { room, seq }));
    }

    fn cancel(&mut self, room: RoomId, nonce: Nonce) -> Result<Option<Entry>, ErrorCode> {
        let sent = self.log(room).iter().find(|entry| is_message(entry) && message(entry).nonce == nonce);
        if let Some(target) = sent.map(target) {
            return self.delete(room, target);
        }
        self.cancelled.push(nonce);
        Ok(None)
    }

    /// The message as it stands now.
    pub(super) fn now(&self, room: RoomId, target: Target) -> Option<Message> {
        let entry = self.log(room).iter().find(|entry| entry.seq == target.seq && is_message(entry))?;
        let now = self.as_it_stands(entry);
        Some(message(&now).clone()).filter(|message| message.id == target.message)
    }

    fn as_it_stands(&self, entry: &Entry) -> Entry {
        let mut now = entry.clone();
        match &mut now.change {
            Change::MessageSent { message } => {
                for later in self.log(entry.room).iter().filter(|later| later.seq > entry.seq) {
                    message.apply(entry.seq, later);
                }
            }
            Change::MessageEdited { target, body, .. } => {
                let gone =
                    |later: &Entry| matches!(&later.change, Change::MessageDeleted { target: it, .. } if it == target);
                if self.log(entry.room).iter().any(gone) {
                    body.clear();
                }
            }
            _ => {}
        }
        now
    }

    fn existing(&self, room: RoomId, target: Target) -> Result<Message, ErrorCode> {
        let message = self.now(room, target).ok_or(ErrorCode::NotFound)?;
        if message.deleted.is_some() { Err(ErrorCode::Deleted) } else { Ok(message) }
    }

    pub(super) fn edit(&mut self, room: RoomId, target: Target, body: &str) -> Result<Option<Entry>, ErrorCode> {
        let message = self.existing(room, target)?;
        let revision = message.edited.map_or(0, |edited| edited.revision) + 1;
        Ok(Some(self.append(room, Change::MessageEdited { target, body: body.to_owned(), revision, at: at(9) })))
    }

    pub(super) fn delete(&mut self, room: RoomId, target: Target) -> Result<Option<Entry>, ErrorCode> {
        let message = match self.existing(room, target) {
            Err(ErrorCode::Deleted) => return Ok(None),
            message => message?,
        };
        let thread = message.thread.map(|thread| thread.root);
        let change = Change::MessageDeleted { target, by: message.author, at: at(9), root: thread };
        Ok(Some(self.append(room, change)))
    }

    pub(super) fn react(
        &mut self,
        by: &Account,
        room: RoomId,
        target: Target,
        emoji: &str,
        on: bool,
    ) -> Result<Option<Entry>, ErrorCode> {
        let message = self.existing(room, target)?;
        let reaction = message.reactions.iter().find(|reaction| reaction.emoji == emoji);
        if reaction.is_some_and(|reaction| reaction.by.contains(by)) == on {
            return Ok(None);
        }
        let (emoji, by, at) = (emoji.to_owned(), by.clone(), at(9));
        Ok(Some(self.append(
            room,
            if on {
                Change::ReactionAdded { target, emoji, by, at }
            } else {
                Change::ReactionRemoved { target, emoji, by, at }
            },
        )))
    }

    pub(super) fn pin(&mut self, room: RoomId, target: Target, on: bool) -> Result<Option<Entry>, ErrorCode> {
        let message = self.existing(room, target)?;
        if message.pinned.is_some() == on {
            return Ok(None);
        }
        let (by, at) = (ada(), at(9));
        Ok(Some(self.append(
            room,
            if on { Change::MessagePinned { target, by, at } } else { Change::MessageUnpinned { target, by, at } },
        )))
    }

    fn append(&mut self, room: RoomId, change: Change) -> Entry {
        let entry = Entry { room, seq: self.head(room).next(), change };
        self.log_mut(room).push(entry.clone());
        entry
    }

    pub(super) fn pins(&self, room: RoomId) -> Vec<Target> {
        let mut pins = Vec::new();
        for entry in self.log(room) {
            entry.change.apply_to_pins(&mut pins);
        }
        pins
    }

    fn greet(&mut self, id: u32, hello: &Hello) {
        self.live = true;
        let joined: Vec<_> = self.rooms.iter().filter(|(.., joined)| *joined).map(|(room, ..)| room.id).collect();
        let welcome = Welcome {
            connection: ConnectionId::new(at(0), [7; 10]),
            account: ada(),
            build: self.build.clone(),
            feature_level: FEATURE_LEVEL,
            epoch: self.epoch,
            heartbeat_ms: limits::HEARTBEAT_MS,
            rooms: joined.iter().map(|room| self.joined(*room)).collect(),
            account_version: self.version(),
            items: self.items(hello),
        };
        self.reply(id, Reply::Welcome(welcome));
        if hello.epoch.is_some_and(|epoch| epoch == self.epoch) {
            let resume = hello.resume.iter().filter(|position| joined.contains(&position.room));
            resume.for_each(|position| self.resume(position.room, position.after));
        }
    }

    /// Ada moves a marker, here or on another device.
    pub(super) fn mark(&mut self, MarkRead { room, up_to, back }: MarkRead) {
        let up_to = up_to.min(self.head(room));
        if self.marker(room).is_none_or(|now| up_to > now || (back && up_to < now)) {
            self.markers.push((room, up_to));
            let changed = AccountChanged { version: self.version(), item: Item::ReadMarker { room, up_to } };
            self.publish(Event::AccountChanged(changed));
        }
    }

    fn mark_read(&mut self, id: u32, mark: MarkRead) {
        if let Some(error) = self.refusals.pop_front() {
            self.reply(id, Reply::Refused { error });
            return;
        }
        self.mark(mark);
        if self.lost_acks > 0 {
            self.lost_acks -= 1;
        } else {
            self.reply(id, Reply::Saved(Saved { version: self.version() }));
        }
    }

    pub(super) fn version(&self) -> Seq {
        Seq::new(self.markers.len() as u64)
    }

    pub(super) fn marker(&self, room: RoomId) -> Option<Seq> {
        self.markers.iter().rev().find(|(of, _)| *of == room).map(|(_, up_to)| *up_to)
    }

    /// A recount from the log.
    pub(super) fn count(&self, room: RoomId, after: Seq) -> Unread {
        let news = self.log(room).iter().filter(|entry| entry.seq > after && is_message(entry));
        let count = news.filter(|entry| message(&self.as_it_stands(entry)).is_news_to(ada().id)).count() as u64;
        Unread { after, head: self.head(room), count }
    }

    fn items(&self, hello: &Hello) -> Vec<Item> {
        let held = hello.account_version.filter(|_| hello.epoch == Some(self.epoch)).map_or(0, Seq::get);
        let is_last = |at: usize| self.markers[at + 1..].iter().all(|(room, _)| *room != self.markers[at].0);
        let after = usize::try_from(held).unwrap();
        let last = (after..self.markers.len()).filter(|at| is_last(*at)).map(|at| self.markers[at]);
        last.map(|(room, up_to)| Item::ReadMarker { room, up_to }).collect()
    }

    fn resume(&mut self, room: RoomId, after: Seq) {
        let missed = self.log(room).iter().filter(|entry| entry.seq > after);
        let missed: Vec<_> = missed.map(|entry| self.as_it_stands(entry)).collect();
        let skipped = missed.len().saturating_sub(limits::RESUME_ENTRIES);
        let mut gap = (skipped > 0).then(|| Gap { after, before: missed[skipped].seq });
        let mut parts = missed[skipped..].chunks(self.part).map(<[Entry]>::to_vec).collect::<VecDeque<_>>();
        loop {
            let entries = parts.pop_front().unwrap_or_default();
            let complete = parts.is_empty();
            self.publish(Event::RoomResumed(RoomResumed {
                room,
                entries,
                gap: gap.take(),
                complete,
                head: self.head(room),
            }));
            if complete {
                return;
            }
        }
    }

    fn take(&mut self, id: u32, send: SendMessage) {
        if let Some(error) = self.refusals.pop_front() {
            self.reply(id, Reply::Refused { error });
            return;
        }
        let SendMessage { room, nonce, body, reply_to, thread, also_in_room, .. } = send;
        if self.cancelled.contains(&nonce) {
            self.reply(id, Reply::Refused { error: Refusal::new(ErrorCode::Cancelled, "You did not want it.") });
            return;
        }
        let known = self.log(room).iter().find(|entry| is_message(entry) && message(entry).nonce == nonce).cloned();
        let entry = known.unwrap_or_else(|| {
            let entry =
                self.say_in(&ada(), room, nonce, &body, reply_to, thread.map(|root| InThread { root, also_in_room }));
            self.publish(Event::LogAppended(entry.clone()));
            entry
        });
        if self.lost_acks > 0 {
            self.lost_acks -= 1;
            return;
        }
        let Message { id: message, sent_at, .. } = *message(&entry);
        self.reply(
            id,
            Reply::MessageAcknowledged(MessageAcknowledged { room, nonce, seq: entry.seq, message, sent_at }),
        );
    }

    /// The whole log as it stands now.
    pub(super) fn page_of_all(&self, room: RoomId) -> LogPage {
        let entries = self.log(room).iter().map(|entry| self.as_it_stands(entry)).collect();
        LogPage { room, epoch: self.epoch, head: self.head(room), entries, pins: self.pins(room) }
    }

    pub(super) fn page(&self, room: RoomId, query: LogQuery) -> LogPage {
        let after = query.after.unwrap_or(Seq::ZERO);
        let before = query.before.unwrap_or(Seq::new(u64::MAX));
        let within = self.log(room).iter().filter(|entry| after < entry.seq && entry.seq < before);
        let mut entries: Vec<_> = within.map(|entry| self.as_it_stands(entry)).collect();
        let limit = query.limit.map_or(limits::PAGE, |limit| limit as usize).min(limits::PAGE_MAX);
        let oldest_first = query.after.is_some() && query.before.is_none();
        let skipped = if oldest_first { 0 } else { entries.len().saturating_sub(limit) };
        entries.drain(..skipped);
        entries.truncate(limit);
        LogPage { room, epoch: self.epoch, head: self.head(room), entries, pins: self.pins(room) }
    }
}

pub(super) fn is_message(entry: &Entry) -> bool {
    matches!(entry.change, Change::MessageSent { .. })
}

/// Names the message of an entry.
pub(super) fn target(entry: &Entry) -> Target {
    Target { seq: entry.seq, message: message(entry).id }
}

pub(super) fn message(entry: &Entry) -> &Message {
    match &entry.change {
        Change::MessageSent { message } => message,
        _ => panic!("not a message: {entry:?}"),
    }
}
