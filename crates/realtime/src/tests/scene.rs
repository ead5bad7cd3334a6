//! People with connections, and a clock that only they move.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures::FutureExt as _;
use hubbub_chat::{
    Caller, Chat, accounts,
    memory::{MemoryStore, chat_with, sign_in},
    ports::{ReadUnit, Store, StoreError, WriteUnit},
    rooms,
};
use hubbub_protocol::{
    Change, CloseCode, Command, CommandFrame, Event, FEATURE_LEVEL, Hello, JoinRoom, Nonce, PROTOCOL_VERSION, Position,
    PresenceChanged, Refusal, Reply, ReplyFrame, RoomId, SendMessage, ServerFrame, SetTyping, Timestamp, Welcome,
};

use super::line::Line;
use crate::{
    Connection, Effect, Feed, LocalBus, Outbound, Realtime, Settings, Written, connection::Work, hub::Queue, wire,
};

/// A server with the room General.
pub(super) struct Scene {
    pub(super) realtime: Realtime,
    pub(super) chat: Chat,
    pub(super) general: RoomId,
    pub(super) now: Instant,
    feed: Mutex<Feed>,
}

/// Somebody with one connection.
pub(super) struct Person {
    pub(super) caller: Caller,
    pub(super) closed: Option<CloseCode>,
    /// What came and was not looked at yet.
    pub(super) seen: Vec<ServerFrame>,
    pub(super) pings: usize,
    pub(super) is_live: bool,
    connection: Option<Connection>,
    outbound: Outbound,
    line: Line,
    work: Vec<Work>,
    commands: u32,
}

/// The number of the last nonce, so that all differ.
pub(super) fn nonce(number: u64) -> Nonce {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    Nonce::new(Timestamp::default(), random)
}

/// The first words of every connection that has nothing to catch up on.
pub(super) fn hello() -> Hello {
    Hello {
        protocol: PROTOCOL_VERSION,
        feature_level: FEATURE_LEVEL,
        client: "test/1".to_owned(),
        epoch: None,
        resume: Vec::new(),
        account_version: None,
    }
}

impl Scene {
    pub(super) fn new() -> Self {
        Self::with_store(Arc::new(MemoryStore::default()))
    }

    /// A server whose store takes changes but cannot be read.
    pub(super) fn unreadable() -> Self {
        Self::with_store(Arc::new(Unreadable::default()))
    }

    /// A server whose store says that it is writing, whenever it is asked.
    pub(super) fn always_writing() -> Self {
        Self::with_store(Arc::new(Writing::default()))
    }

    fn with_store(store: Arc<dyn Store>) -> Self {
        let (bus, feed) = LocalBus::new();
        let chat = Chat { store, ..chat_with(Arc::new(bus)) };
        now(rooms::ensure_general(&chat)).expect("General can be made");
        let realtime = Realtime::new(chat.clone(), Settings::new("build"));
        let mut scene =
            Self { realtime, chat, general: RoomId::from_bytes([0; 16]), now: super::start(), feed: Mutex::new(feed) };
        let nobody = Caller::stand_in(scene.account("Nobody"));
        if let Ok(joined) = now(rooms::joined(&scene.chat, &nobody)) {
            scene.general = joined[0].0.id;
        }
        scene
    }

    fn account(&self, name: &str) -> hubbub_protocol::Account {
        now(accounts::sign_up(&self.chat, name)).expect("the name is free")
    }

    /// Somebody new, with an open socket but without a word said.
    pub(super) fn stranger(&mut self, name: &str) -> Person {
        let caller = now(sign_in(&self.chat, name)).expect("the name is free");
        self.deliver();
        self.socket(&caller)
    }

    /// One more socket of somebody.
    pub(super) fn socket(&self, caller: &Caller) -> Person {
        let permit = self.realtime.admit(caller.id()).expect("there is a place");
        let line = Line::default();
        let wire = Arc::new(line.clone());
        let (connection, outbound) = self.realtime.accept(permit, caller.clone(), wire, self.now);
        Person {
            caller: caller.clone(),
            closed: None,
            seen: Vec::new(),
            pings: 0,
            is_live: false,
            connection: Some(connection),
            outbound,
            line,
            work: Vec::new(),
            commands: 0,
        }
    }

