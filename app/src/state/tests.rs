//! The chat on a platform of its own, without a server.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU8, AtomicU64, Ordering},
};

use hubbub_client::{Deed, Mark, Moment, Unsent};
use hubbub_protocol::{
    Account, AccountId, Entry, Epoch, LogPage, LogQuery, MessageId, Presence, Room, RoomSummary, Timestamp, Unread,
    limits,
};

use super::*;
use crate::{
    Place,
    later::{Functions, Part},
    ports::{ApiError, Draft, Happening, Home, Kept, Platform, Sink, TimeStyle, Urgency},
};

/// A noon in UTC.
pub(super) const NOON: i64 = 20_000 * 86_400_000 + 43_200_000;

/// What the page asked its platform to do.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Call {
    Listen,
    OpenSocket,
    CloseSocket,
    Frame,
    Save(String),
    Draft(String),
    KeepPage(String),
    FetchRoom(String),
    LoadLater(Urgency),
    Fetch(u32, String),
    Deed(Deed),
    Mark(u64),
    Reload,
}

/// A platform whose clock stands still until it is moved.
pub(super) struct FakePlatform {
    calls: Mutex<Vec<Call>>,
    sink: Mutex<Option<Arc<Sink>>>,
    now: AtomicU64,
    wake_at: AtomicU64,
    nonces: AtomicU8,
    /// What was saved last.
    saved: Mutex<Option<Nonce>>,
}

impl FakePlatform {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            calls: Mutex::default(),
            sink: Mutex::default(),
            now: AtomicU64::new(0),
            wake_at: AtomicU64::new(u64::MAX),
            nonces: AtomicU8::new(7),
            saved: Mutex::default(),
        })
    }

    fn call(&self, call: Call) {
        self.calls.lock().expect("no test panicked").push(call);
    }

    /// What was asked for since the last time.
    fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.calls.lock().expect("no test panicked"))
    }

    fn happen(&self, happening: Happening) {
        let sink = self.sink.lock().expect("no test panicked").clone();
        sink.expect("the page listens")(happening);
    }

    /// Time passes; the page is woken if that is due.
    fn pass(&self, millis: u64) {
        let now = self.now.fetch_add(millis, Ordering::Relaxed) + millis;
        if self.wake_at.load(Ordering::Relaxed) <= now {
            self.happen(Happening::Woke);
        }
    }
}

impl Platform for FakePlatform {
    fn listen(&self, _account: AccountId, sink: Sink) {
        *self.sink.lock().expect("no test panicked") = Some(Arc::new(sink));
        self.call(Call::Listen);
    }

    fn now(&self) -> Moment {
        Moment::from_millis(self.now.load(Ordering::Relaxed))
    }

    fn wall(&self) -> Timestamp {
        Timestamp::from_millis(NOON)
    }

    fn random(&self) -> [u8; 10] {
        [self.nonces.fetch_add(1, Ordering::Relaxed); 10]
    }

    fn is_online(&self) -> bool {
        true
    }

    fn wake_at(&self, at: Moment) {
        self.wake_at.store(at.as_millis(), Ordering::Relaxed);
    }

    fn next_frame(&self) {
        self.call(Call::Frame);
    }

    fn open_socket(&self) {
        self.call(Call::OpenSocket);
    }

    fn send_frame(&self, _text: String) {}

    fn close_socket(&self, _code: u16) {
        self.call(Call::CloseSocket);
    }

    fn go(&self, _path: &str) {}

    fn fetch_room(&self, slug: Slug) {
        self.call(Call::FetchRoom(slug.to_string()));
    }

    fn fetch_log(&self, _request: u32, _room: RoomId, _query: LogQuery) {}

    fn emoji(&self) -> String {
        "/emoji.txt".to_owned()
    }

    fn fetch(&self, request: u32, path: String) {
        self.call(Call::Fetch(request, path));
    }

