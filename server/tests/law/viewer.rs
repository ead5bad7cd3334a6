//! Somebody who looks at the room, with the client that browsers run.

use hubbub_chat::log::Missed;
use hubbub_client::{Client, Config, Effect, Input, Item, Moment};
use hubbub_protocol::{
    Account, AccountId, ConnectionId, Entry, Event, FEATURE_LEVEL, LogPage, Reply, ReplyFrame, RoomId, RoomResumed,
    Seq, ServerFrame, Target, Welcome, limits,
};

pub(crate) struct Viewer {
    client: Client,
    room: RoomId,
}

impl Viewer {
    /// Opens the room with this snapshot and connects.
    pub(crate) fn new(page: &LogPage) -> Self {
        let client = Client::new(Config { name: "viewer/1".to_owned(), seed: 7 });
        let mut viewer = Self { client, room: page.room };
        viewer.input(Input::ShowRoom { page: page.clone() });
        viewer.input(Input::ReadLoaded(Vec::new()));
        viewer.input(Input::OutboxLoaded(Vec::new()));
        viewer.input(Input::Start);
        viewer.input(Input::SocketOpened);
        let account = Account { id: AccountId::from_bytes([0xff; 16]), name: "Viewer".to_owned() };
        let welcome = Welcome {
            connection: ConnectionId::from_bytes([1; 16]),
            account,
            build: "1".to_owned(),
            feature_level: FEATURE_LEVEL,
            epoch: page.epoch,
            heartbeat_ms: limits::HEARTBEAT_MS,
            rooms: Vec::new(),
            account_version: Seq::ZERO,
            items: Vec::new(),
        };
        viewer.frame(&ServerFrame::Reply(ReplyFrame { to: 1, result: Reply::Welcome(welcome) }));
        viewer
    }

    pub(crate) fn hears(&mut self, entry: &Entry) {
        self.frame(&Event::LogAppended(entry.clone()).into());
    }

    pub(crate) fn resumes(&mut self, missed: Missed) {
        let Missed { room, entries, gap, head } = missed;
        assert_eq!(gap, None, "a story is short");
        self.frame(&Event::RoomResumed(RoomResumed { room, entries, gap, complete: true, head }).into());
    }

    /// What stands on the screen, and what is pinned.
    pub(crate) fn sees(&self) -> (Vec<Entry>, Vec<Target>) {
        let timeline = self.client.timeline(self.room).expect("the room is open");
        let entry = |item: &Item<'_>| match item {
            Item::Entry { entry, .. } => (*entry).clone(),
            Item::Gap(_) | Item::Unsent { .. } => panic!("{item:?} does not belong here"),
        };
        (timeline.items().iter().map(entry).collect(), timeline.pins().to_vec())
    }

    fn frame(&mut self, frame: &ServerFrame) {
        self.input(Input::FrameReceived(frame.encode()));
    }

    /// Nothing is carried out: whatever the viewer wants to fetch must not be needed.
    fn input(&mut self, input: Input) {
        self.client.handle(Moment::from_millis(1), input);
        while let Some(effect) = self.client.poll_effect() {
            drop::<Effect>(effect);
        }
        while self.client.poll_change().is_some() {}
    }
}
