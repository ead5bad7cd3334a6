//! The client: one per browser tab or simulated person.
//!
//! Every input changes the state; then [`Client::advance`] does all that the state makes due. What is due is read
//! off the state each time, so nothing has to be cancelled or remembered when circumstances change.

mod deeds;
mod history;
mod link;
mod news;
mod openings;
mod reading;
mod sending;

use hubbub_protocol::{
    Account, Epoch, Nonce, RoomId, Seq,
    frame::{self, Named},
};

use crate::{
    Change, Connection, Deed, Effect, Input, Moment, RoomState, Timeline, Unsent,
    mark::Marks,
    moment::earlier,
    opening::{Openings, Wish},
    out::Out,
    outbox::{Disk, Letter, Outbox},
    rooms::Rooms,
    session::{ABANDONED, Session, backoff::Jitter},
    timeline::held::Held,
    typing::Typing,
};

/// What differs from client to client.
#[derive(Debug, Clone)]
pub struct Config {
    /// Name and version, for the operator's log: `hubbub-web/<build>`.
    pub name: String,
    /// Any number that others do not have; only jitter depends on it.
    pub seed: u64,
}

/// Everything a client knows.
#[derive(Debug)]
pub struct Client {
    name: String,
    last_command: u32,
    last_request: u32,
    jitter: Jitter,
    session: Session,
    account: Option<Account>,
    build: Option<String>,
    /// What all positions belong to, of rooms held and of the server.
    epoch: Option<Epoch>,
    outbox: Outbox,
    rooms: Rooms,
    marks: Marks,
    held: Vec<Held>,
    openings: Openings,
    typing: Typing,
    /// What the send states last shown assumed.
    shown_live: bool,
    out: Out,
}

impl Client {
    /// A client that knows nothing and does nothing until [`Input::Start`].
    pub fn new(config: Config) -> Self {
        Self {
            name: config.name,
            last_command: 0,
            last_request: 0,
            jitter: Jitter::new(config.seed),
            session: Session::default(),
            account: None,
            build: None,
            epoch: None,
            outbox: Outbox::default(),
            rooms: Rooms::default(),
            marks: Marks::default(),
            held: Vec::new(),
            openings: Openings::default(),
            typing: Typing::default(),
            shown_live: false,
            out: Out::default(),
        }
    }

    /// The only way in.
    pub fn handle(&mut self, now: Moment, input: Input) {
        match input {
            Input::Start => self.session.start(now, &mut self.out),
            Input::Stop => {
                self.seal(now, true);
                self.session.stop(&mut self.out);
            }
            Input::SocketOpened => self.greet(now),
            Input::SocketClosed { code } => self.session.closed(now, code, &mut self.jitter, &mut self.out),
            Input::FrameReceived(text) => self.frame(now, &text),
            Input::Tick => {}
            Input::WentOffline => self.session.abandon(now, ABANDONED, &mut self.jitter, &mut self.out),
            Input::WentOnline | Input::BecameVisible => self.nudge(now),
            Input::BecameHidden => self.seal(now, true),
            Input::OutboxLoaded(unsent) => self.load_outbox(unsent),
            Input::OutboxSaved(nonce) => self.outbox.stored(nonce, Disk::Kept),
            Input::OutboxUnsaved(nonce) => self.outbox.stored(nonce, Disk::Failed),
            Input::Compose { room, nonce, body, links, written_at } => {
                self.compose(Unsent { room, nonce, body, written_at, order: 0, deed: Deed::Send(links) });
            }
            Input::Act { room, nonce, deed, written_at } => {
                self.act(now, Unsent { room, nonce, body: String::new(), written_at, order: 0, deed });
            }
            Input::Undo(nonce) => self.undo(nonce),
            Input::Cancel(nonce) => self.cancel(nonce),
            Input::Retry(nonce) => self.retry(nonce),
            Input::Discard(nonce) => self.discard(nonce),
            Input::ShowRoom { page } => self.show_room(now, page),
            Input::ReleaseRoom(room) => self.held.retain(|held| held.room() != room),
            Input::LoadOlder(room) => self.load_older(room),
            Input::FillGap { room, gap, forwards } => self.fill_gap(room, gap, forwards),
            Input::PageFetched { request, page } => self.page_fetched(now, request, page),
            Input::FetchFailed { request } => self.fetch_failed(now, request),
            Input::JoinRoom(room) => self.openings.add(Wish::Join(room)),
            Input::CreateRoom { request, name } => self.openings.add(Wish::Create { request, name }),
            Input::OpenDirect { request, people } => self.openings.add(Wish::Direct { request, people }),
            Input::Typing { room, active } => self.note_own_typing(now, room, active),
            Input::Read { room, up_to } => self.read(room, up_to),
            Input::MarkUnread { room, from } => self.mark_unread(room, from),
            Input::ReadLoaded(on_disk) => self.load_marks(on_disk),
            Input::ShowAccount { version, items } => self.show_account(version, items),
        }
        self.advance(now);
    }