    /// Somebody new who is live.
    pub(super) fn person(&mut self, name: &str) -> Person {
        let mut person = self.stranger(name);
        person.command(self, hello());
        person.welcome();
        self.deliver();
        person
    }

    /// One more live socket of somebody.
    pub(super) fn again(&mut self, caller: &Caller) -> Person {
        let mut person = self.socket(caller);
        person.command(self, hello());
        person.welcome();
        person
    }

    /// Hands out what was committed.
    pub(super) fn deliver(&self) {
        let mut feed = self.feed.lock().expect("nobody panicked with it");
        while let Some(published) = feed.try_recv() {
            self.realtime.deliver(published);
        }
        Queue::write_out_all(&self.realtime.hub().take_listed());
    }

    /// Lets time pass, with all ticks that lie in it.
    pub(super) fn wait(&mut self, time: Duration) {
        let until = self.now + time;
        while self.now < until {
            self.now = until.min(self.now + Duration::from_millis(250));
            self.realtime.tick(self.now);
        }
    }
}

impl Person {
    /// Sends a command and waits for all answers.
    pub(super) fn command(&mut self, scene: &Scene, command: impl Into<Command>) {
        self.command_only(scene, command);
        self.settle();
        if !self.work.is_empty() {
            // It waits until the publisher has come to a membership.
            scene.deliver();
            self.settle();
        }
        assert!(self.work.is_empty(), "a command has no answer");
    }

    /// Sends a command and leaves it under way.
    pub(super) fn command_only(&mut self, scene: &Scene, command: impl Into<Command>) {
        self.commands += 1;
        let frame = CommandFrame { id: self.commands, command: command.into() };
        self.frame(scene, &frame.encode());
    }

    /// Sends any text.
    pub(super) fn frame(&mut self, scene: &Scene, text: &str) {
        let Some(connection) = self.connection.take() else { return };
        let (connection, effects) = connection.on_frame(text, scene.now);
        self.connection = Some(connection);
        self.apply(effects);
    }

    pub(super) fn say(&mut self, scene: &mut Scene, room: RoomId, number: u64) {
        self.command(scene, SendMessage::new(room, nonce(number), format!("hi {number}")));
        scene.deliver();
    }

    pub(super) fn join(&mut self, scene: &mut Scene, room: RoomId) {
        self.command(scene, JoinRoom { room });
        scene.deliver();
    }

    pub(super) fn types(&mut self, scene: &Scene, room: RoomId, typing: bool) {
        self.command(scene, SetTyping { room, typing });
    }

    /// Runs all work to its end, but for what waits for the publisher.
    pub(super) fn settle(&mut self) {
        let mut waiting = Vec::new();
        while !self.work.is_empty() {
            let mut work = self.work.remove(0);
            let Some(outcome) = (&mut work).now_or_never() else {
                waiting.push(work);
                continue;
            };
            let effects = self.connection().on_outcome(outcome);
            self.apply(effects);
        }
        self.work = waiting;
    }

    /// Answers pings, or sends some.
    pub(super) fn pong(&mut self, scene: &Scene) {
        let effects = self.connection().on_control(scene.now);
        self.apply(effects);
    }

    /// Lets the connection look at the clock, if it asked for that.
    pub(super) fn tick(&mut self, scene: &Scene) {
        if self.connection().deadline() <= scene.now {
            let effects = self.connection().on_tick(scene.now);
            self.apply(effects);
        }
    }

    /// Reads everything the queue has.
    pub(super) fn read(&mut self) {
        if let Some(Err(code)) = self.outbound.called().now_or_never() {
            self.closed = Some(code);
        }
        self.line.takes(usize::MAX);
        assert_eq!(self.outbound.write(), Written::Everything);
        self.line.takes(0);
        for frame in self.line.frames() {
            self.see(&frame);
        }
    }

    /// Whether its session ended, as the socket sees it.
    pub(super) fn is_cut_off(&self) -> bool {
        self.outbound.is_cut_off()
    }

    /// Resolves when its session has ended.
    pub(super) async fn cut_off(&self) {
        self.outbound.cut_off().await;
    }

