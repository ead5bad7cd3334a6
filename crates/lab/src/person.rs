//! A simulated person: the very client of the browser, with a real socket, real HTTP and an outbox that survives.

mod device;
mod disk;
mod expect;
mod shared;

use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, bail};
use hubbub_client::{Change, Client, Config, Deed, Input, Links};
use hubbub_protocol::{Account, LogQuery, Nonce, RoomId, Seq};
use tokio::task::JoinSet;

use crate::{
    clock,
    history::{Fingerprint, Recorder, Told},
    random::Random,
    server::{Server, Session, SocketOptions},
};

pub(crate) use expect::ends_with;

use disk::Disk;
use shared::Shared;

/// Somebody who chats: one account on one device.
///
/// Dropping a person is pulling the plug: nothing is closed cleanly.
#[derive(Debug)]
pub struct Person {
    session: Session,
    settings: Settings,
    disk: Disk,
    rooms: Mutex<Vec<RoomId>>,
    random: Mutex<Random>,
    shared: Arc<Shared>,
    _device: JoinSet<()>,
}

/// What differs from person to person.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Decides nonces and jitter.
    pub seed: u64,
    /// How sockets are opened.
    pub socket: SocketOptions,
    /// Where everything they do and are told is written, if it is to be checked.
    pub recorder: Option<Recorder>,
}

impl Person {
    /// Makes an account and connects.
    pub async fn sign_up(server: &Server, name: &str) -> Result<Self> {
        let settings = Settings { seed: crate::random::seed(), ..Settings::default() };
        Self::with_session(server.sign_in(name).await?, settings).await
    }

    /// Connects a device with its own outbox to an account that exists.
    pub async fn with_session(session: Session, settings: Settings) -> Result<Self> {
        let person = Self::start(session, settings, Disk::default(), true);
        person.expect_live().await?;
        Ok(person)
    }

    /// Another device of the same account, with an outbox of its own.
    pub async fn second_device(&self) -> Result<Self> {
        let settings = Settings { seed: crate::random::seed(), recorder: None, ..self.settings.clone() };
        Self::with_session(self.session.clone(), settings).await
    }

    fn start(session: Session, settings: Settings, disk: Disk, has_network: bool) -> Self {
        let mut random = Random::new(settings.seed);
        let client = Client::new(Config { name: "hubbub-lab".to_owned(), seed: random.draw() });
        let shared = Arc::new(Shared::new(client, has_network));
        shared.handle(Input::OutboxLoaded(disk.unsent()));
        shared.handle(Input::ReadLoaded(disk.marks()));
        shared.handle(Input::Start);
        let mut device = JoinSet::new();
        device.spawn(device::run(shared.clone(), session.clone(), settings.clone(), disk.clone()));
        let random = Mutex::new(random);
        Self { session, settings, disk, rooms: Mutex::default(), random, shared, _device: device }
    }

    /// Who they are.
    pub fn account(&self) -> &Account {
        &self.session.account
    }

    /// The session that all their devices share.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Reads from the client.
    pub fn with_client<T>(&self, read: impl FnOnce(&Client) -> T) -> T {
        self.shared.with_client(read)
    }

    /// Looks at a room from now on, as a page does: joins it if need be and fetches its newest page.
    pub async fn open(&self, room: RoomId) -> Result<()> {
        if self.with_client(|client| client.room(room).is_none()) {
            self.join(room).await?;
        }
        let page = self.session.log_page(room, LogQuery::default()).await?;
        self.shared.handle(Input::ShowRoom { page });
        let mut rooms = self.rooms.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !rooms.contains(&room) {
            rooms.push(room);
        }
        Ok(())
    }

    /// Becomes a member of a room.
    pub async fn join(&self, room: RoomId) -> Result<()> {
        self.shared.forget_changes();
        self.shared.handle(Input::JoinRoom(room));
        self.opened(|opened| opened.is_none()).await.map(|_| ())
    }

    /// Makes a room and looks at it.
    pub async fn create_room(&self, name: &str) -> Result<RoomId> {
        self.shared.forget_changes();
        self.shared.handle(Input::CreateRoom { request: 1, name: name.to_owned() });
        let room = self.opened(|opened| opened == Some(1)).await.with_context(|| format!("no room {name}"))?;
        self.open(room).await?;
        Ok(room)
    }

    /// Opens the direct room of some people and looks at it.
    pub async fn open_direct(&self, others: &[&Self]) -> Result<RoomId> {
        self.shared.forget_changes();
        let people = others.iter().map(|other| other.account().id).collect();
        self.shared.handle(Input::OpenDirect { request: 1, people });
        let room = self.opened(|opened| opened == Some(1)).await.context("no direct room")?;
        self.open(room).await?;
        Ok(room)
    }