    fn save(&self, unsent: Unsent) {
        *self.saved.lock().expect("nobody panicked") = Some(unsent.nonce);
        self.call(match unsent.deed {
            Deed::Send(_) => Call::Save(unsent.body),
            deed => Call::Deed(deed),
        });
    }

    fn forget(&self, _nonce: Nonce) {}

    fn save_draft(&self, draft: Draft) {
        self.call(Call::Draft(draft.text));
    }

    fn save_read(&self, mark: Mark) {
        self.call(Call::Mark(mark.after.get()));
    }

    fn keep_page(&self, path: String) {
        self.call(Call::KeepPage(path));
    }

    fn utc_offset_minutes(&self, _at: Timestamp) -> i32 {
        0
    }

    fn format(&self, _at: Timestamp, _style: TimeStyle) -> String {
        "in words".to_owned()
    }

    fn load_later(&self, urgency: Urgency) {
        self.call(Call::LoadLater(urgency));
    }

    fn reload(&self) {
        self.call(Call::Reload);
    }
}

/// Ada's page of the garden.
struct Page {
    platform: Arc<FakePlatform>,
    engine: Arc<Engine>,
    chat: Chat,
    _owner: Owner,
}

impl Page {
    /// As it is rendered.
    fn rendered() -> Self {
        Self::rendered_with(&garden_page())
    }

    /// The same with this in the garden.
    fn rendered_with(data: &RoomData) -> Self {
        let owner = Owner::new();
        owner.set();
        let platform = FakePlatform::new();
        let clock = Clock::new(platform.clone());
        let head = Seq::new(1);
        let rooms = vec![RoomSummary { room: garden(), head, joined: true, unread: Some(unread()) }];
        let home = Home { account: ada(), rooms, account_version: Seq::new(1), build: "1".to_owned() };
        let start = Start { home, room: Some((garden().slug, Ok(data.clone()))) };
        let engine = Engine::new(start, platform.clone(), clock);
        let chat = Chat { engine: StoredValue::new(Arc::clone(&engine)), clock };
        chat.show(data);
        Self { platform, engine, chat, _owner: owner }
    }

    /// As it is once the browser has taken over.
    fn alive() -> Self {
        let page = Self::rendered();
        page.engine.start();
        page.platform.calls();
        page
    }

    /// The texts of all messages.
    fn shown(&self) -> Vec<String> {
        let rows = self.chat.rows(garden().id);
        let bodies = rows.iter().filter_map(|row| match &row.kind {
            RowKind::Message(message) => Some(message.body()),
            _ => None,
        });
        bodies.collect()
    }

    /// What all messages say.
    fn words(&self) -> Vec<String> {
        let rows = self.chat.rows(garden().id);
        let words = rows.iter().filter_map(|row| match &row.kind {
            RowKind::Message(message) => Some(message.meaning().words.clone()),
            _ => None,
        });
        words.collect()
    }

    fn draft(&self) -> String {
        self.chat.draft(garden().id)
    }
}

fn ada() -> Account {
    Account { id: AccountId::new(Timestamp::from_millis(NOON), [1; 10]), name: "Ada".to_owned() }
}

fn garden() -> Room {
    let made = Timestamp::from_millis(NOON);
    let slug = Slug::from_name("Garden").expect("it has letters");
    Room::open(RoomId::new(made, [2; 10]), slug, "Garden".to_owned(), made)
}

fn draft(text: &str) -> Draft {
    Draft { room: garden().id, text: text.to_owned(), reply_to: None, edit: None }
}

fn unread() -> Unread {
    Unread { after: Seq::ZERO, head: Seq::new(1), count: 1 }
}