    /// Tells the client something of the connection's own.
    pub(super) fn says(&self, text: &str) {
        self.outbound.say(wire::text(&ServerFrame::Reply(ReplyFrame { to: 1, result: refused(text) })));
    }

    pub(super) fn connection(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("the connection is open")
    }

    /// Waits until something was written for the person that the line did not take.
    pub(super) async fn is_called(&self) {
        self.outbound.called().await.expect("the connection is not closed");
    }

    /// Ends the connection with a goodbye.
    pub(super) fn leave(mut self) {
        self.connection().on_goodbye();
    }

    fn apply(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(frame) => self.see(wire::split(&frame).0),
                Effect::GoLive(floors) => {
                    self.is_live = true;
                    self.outbound.go_live(floors);
                }
                Effect::Ping => self.pings += 1,
                Effect::Run(work) => self.work.push(work),
                Effect::Close(code) => self.closed = Some(code),
            }
        }
    }

    fn see(&mut self, text: &[u8]) {
        let text = std::str::from_utf8(text).expect("a frame is text");
        self.seen.push(ServerFrame::decode(text).expect("a frame decodes"));
    }

    /// The only reply that came.
    pub(super) fn reply(&mut self) -> Reply {
        let replies = self.seen.extract_if(.., |frame| matches!(frame, ServerFrame::Reply(_)));
        let mut replies: Vec<_> = replies.collect();
        assert_eq!(replies.len(), 1, "{replies:?}");
        match replies.remove(0) {
            ServerFrame::Reply(reply) => reply.result,
            ServerFrame::Event(event) => panic!("{event:?} is no reply"),
        }
    }

    pub(super) fn refusal(&mut self) -> Refusal {
        match self.reply() {
            Reply::Refused { error } => error,
            other => panic!("it was not refused: {other:?}"),
        }
    }

    pub(super) fn welcome(&mut self) -> Welcome {
        match self.reply() {
            Reply::Welcome(welcome) => welcome,
            other => panic!("there is no welcome: {other:?}"),
        }
    }

    /// All events that came and were queued.
    pub(super) fn events(&mut self) -> Vec<Event> {
        self.read();
        let events = self.seen.extract_if(.., |frame| matches!(frame, ServerFrame::Event(_)));
        let event = |frame| if let ServerFrame::Event(event) = frame { Some(event) } else { None };
        events.filter_map(event).collect()
    }

    /// The bodies of the messages that came live.
    pub(super) fn messages(&mut self) -> Vec<String> {
        let body = |event| match event {
            Event::LogAppended(entry) => match entry.change {
                Change::MessageSent { message } => Some(message.body),
                _ => None,
            },
            _ => None,
        };
        self.events().into_iter().filter_map(body).collect()
    }

    /// Who came, who went and how many are here, of all changes of presence that came.
    pub(super) fn presences(&mut self) -> Vec<PresenceChanged> {
        let change = |event| if let Event::PresenceChanged(change) = event { Some(change) } else { None };
        self.events().into_iter().filter_map(change).collect()
    }
}

/// A position in a room.
pub(super) fn position(room: RoomId, after: u64) -> Position {
    Position { room, after: hubbub_protocol::Seq::new(after) }
}

/// What a future gives that has nothing to wait for, as on memory.
pub(super) fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("nothing on memory waits")
}

fn refused(text: &str) -> Reply {
    Reply::Refused { error: Refusal::new(hubbub_protocol::ErrorCode::Internal, text) }
}

#[derive(Debug, Default)]
struct Unreadable(MemoryStore);

impl Store for Unreadable {
    fn write(&self, unit: Box<dyn WriteUnit>) {
        self.0.write(unit);
    }

    fn read(&self, unit: Box<dyn ReadUnit>) {
        unit.run(Err(StoreError::Busy));
    }

    fn is_writing(&self) -> bool {
        self.0.is_writing()
    }
}

#[derive(Debug, Default)]
struct Writing(MemoryStore);

impl Store for Writing {
    fn write(&self, unit: Box<dyn WriteUnit>) {
        self.0.write(unit);
    }

    fn read(&self, unit: Box<dyn ReadUnit>) {
        self.0.read(unit);
    }

    fn is_writing(&self) -> bool {
        true
    }
}