    /// Says something; the outbox takes it from here.
    pub fn say(&self, room: RoomId, body: &str) -> Nonce {
        let nonce = self.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner).nonce();
        self.say_as(nonce, room, body);
        nonce
    }

    /// Says something under a nonce that was made elsewhere.
    pub fn say_as(&self, nonce: Nonce, room: RoomId, body: &str) {
        if let Some(recorder) = &self.settings.recorder {
            recorder.add(Told::Wrote { room, nonce, body: Fingerprint::of(body) });
        }
        let written_at = clock::wall();
        self.shared.handle(Input::Compose { room, nonce, body: body.to_owned(), links: Links::default(), written_at });
    }

    /// Says something that refers to other messages.
    pub fn say_with(&self, room: RoomId, body: &str, links: Links) -> Nonce {
        let nonce = self.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner).nonce();
        let (body, written_at) = (body.to_owned(), clock::wall());
        self.shared.handle(Input::Compose { room, nonce, body, links, written_at });
        nonce
    }

    /// Does something to a message; the outbox takes it from here.
    pub fn act(&self, room: RoomId, deed: Deed) -> Nonce {
        let nonce = self.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner).nonce();
        self.shared.handle(Input::Act { room, nonce, deed, written_at: clock::wall() });
        nonce
    }

    /// Cancels a message that has no answer yet.
    pub fn cancel(&self, nonce: Nonce) {
        self.shared.handle(Input::Cancel(nonce));
    }

    /// Has seen everything up to here.
    pub fn reads(&self, room: RoomId, up_to: Seq) {
        self.shared.handle(Input::Read { room, up_to });
    }

    /// Wants to read again what begins here.
    pub fn marks_unread(&self, room: RoomId, from: Seq) {
        self.shared.handle(Input::MarkUnread { room, from });
    }

    /// Looks at another tab; what could be undone goes out.
    pub fn look_away(&self) {
        self.shared.handle(Input::BecameHidden);
    }

    /// Presses a key in the composer of a room, or empties it.
    pub fn types(&self, room: RoomId, active: bool) {
        self.shared.handle(Input::Typing { room, active });
    }

    /// The network is gone: the socket breaks and nothing gets through.
    pub fn go_offline(&self) {
        self.shared.set_network(false);
        self.shared.handle(Input::WentOffline);
    }

    /// The network is back.
    pub fn go_online(&self) {
        self.shared.set_network(true);
        self.shared.handle(Input::WentOnline);
    }

    /// Looks at the page again, which makes a client that waits for its next try connect at once.
    pub fn look_at_page(&self) {
        self.shared.handle(Input::BecameVisible);
    }

    /// When the oldest message in the outbox was written.
    pub fn oldest_unsent(&self) -> Option<hubbub_protocol::Timestamp> {
        self.disk.unsent().iter().map(|unsent| unsent.written_at).min()
    }

    /// Reads nothing from the socket any more, without closing it.
    pub fn stop_reading(&self) {
        self.shared.set_reading(false);
    }

    /// Reads again.
    pub fn read_on(&self) {
        self.shared.set_reading(true);
    }

    /// The page is reloaded, or the browser crashed: all that is left is what was on disk.
    pub async fn reload(self) -> Result<Self> {
        let rooms = self.rooms.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let mut settings = self.settings.clone();
        settings.seed = Random::new(settings.seed).draw();
        let (session, disk, online) = (self.session.clone(), self.disk.clone(), self.shared.has_network());
        drop(self);
        let person = Self::start(session, settings, disk, online);
        if !online {
            // Without a network there is no page to look at; the outbox alone is back.
            return Ok(person);
        }
        person.expect_live().await?;
        for room in rooms {
            person.open(room).await?;
        }
        Ok(person)
    }

    /// Closes the page: the connection ends cleanly.
    pub async fn leave(self) -> Result<()> {
        self.shared.handle(Input::Stop);
        self.shared.until(|state| !state.has_socket).await.context("the connection was not closed")
    }

    /// The bodies a room shows at this moment, oldest first, unsent ones last.
    pub fn shows(&self, room: RoomId) -> Vec<String> {
        self.with_client(|client| expect::bodies(client, room))
    }

    /// Adds to the history what every open room shows now.
    pub fn record_view(&self) {
        let Some(recorder) = &self.settings.recorder else { return };
        let rooms = self.rooms.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        for room in rooms {
            let entries = self.with_client(|client| expect::newest_entries(client, room));
            recorder.add(Told::Showed { room, entries });
        }
    }

    /// The close codes the server has sent so far.
    pub fn close_codes(&self) -> Vec<u16> {
        self.shared.with(|state| state.close_codes.clone())
    }

    /// The port the connection comes from, while there is one.
    pub fn port(&self) -> Option<u16> {
        self.shared.with(|state| state.port)
    }

    /// What was told once, the newest first: notices, new rooms, the end of the session.
    pub fn changes(&self) -> Vec<Change> {
        self.shared.with(|state| state.changes.clone())
    }

    async fn opened(&self, is_ours: impl Fn(Option<u32>) -> bool) -> Result<RoomId> {
        let mut answer = None;
        let arrived = self.shared.until(|state| {
            answer = state.changes.iter().find_map(|change| match change {
                Change::RoomOpened { request, room } if is_ours(*request) => Some(Ok(*room)),
                Change::RoomRefused { request, refusal } if is_ours(*request) => Some(Err(refusal.clone())),
                _ => None,
            });
            answer.is_some()
        });
        arrived.await.context("the room was neither opened nor refused")?;
        match answer {
            Some(Ok(room)) => Ok(room),
            Some(Err(refusal)) => bail!("{:?}: {}", refusal.code, refusal.message),
            None => bail!("the room was neither opened nor refused"),
        }
    }
}