fn garden_page() -> RoomData {
    let at = Timestamp::from_millis(NOON);
    let (id, nonce) = (MessageId::new(at, [3; 10]), Nonce::new(at, [4; 10]));
    let message = hubbub_protocol::Message::new(id, ada(), nonce, "Hello".to_owned(), at);
    let change = hubbub_protocol::Change::MessageSent { message };
    let page = LogPage {
        room: garden().id,
        epoch: Epoch::new(Timestamp::from_millis(NOON), [5; 10]),
        head: Seq::new(1),
        entries: vec![Entry { room: garden().id, seq: Seq::new(1), change }],
        pins: Vec::new(),
    };
    RoomData { room: garden(), page, presence: Presence::default() }
}

#[test]
fn a_page_that_is_only_rendered_shows_the_room_and_does_nothing() {
    let page = Page::rendered();
    assert_eq!(page.shown(), ["Hello"]);
    assert!(page.chat.at_start(garden().id));
    assert_eq!(page.platform.calls(), []);
}

#[test]
fn a_page_that_is_alive_connects_and_is_kept() {
    let page = Page::rendered();
    page.engine.start();
    let calls = page.platform.calls();
    for call in [Call::Listen, Call::OpenSocket, Call::KeepPage("/rooms/garden".to_owned())] {
        assert!(calls.contains(&call), "{call:?} is not among {calls:?}");
    }
}

#[test]
fn what_one_writes_is_shown_at_once_and_saved_before_the_draft_is_forgotten() {
    let page = Page::alive();
    page.platform.happen(Happening::LaterLoaded(Some(Functions::all())));
    page.platform.happen(Happening::Loaded(Kept::default()));
    page.platform.calls();
    page.chat.set_draft(garden().id, "Roses!".to_owned());
    page.chat.send(garden().id, "Roses!".to_owned());
    assert_eq!(page.shown(), ["Hello", "Roses!"]);
    assert_eq!(page.draft(), "");
    page.platform.pass(300);
    let kept: Vec<_> = page.platform.calls().into_iter().filter(|call| *call != Call::Frame).collect();
    assert_eq!(kept, [Call::Save("Roses!".to_owned()), Call::Draft(String::new())]);
}

#[test]
fn what_comes_from_outside_asks_for_one_frame() {
    let page = Page::alive();
    page.platform.happen(Happening::Frame);
    page.platform.calls();
    for _ in 0..50 {
        page.platform.happen(Happening::FrameReceived("{\"event\":\"noise\"}".to_owned()));
    }
    assert_eq!(page.platform.calls(), [Call::Frame]);
    page.platform.happen(Happening::Frame);
    page.platform.happen(Happening::FrameReceived("{\"event\":\"noise\"}".to_owned()));
    assert_eq!(page.platform.calls(), [Call::Frame]);
}

#[test]
fn a_draft_is_on_disk_within_300_ms_and_when_the_page_is_hidden() {
    let page = Page::alive();
    page.platform.happen(Happening::Loaded(Kept::default()));
    page.chat.set_draft(garden().id, "Ro".to_owned());
    page.platform.pass(100);
    page.chat.set_draft(garden().id, "Rose".to_owned());
    page.platform.pass(200);
    assert!(page.platform.calls().contains(&Call::Draft("Rose".to_owned())));
    page.chat.set_draft(garden().id, "Roses".to_owned());
    page.platform.happen(Happening::Hidden);
    assert!(page.platform.calls().contains(&Call::Draft("Roses".to_owned())));
}

#[test]
fn nothing_is_written_over_what_was_kept_before_that_is_read() {
    let page = Page::alive();
    page.chat.set_draft(garden().id, "New".to_owned());
    page.platform.pass(1_000);
    assert!(!page.platform.calls().contains(&Call::Draft("New".to_owned())));
    page.platform.happen(Happening::Loaded(Kept::default()));
    page.platform.pass(1);
    assert!(page.platform.calls().contains(&Call::Draft("New".to_owned())));
}

#[test]
fn a_draft_comes_back_unless_something_was_typed_meanwhile() {
    let kept = || Happening::Loaded(Kept { drafts: vec![draft("Old")], ..Kept::default() });
    let page = Page::alive();
    page.platform.happen(kept());
    assert_eq!(page.draft(), "Old");
    let page = Page::alive();
    page.chat.set_draft(garden().id, "New".to_owned());
    page.platform.happen(kept());
    assert_eq!(page.draft(), "New");
}