    /// What the platform must do next.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        self.out.poll_effect()
    }

    /// What the page must look at next.
    pub fn poll_change(&mut self) -> Option<Change> {
        self.out.poll_change()
    }

    /// When to deliver [`Input::Tick`] at the latest.
    pub fn next_deadline(&self) -> Option<Moment> {
        let live_hello = self.session.live_hello();
        let timelines = self.held.iter().fold(None, |first, held| earlier(first, held.deadline(live_hello)));
        let rooms = earlier(self.rooms.deadline(), earlier(self.typing.deadline(), self.marks.not_before));
        earlier(earlier(self.session.deadline(), self.outbox.deadline()), earlier(timelines, rooms))
    }

    /// Who is signed in, as soon as the server has said so.
    pub fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// The build of the server, as of the last `welcome`.
    pub fn server_build(&self) -> Option<&str> {
        self.build.as_deref()
    }

    /// How the connection is.
    pub fn connection(&self) -> Connection {
        self.session.connection()
    }

    /// Since when there is no live connection although there should be one: for the banner.
    pub fn lost_since(&self) -> Option<Moment> {
        self.session.lost_since()
    }

    /// The rooms the account is a member of.
    pub fn rooms(&self) -> impl Iterator<Item = &RoomState> {
        self.rooms.iter()
    }

    /// One of them.
    pub fn room(&self, id: RoomId) -> Option<&RoomState> {
        self.rooms.get(id)
    }

    /// Up to where the person has read a room, also before there was a connection; none if that is not known.
    pub fn read_marker(&self, room: RoomId) -> Option<Seq> {
        self.marks.of(room)
    }

    /// The timeline of a room that is held.
    pub fn timeline(&self, room: RoomId) -> Option<Timeline<'_>> {
        let held = self.held.iter().find(|held| held.room() == room)?;
        Some(Timeline { held, outbox: &self.outbox, live: self.session.is_live() })
    }

    /// Whether this deletion can still be taken back.
    pub fn can_undo(&self, nonce: Nonce) -> bool {
        self.outbox.find(nonce).is_some_and(Letter::can_be_undone)
    }

    /// How many deeds wait for an answer, over all rooms; refused ones do not wait.
    pub fn unsent(&self) -> usize {
        self.outbox.waiting()
    }

    /// Whether the server has heard what was read here, and all counts are certain.
    pub fn is_reading_settled(&self) -> bool {
        self.marks.are_told() && self.rooms.iter().all(|state| state.reading.is_certain())
    }

    /// Does everything that is due now.
    fn advance(&mut self, now: Moment) {
        self.session.advance(now, &mut self.jitter, &mut self.out);
        self.outbox.advance(now);
        self.seal(now, false);
        self.show_send_states();
        self.advance_rooms(now);
        self.advance_timelines(now);
        self.advance_reading(now);
        self.send_due(now);
        self.show_deeds();
    }

    fn held_mut(&mut self, room: RoomId) -> Option<&mut Held> {
        self.held.iter_mut().find(|held| held.room() == room)
    }

    /// Sends a command; gives the number its reply will name.
    fn command(&mut self, command: &impl Named) -> u32 {
        self.last_command += 1;
        self.out.effect(Effect::SendFrame(frame::encode(self.last_command, command)));
        self.last_command
    }
}
