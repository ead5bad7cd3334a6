//! The platform around Ada's client, played by hand: socket, disk, HTTP and clock.

use std::collections::VecDeque;

use hubbub_protocol::{Command, CommandFrame, Event, LogQuery, Nonce, RoomId, SendMessage, Seq, SetTyping, Target};

use super::server::{Server, account, ada, at, is_message, message, target};
use crate::{
    Change, Client, Config, Connection, Deed, Effect, Input, Item, Key, Links, Mark, Moment, SendState, Unsent,
};

#[expect(clippy::struct_excessive_bools, reason = "each says that one thing does not work, whatever the others do")]
pub(super) struct World {
    pub(super) client: Client,
    pub(super) server: Server,
    pub(super) now: Moment,
    pub(super) disk: Vec<Unsent>,
    pub(super) reads: Vec<Mark>,
    pub(super) changes: Vec<Change>,
    /// Everything the client ever wrote to a socket.
    pub(super) sent: Vec<CommandFrame>,
    pub(super) closes: Vec<u16>,
    pub(super) opens: usize,
    pub(super) fetched: Vec<LogQuery>,
    /// What does not work at the moment.
    pub(super) disk_is_slow: bool,
    pub(super) http_is_down: bool,
    pub(super) line_is_down: bool,
    opening: bool,
    up: VecDeque<String>,
    saving: VecDeque<Unsent>,
    fetching: VecDeque<(u32, RoomId, LogQuery)>,
    nonces: i64,
    seed: u64,
}

impl World {
    /// Ada's client, not started, and a server with one room she is in.
    pub(super) fn new() -> (Self, RoomId) {
        Self::with_seed(7)
    }

    pub(super) fn with_seed(seed: u64) -> (Self, RoomId) {
        let mut server = Server::new();
        let garden = server.make_room("Garden", true);
        let world = Self {
            client: new_client(seed),
            seed,
            server,
            now: Moment::from_millis(1_000),
            disk: Vec::new(),
            reads: Vec::new(),
            changes: Vec::new(),
            sent: Vec::new(),
            closes: Vec::new(),
            opens: 0,
            fetched: Vec::new(),
            disk_is_slow: false,
            http_is_down: false,
            line_is_down: false,
            opening: false,
            up: VecDeque::new(),
            saving: VecDeque::new(),
            fetching: VecDeque::new(),
            nonces: 0,
        };
        (world, garden)
    }

    /// The same, connected and with the room on the screen.
    pub(super) fn live() -> (Self, RoomId) {
        let (mut world, garden) = Self::new();
        world.begin();
        world.show(garden);
        world.run();
        assert_eq!(world.client.connection(), Connection::Live);
        (world, garden)
    }

    /// What a page does when it starts.
    pub(super) fn begin(&mut self) {
        self.input(Input::ReadLoaded(self.reads.clone()));
        self.input(Input::OutboxLoaded(self.disk.clone()));
        self.input(Input::Start);
        self.run();
    }

    /// The page is loaded anew: only the disk survives.
    pub(super) fn reload(&mut self) {
        self.server.hang_up();
        self.client = new_client(self.seed);
        self.opening = false;
        self.up.clear();
        self.saving.clear();
        self.fetching.clear();
        self.begin();
    }

    pub(super) fn show(&mut self, room: RoomId) {
        let page = self.server.page(room, LogQuery::default());
        self.input(Input::ShowRoom { page });
    }

    pub(super) fn input(&mut self, input: Input) {
        self.client.handle(self.now, input);
        self.carry_out();
    }

    fn carry_out(&mut self) {
        while let Some(effect) = self.client.poll_effect() {
            match effect {
                Effect::OpenSocket => {
                    self.opens += 1;
                    self.opening = true;
                }
                Effect::CloseSocket { code } => {
                    self.closes.push(code);
                    self.opening = false;
                    self.up.clear();
                    self.server.hang_up();
                }
                Effect::SendFrame(text) => {
                    self.sent.push(CommandFrame::decode(&text).unwrap());
                    self.up.push_back(text);
                }
                Effect::Save(unsent) => self.saving.push_back(unsent),
                Effect::Forget(nonce) => {
                    self.saving.retain(|unsent| unsent.nonce != nonce);
                    self.disk.retain(|unsent| unsent.nonce != nonce);
                }
                Effect::Fetch { request, room, query } => {
                    self.fetched.push(query);
                    self.fetching.push_back((request, room, query));
                }
                Effect::SaveRead(mark) => {
                    self.reads.retain(|other| other.room != mark.room);
                    self.reads.push(mark);
                }
            }
        }
        self.changes.extend(std::iter::from_fn(|| self.client.poll_change()));
    }