#[test]
fn queued_messages_come_back_and_cannot_be_taken_back() {
    let page = Page::alive();
    let nonce = Nonce::new(Timestamp::from_millis(NOON), [8; 10]);
    let unsent = Unsent {
        room: garden().id,
        nonce,
        body: "Later".to_owned(),
        written_at: Timestamp::from_millis(NOON),
        order: 1,
        deed: Deed::default(),
    };
    page.platform.happen(Happening::Loaded(Kept { outbox: vec![unsent], ..Kept::default() }));
    assert_eq!(page.shown(), ["Hello", "Later"]);
    page.chat.edit_again(nonce);
    assert_eq!((page.shown(), page.draft()), (vec!["Hello".to_owned(), "Later".to_owned()], String::new()));
}

#[test]
fn a_lost_connection_is_told_after_two_seconds() {
    let page = Page::alive();
    assert_eq!(page.chat.banner(), None);
    page.platform.pass(1_999);
    assert_eq!(page.chat.banner(), None);
    page.platform.pass(1);
    let banner = page.chat.banner();
    assert_eq!(banner, Some(Banner { kind: BannerKind::Reconnecting, unsent: 0 }));
}

#[test]
fn times_are_in_utc_until_the_first_frame_of_the_living_page() {
    let page = Page::rendered();
    let at = Timestamp::from_millis(NOON);
    let clock = page.chat.clock();
    assert_eq!((clock.time(at), clock.day(at)), ("12:00".to_owned(), "Today".to_owned()));
    assert_eq!(clock.full(at), "4 October 2024, 12:00 UTC");
    assert_eq!(clock.machine(at), "2024-10-04T12:00:00Z");
    page.engine.start();
    assert_eq!(clock.time(at), "12:00", "hydration is not over before its task is");
    page.platform.happen(Happening::Frame);
    assert_eq!((clock.time(at), clock.day(at)), ("in words".to_owned(), "Today".to_owned()));
}

/// The kitchen, which is another room.
fn kitchen() -> Slug {
    Slug::from_name("Kitchen").expect("it has letters")
}

#[test]
fn another_room_is_asked_for_and_the_one_before_stays_until_it_is_there() {
    let page = Page::alive();
    page.platform.happen(Happening::Went(Place::Room(kitchen()), None));
    assert_eq!(page.platform.calls(), [Call::FetchRoom("kitchen".to_owned())]);
    assert_eq!(page.chat.current(), Some(kitchen()));
    assert_eq!(page.chat.room(), Some(Ok(garden_page())));
    page.platform.happen(Happening::RoomFetched { slug: kitchen(), room: Err(ApiError::NotFound) });
    assert_eq!(page.chat.room(), Some(Err(ApiError::NotFound)));
}

#[test]
fn a_room_that_comes_too_late_is_not_shown() {
    let page = Page::alive();
    page.platform.happen(Happening::Went(Place::Room(kitchen()), None));
    page.platform.happen(Happening::Went(Place::Rooms, None));
    page.platform.happen(Happening::RoomFetched { slug: kitchen(), room: Err(ApiError::NotFound) });
    assert_eq!(page.chat.room(), None);
}

#[test]
fn a_room_that_is_held_is_shown_without_asking() {
    let page = Page::alive();
    page.platform.happen(Happening::Went(Place::Rooms, None));
    page.platform.happen(Happening::Went(Place::Room(garden().slug), None));
    let room = page.chat.room().expect("the room is there");
    assert_eq!(room.expect("it is held").room, garden());
    assert_eq!(page.platform.calls(), []);
}

