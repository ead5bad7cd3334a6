//! The services of the browser.

mod clock;
mod events;
mod format;
mod memory;
mod random;
mod screen;
mod storage;
mod timer;

use std::{cell::RefCell, pin::Pin, rc::Rc};

use hubbub_app::ports::{Draft, Happening, Platform, Sink, StopWatching, TimeStyle, Urgency};
use hubbub_client::{Mark, Moment, Unsent};
use hubbub_protocol::{AccountId, LogQuery, Nonce, RoomId, Seq, Slug, Timestamp};
use leptos::{prelude::Callback, web_sys::Element};
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::spawn_local;

use crate::{
    http::{self, Http},
    later, navigation, service_worker,
    socket::Socket,
};
use clock::Clock;
use format::Formats;
use storage::{Job, Storage};
use timer::Timer;

/// The browser as the page's platform. The page has one thread, so the wrapper is never opened on another.
pub(crate) struct Browser(SendWrapper<Services>);

struct Services {
    reporter: Reporter,
    clock: Clock,
    timer: Timer,
    socket: Socket,
    http: Rc<Http>,
    storage: RefCell<Option<Rc<Storage>>>,
    formats: Formats,
}

/// Tells the page what happened.
#[derive(Clone, Default)]
pub(crate) struct Reporter(Rc<RefCell<Option<Rc<Sink>>>>);

impl Reporter {
    /// Tells the page, unless it does not listen yet.
    pub(crate) fn report(&self, happening: Happening) {
        let sink = self.0.borrow().clone();
        if let Some(sink) = sink {
            sink(happening);
        }
    }
}

impl Browser {
    pub(crate) fn new() -> Self {
        let reporter = Reporter::default();
        events::listen(&reporter);
        Self(SendWrapper::new(Services {
            timer: Timer::new(&reporter),
            clock: Clock::default(),
            socket: Socket::default(),
            http: Rc::default(),
            storage: RefCell::default(),
            formats: Formats::default(),
            reporter,
        }))
    }

    /// Reports what comes of a task.
    fn answer(&self, task: impl Future<Output = Happening> + 'static) {
        // Of one type, whatever it is: what runs tasks has code of its own for each.
        let task: Pin<Box<dyn Future<Output = Happening>>> = Box::pin(task);
        let reporter = self.0.reporter.clone();
        spawn_local(async move { reporter.report(task.await) });
    }

    fn store(&self, job: Job) {
        if let Some(storage) = &*self.0.storage.borrow() {
            storage.take(job);
        }
    }
}

impl Platform for Browser {
    fn listen(&self, account: AccountId, sink: Sink) {
        *self.0.reporter.0.borrow_mut() = Some(Rc::new(sink));
        self.0.storage.replace(Some(Storage::open(account, self.0.reporter.clone())));
    }

    fn now(&self) -> Moment {
        self.0.clock.now()
    }

    fn wall(&self) -> Timestamp {
        clock::wall()
    }

    fn random(&self) -> [u8; 10] {
        random::bytes()
    }

    fn is_online(&self) -> bool {
        crate::window().navigator().on_line()
    }

    fn wake_at(&self, at: Moment) {
        self.0.timer.wake_at(at, self.0.clock.now());
    }

    fn next_frame(&self) {
        self.0.timer.next_frame();
    }

    fn open_socket(&self) {
        self.0.socket.open(self.0.reporter.clone());
    }

    fn send_frame(&self, text: String) {
        self.0.socket.send(text);
    }

    fn close_socket(&self, code: u16) {
        self.0.socket.close(code);
    }

    fn named_message(&self) -> Option<Seq> {
        navigation::message()
    }

    fn go(&self, path: &str) {
        if let Some(happening) = navigation::go(path) {
            self.answer(async { happening });
        }
    }

    fn fetch_room(&self, slug: Slug) {
        let http = Rc::clone(&self.0.http);
        self.answer(async move {
            let room = http.room(&slug).await;
            Happening::RoomFetched { slug, room }
        });
    }

    fn fetch_log(&self, request: u32, room: RoomId, query: LogQuery) {
        let http = Rc::clone(&self.0.http);
        self.answer(async move { Happening::LogFetched { request, page: http.log(room, query).await } });
    }

    fn load_later(&self, urgency: Urgency) {
        self.answer(async move { Happening::LaterLoaded(later::load(urgency).await) });
    }

    fn emoji(&self) -> String {
        // Every document with this package names it.
        crate::named("meta[name=hubbub-emoji]").unwrap_or_default()
    }

    fn fetch(&self, request: u32, path: String) {
        self.answer(async move { Happening::Fetched { request, answer: http::fetch(&path).await } });
    }

    fn save(&self, unsent: Unsent) {
        self.store(Job::Save(unsent));
    }

    fn forget(&self, nonce: Nonce) {
        self.store(Job::Forget(nonce));
    }

    fn save_draft(&self, draft: Draft) {
        self.store(Job::Draft(draft));
    }

    fn save_read(&self, mark: Mark) {
        self.store(Job::Read(mark));
    }

    fn keep_page(&self, path: String) {
        service_worker::keep(&path);
    }

    fn utc_offset_minutes(&self, at: Timestamp) -> i32 {
        format::utc_offset_minutes(at)
    }

    fn format(&self, at: Timestamp, style: TimeStyle) -> String {
        self.0.formats.write(at, style)
    }

    fn recall(&self, name: &str) -> Option<String> {
        memory::recall(name)
    }

    fn remember(&self, name: &str, text: &str) {
        memory::remember(name, text);
    }

    fn reload(&self) {
        screen::reload();
    }

    fn copy(&self, text: String, done: Box<dyn FnOnce(bool)>) {
        screen::copy(&text, done);
    }

    fn is_touch(&self) -> bool {
        screen::is_touch()
    }

    fn watch_size(&self, elements: Vec<Element>, changed: Callback<()>) -> StopWatching {
        screen::watch_size(&elements, changed)
    }
}