    /// The socket that was asked for opens, or does not.
    pub(super) fn open(&mut self) -> bool {
        let opening = std::mem::take(&mut self.opening);
        if opening {
            self.input(if self.line_is_down { Input::SocketClosed { code: 1006 } } else { Input::SocketOpened });
        }
        opening
    }

    /// The disk finishes one write.
    pub(super) fn save(&mut self) -> bool {
        let Some(unsent) = self.saving.pop_front() else { return false };
        let nonce = unsent.nonce;
        self.disk.retain(|other| other.nonce != nonce);
        self.disk.push(unsent);
        self.input(Input::OutboxSaved(nonce));
        true
    }

    /// The server reads one frame.
    pub(super) fn serve(&mut self) -> bool {
        self.up.pop_front().is_some_and(|text| {
            self.server.read(&text);
            true
        })
    }

    /// The client reads one frame, as often as it says.
    pub(super) fn deliver(&mut self, times: usize) -> bool {
        let Some(text) = self.server.down.pop_front() else { return false };
        (0..times).for_each(|_| self.input(Input::FrameReceived(text.clone())));
        true
    }

    /// The next request over HTTP is answered, or is not.
    pub(super) fn fetch(&mut self) -> bool {
        let Some((request, room, query)) = self.fetching.pop_front() else { return false };
        let page = self.server.page(room, query);
        self.input(if self.http_is_down {
            Input::FetchFailed { request }
        } else {
            Input::PageFetched { request, page }
        });
        true
    }

    /// Lets everything happen that can happen without time passing.
    pub(super) fn run(&mut self) {
        while (!self.disk_is_slow && self.save())
            || self.open()
            || self.serve()
            || self.deliver(1)
            || (!self.http_is_down && self.fetch())
        {}
    }

    /// Lets time pass, and whatever becomes due happen.
    pub(super) fn pass(&mut self, millis: u64) {
        let end = self.now.plus(millis);
        while let Some(deadline) = self.client.next_deadline().filter(|deadline| *deadline <= end) {
            assert!(deadline > self.now, "a deadline must not stay due");
            self.now = deadline;
            self.input(Input::Tick);
            self.run();
        }
        self.now = end;
        self.input(Input::Tick);
        self.run();
    }

    /// The network goes away; what was on the way is lost.
    pub(super) fn cut(&mut self) {
        self.line_is_down = true;
        self.close(1006);
    }

    pub(super) fn close(&mut self, code: u16) {
        self.up.clear();
        self.server.hang_up();
        self.input(Input::SocketClosed { code });
    }

    /// The network is back, and time enough passes to notice.
    pub(super) fn heal(&mut self) {
        self.line_is_down = false;
        self.http_is_down = false;
        self.disk_is_slow = false;
        self.run();
        (0..90).for_each(|_| {
            self.server.heartbeat();
            self.pass(1_000);
        });
    }

    pub(super) fn compose(&mut self, room: RoomId, body: &str) -> Nonce {
        let nonce = self.nonce();
        let (body, links) = (body.to_owned(), Links::default());
        self.input(Input::Compose { room, nonce, body, links, written_at: at(0) });
        nonce
    }

    /// Ada does something to a message.
    pub(super) fn act(&mut self, room: RoomId, deed: Deed) -> Nonce {
        let nonce = self.nonce();
        self.input(Input::Act { room, nonce, deed, written_at: at(0) });
        nonce
    }

    /// Somebody else does something that the server tells.
    pub(super) fn tell(&mut self, entry: Result<Option<hubbub_protocol::Entry>, hubbub_protocol::ErrorCode>) {
        if let Ok(Some(entry)) = entry {
            self.server.publish(Event::LogAppended(entry));
        }
    }