#[test]
fn a_session_that_ended_leads_to_the_server() {
    let page = Page::alive();
    page.platform.happen(Happening::Went(Place::Room(kitchen()), None));
    page.platform.calls();
    page.platform.happen(Happening::RoomFetched { slug: kitchen(), room: Err(ApiError::SignedOut) });
    assert_eq!(page.platform.calls(), [Call::Reload]);
}

#[test]
fn the_later_part_is_fetched_once_the_page_lives_and_then_it_is_there() {
    let page = Page::rendered();
    page.engine.start();
    assert!(page.platform.calls().contains(&Call::LoadLater(Urgency::Idle)));
    page.platform.happen(Happening::LaterLoaded(Some(Functions::all())));
    assert_eq!(page.platform.calls(), [Call::Fetch(1, "/emoji.txt".to_owned())]);
    page.chat.open(Part::CreateRoom);
    assert!(page.chat.opened().is_some());
    assert_eq!(page.chat.later(), Later::Here(Functions::all()));
    assert_eq!(page.platform.calls(), []);
    page.chat.close();
    assert!(page.chat.opened().is_none());
}

#[test]
fn what_is_opened_before_it_is_there_is_fetched_at_once() {
    let page = Page::alive();
    page.chat.open(Part::CreateRoom);
    assert_eq!(page.platform.calls(), [Call::LoadLater(Urgency::Now)]);
    assert_eq!(page.chat.later(), Later::Coming);
    page.platform.happen(Happening::LaterLoaded(None));
    assert_eq!(page.chat.later(), Later::Missing);
    page.chat.load_later();
    assert_eq!(page.platform.calls(), [Call::LoadLater(Urgency::Now)]);
    assert_eq!(page.chat.later(), Later::Coming);
    page.platform.happen(Happening::LaterLoaded(Some(Functions::all())));
    assert_eq!(page.chat.later(), Later::Here(Functions::all()));
}

#[test]
fn a_fetch_that_fails_after_another_one_did_not_changes_nothing() {
    let page = Page::alive();
    page.platform.happen(Happening::LaterLoaded(Some(Functions::all())));
    page.platform.happen(Happening::LaterLoaded(None));
    assert_eq!(page.chat.later(), Later::Here(Functions::all()));
}

#[test]
fn what_nobody_opened_is_not_missed_and_is_fetched_again_when_somebody_does() {
    let page = Page::alive();
    page.platform.happen(Happening::LaterLoaded(None));
    assert!(page.chat.opened().is_none());
    page.chat.open(Part::CreateRoom);
    assert_eq!(page.platform.calls(), [Call::LoadLater(Urgency::Now)]);
    assert_eq!(page.chat.later(), Later::Coming);
}

#[test]
fn what_the_server_wrote_can_wait_to_be_understood_and_a_new_text_cannot() {
    let page = Page::alive();
    page.platform.happen(Happening::Frame);
    assert_eq!(page.platform.calls(), []);
    let asked = |page: &Page| page.platform.calls().contains(&Call::LoadLater(Urgency::Now));
    page.chat.send(garden().id, "*Roses*".to_owned());
    assert!(asked(&page));
    page.chat.send(garden().id, "*Tulips*".to_owned());
    assert!(!asked(&page), "it is on its way");
    assert_eq!(page.words(), ["Hello", "*Roses*", "*Tulips*"]);

    page.platform.happen(Happening::LaterLoaded(None));
    assert_eq!(page.words(), ["Hello", "*Roses*", "*Tulips*"]);
    page.chat.send(garden().id, "*Poppies*".to_owned());
    assert!(asked(&page), "it is tried again");
    page.platform.happen(Happening::LaterLoaded(Some(Functions::all())));
    assert_eq!(page.words(), ["Hello", "Roses", "Tulips", "Poppies"]);
    page.chat.send(garden().id, "*Lilies*".to_owned());
    assert!(!asked(&page));
    assert_eq!(page.words(), ["Hello", "Roses", "Tulips", "Poppies", "Lilies"]);
}

