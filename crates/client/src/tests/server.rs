//! A model server: every room is a list of entries, and a send is committed before it is answered.

use std::collections::VecDeque;

use hubbub_protocol::{
    Account, AccountId, Change, Command, CommandFrame, ConnectionId, Draining, Entry, Epoch, ErrorCode, Event,
    FEATURE_LEVEL, Gap, Heartbeat, Hello, JoinedRoom, LogPage, LogQuery, Message, MessageAcknowledged, MessageId,
    Nonce, Presence, Refusal, Reply, ReplyFrame, Room, RoomId, RoomOpened, RoomResumed, SendMessage, Seq, ServerFrame,
    Slug, Timestamp, Welcome, hello::Head, limits,
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
            made: 0,
            messages: 0,
        }
    }

    pub(super) fn make_room(&mut self, name: &str, joined: bool) -> RoomId {
        self.made += 1;
        let id = RoomId::new(at(0), [self.made; 10]);
        let slug = Slug::from_name(name).unwrap();
        self.rooms.push((Room { id, slug, name: name.to_owned(), created_at: at(0) }, Vec::new(), joined));
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
        JoinedRoom { room: it.clone(), head: self.head(room), presence: Presence { count: 1, accounts: vec![ada()] } }
    }

    /// Commits a message by anybody and tells the client.
    pub(super) fn say(&mut self, author: &Account, room: RoomId, nonce: Nonce, body: &str) -> Entry {
        self.messages += 1;
        let (sent_at, body) = (at(i64::from(self.messages)), body.to_owned());
        let message = Message::new(MessageId::new(sent_at, [9; 10]), author.clone(), nonce, body, sent_at);
        let entry = Entry { room, seq: self.head(room).next(), change: Change::MessageSent { message } };
        self.log_mut(room).push(entry.clone());
        entry
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
        self.publish(Event::Heartbeat(Heartbeat { heads }));
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
            _ => self.reply(id, Reply::Done),
        }
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
        };
        self.reply(id, Reply::Welcome(welcome));
        if hello.epoch.is_some_and(|epoch| epoch == self.epoch) {
            let resume = hello.resume.iter().filter(|position| joined.contains(&position.room));
            resume.for_each(|position| self.resume(position.room, position.after));
        }
    }

    fn resume(&mut self, room: RoomId, after: Seq) {
        let missed: Vec<_> = self.log(room).iter().filter(|entry| entry.seq > after).cloned().collect();
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
        let SendMessage { room, nonce, body, .. } = send;
        let known = self.log(room).iter().find(|entry| message(entry).nonce == nonce).cloned();
        let entry = known.unwrap_or_else(|| {
            let entry = self.say(&ada(), room, nonce, &body);
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

    pub(super) fn page(&self, room: RoomId, query: LogQuery) -> LogPage {
        let after = query.after.unwrap_or(Seq::ZERO);
        let before = query.before.unwrap_or(Seq::new(u64::MAX));
        let within = self.log(room).iter().filter(|entry| after < entry.seq && entry.seq < before);
        let mut entries: Vec<_> = within.cloned().collect();
        let limit = query.limit.map_or(limits::PAGE, |limit| limit as usize).min(limits::PAGE_MAX);
        let oldest_first = query.after.is_some() && query.before.is_none();
        let skipped = if oldest_first { 0 } else { entries.len().saturating_sub(limit) };
        entries.drain(..skipped);
        entries.truncate(limit);
        LogPage { room, epoch: self.epoch, head: self.head(room), entries, pins: Vec::new() }
    }
}

pub(super) fn message(entry: &Entry) -> &Message {
    match &entry.change {
        Change::MessageSent { message } => message,
        _ => panic!("not a message: {entry:?}"),
    }
}