    /// The message with this text, as the server has it.
    pub(super) fn target(&self, room: RoomId, body: &str) -> Target {
        let said = |entry: &&hubbub_protocol::Entry| is_message(entry) && message(entry).body == body;
        target(self.server.log(room).iter().find(said).unwrap())
    }

    /// Somebody else says something.
    pub(super) fn say(&mut self, name: &str, room: RoomId, body: &str) {
        let nonce = self.nonce();
        let entry = self.server.say(&account(name), room, nonce, body);
        self.server.publish(Event::LogAppended(entry));
    }

    pub(super) fn chatter(&mut self, room: RoomId, count: usize) {
        (0..count).for_each(|_| self.say("Grace", room, "…"));
    }

    pub(super) fn nonce(&mut self) -> Nonce {
        self.nonces += 1;
        Nonce::new(at(self.nonces), [5; 10])
    }

    /// What stands on the screen.
    pub(super) fn screen(&self, room: RoomId) -> Vec<String> {
        let line = |item: &Item<'_>| match item {
            Item::Entry { entry, .. } if !is_message(entry) => format!("({})", entry.seq),
            Item::Entry { entry, .. } if message(entry).deleted.is_some() => "(deleted)".to_owned(),
            Item::Entry { entry, .. } => message(entry).body.clone(),
            Item::Gap(gap) => format!("({} to {} missing)", gap.after.next(), gap.before.previous()),
            Item::Unsent { unsent, state: SendState::Pending } => format!("{} (pending)", unsent.body),
            Item::Unsent { unsent, state: SendState::Queued } => format!("{} (queued)", unsent.body),
            Item::Unsent { unsent, state: SendState::Refused(_) } => format!("{} (refused)", unsent.body),
        };
        self.client.timeline(room).unwrap().items().iter().map(line).collect()
    }

    pub(super) fn keys(&self, room: RoomId) -> Vec<Key> {
        self.client.timeline(room).unwrap().items().iter().map(Item::key).collect()
    }

    /// The positions on the screen; gaps and unsent messages have none.
    pub(super) fn positions(&self, room: RoomId) -> Vec<u64> {
        let seq = |item: Item<'_>| match item {
            Item::Entry { entry, .. } => Some(entry.seq.get()),
            Item::Gap(_) | Item::Unsent { .. } => None,
        };
        self.client.timeline(room).unwrap().items().into_iter().filter_map(seq).collect()
    }

    /// What was sent over sockets, resent messages included.
    pub(super) fn sends(&self) -> Vec<&SendMessage> {
        let send = |frame| match frame {
            &CommandFrame { command: Command::SendMessage(ref send), .. } => Some(send),
            _ => None,
        };
        self.sent.iter().filter_map(send).collect()
    }

    pub(super) fn typing_signals(&self) -> Vec<&SetTyping> {
        let signal = |frame| match frame {
            &CommandFrame { command: Command::SetTyping(ref signal), .. } => Some(signal),
            _ => None,
        };
        self.sent.iter().filter_map(signal).collect()
    }

    /// What stands in the log.
    pub(super) fn log(&self, room: RoomId) -> Vec<String> {
        self.server
            .log(room)
            .iter()
            .filter(|entry| is_message(entry))
            .map(|entry| message(entry).body.clone())
            .collect()
    }

    /// The bodies Ada wrote, as they stand in the log.
    pub(super) fn by_ada(&self, room: RoomId) -> Vec<String> {
        let mine = self.server.log(room).iter().filter(|entry| is_message(entry)).map(message);
        let mine = mine.filter(|message| message.author == ada());
        mine.map(|message| message.body.clone()).collect()
    }

    pub(super) fn read(&mut self, room: RoomId, seq: u64) {
        self.input(Input::Read { room, up_to: Seq::new(seq) });
    }

    pub(super) fn unread(&self, room: RoomId) -> u64 {
        self.client.room(room).unwrap().unread()
    }
}

pub(super) fn new_client(seed: u64) -> Client {
    Client::new(Config { name: "hubbub-tests/1".to_owned(), seed })
}