#[test]
fn names_of_emoji_are_sent_as_emoji_as_soon_as_the_page_knows_them() {
    let page = Page::alive();
    let send = |text: &str| {
        page.chat.send(garden().id, text.to_owned());
        page.shown().pop()
    };
    assert_eq!(send(":tada:").as_deref(), Some(":tada:"));
    page.platform.happen(Happening::LaterLoaded(Some(Functions::all())));
    assert_eq!(page.chat.emoji(), Emoji::Coming);
    assert_eq!(send(":tada:").as_deref(), Some(":tada:"));
    page.platform.happen(Happening::Fetched { request: 1, answer: Err(ApiError::Unavailable) });
    assert_eq!(page.chat.emoji(), Emoji::Missing);
    page.platform.calls();
    page.chat.load_emoji();
    page.chat.load_emoji();
    assert_eq!(page.platform.calls(), [Call::Fetch(2, "/emoji.txt".to_owned())], "it is asked for once at a time");
    page.platform.happen(Happening::Fetched { request: 2, answer: Ok("🎉 tada\n🅰️ a\n".to_owned()) });
    page.chat.load_emoji();
    assert_eq!(page.platform.calls(), []);
    assert_eq!(send("It works :tada: `:tada:`").as_deref(), Some("It works 🎉 `:tada:`"));
    let longest = ":a: ".repeat(limits::MESSAGE_BODY / 4);
    assert_eq!(send(&longest), Some(longest.clone()), "with the emoji it would be too long");
}
mod deeds;
/// As Ada's page, but what stands in the garden is by Grace.
fn with_news() -> Page {
    let mut data = garden_page();
    if let hubbub_protocol::Change::MessageSent { message } = &mut data.page.entries[0].change {
        message.author =
            Account { id: AccountId::new(Timestamp::from_millis(NOON), [9; 10]), name: "Grace".to_owned() };
    }
    let page = Page::rendered_with(&data);
    page.engine.start();
    page.platform.happen(Happening::Loaded(Kept::default()));
    page.platform.calls();
    page
}

fn has_divider(page: &Page) -> bool {
    page.chat.rows(garden().id).iter().any(|row| matches!(row.kind, RowKind::New { .. }))
}

#[test]
fn what_is_unread_is_shown_before_there_is_a_connection() {
    let page = Page::rendered();
    assert_eq!(page.chat.unread(garden().id), 1);
    assert_eq!(page.chat.title(), "(1) Garden · Hubbub");
    let page = Page::alive();
    let read = Mark { room: garden().id, after: Seq::new(1), back: false, version: Seq::ZERO };
    page.platform.happen(Happening::Loaded(Kept { reads: vec![read], ..Kept::default() }));
    assert_eq!(page.chat.unread(garden().id), 0, "the device knows better what it has not told yet");
}

#[test]
fn what_is_seen_counts_as_read_and_the_divider_stays_where_it_was() {
    let page = with_news();
    assert!(has_divider(&page));
    page.chat.seen(garden().id, Seq::new(1));
    page.platform.happen(Happening::Frame);
    assert_eq!((page.chat.unread(garden().id), has_divider(&page)), (0, true));
    assert!(page.platform.calls().contains(&Call::Mark(1)));
}

#[test]
fn what_is_marked_as_unread_stays_so_until_one_comes_back() {
    let page = with_news();
    page.chat.seen(garden().id, Seq::new(1));
    page.chat.mark_unread(garden().id, Seq::new(1));
    page.chat.seen(garden().id, Seq::new(1));
    assert_eq!((page.chat.unread(garden().id), has_divider(&page)), (1, true));
    let calls: Vec<_> = page.platform.calls().into_iter().filter(|call| matches!(call, Call::Mark(_))).collect();
    assert_eq!(calls, [Call::Mark(1), Call::Mark(0)]);
    page.chat.hide(garden().id);
    page.chat.show(&garden_page());
    page.chat.seen(garden().id, Seq::new(1));
    assert!(page.platform.calls().contains(&Call::Mark(1)));
}
