//! The one place where happenings reach the client, its effects reach the platform and its changes reach the signals.
//!
//! What comes from outside is shown once per frame, however much it is; what the person does here is shown at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use hubbub_client::{Config, Effect, Input, Moment};
use hubbub_protocol::{Account, Item, Position, RoomId, RoomSummary, Seq, Slug, Target, path};

use super::{
    clock::Clock,
    connection::Link,
    core::{Answer, Core},
    later::LaterPart,
    room::{RoomSignals, RoomStore},
    visit::Visit,
};
use crate::{
    Place,
    later::Functions,
    ports::{ApiError, Draft, Happening, Home, Kept, Platform, RoomData, Start, Urgency},
};

/// Drives the client and keeps the signals in step with it.
pub(crate) struct Engine {
    pub(crate) account: Account,
    pub(crate) link: Link,
    pub(crate) visit: Visit,
    pub(crate) later: LaterPart,
    pub(crate) platform: Arc<dyn Platform>,
    clock: Clock,
    core: Mutex<Core>,
    pub(super) myself: Weak<Self>,
}

impl Engine {
    pub(crate) fn new(start: Start, platform: Arc<dyn Platform>, clock: Clock) -> Arc<Self> {
        let Start { home: Home { account, rooms, account_version: version, build }, room } = start;
        let seed = platform.random().into_iter().fold(0_u64, |seed, byte| seed.rotate_left(8) ^ u64::from(byte));
        let config = Config { name: "hubbub-web/".to_owned() + &build, seed };
        let later = platform.later();
        let mut core = Core::new(account.clone(), &rooms, config, clock, later);
        let marker =
            |summary: &RoomSummary| Some(Item::ReadMarker { room: summary.room.id, up_to: summary.unread?.after });
        let items = rooms.iter().filter_map(marker).collect();
        core.client.handle(platform.now(), Input::ShowAccount { version, items });
        core.follow_unread();
        Arc::new_cyclic(|myself| Self {
            account,
            link: Link::new(build),
            visit: Visit::new(room),
            later: LaterPart::new(later),
            platform,
            clock,
            core: Mutex::new(core),
            myself: Weak::clone(myself),
        })
    }

    /// Connects, in the browser.
    pub(crate) fn start(&self) {
        let myself = Weak::clone(&self.myself);
        let sink = move |happening| {
            if let Some(engine) = myself.upgrade() {
                engine.happened(happening);
            }
        };
        self.platform.listen(self.account.id, Box::new(sink));
        self.with(|core| {
            core.midnight = Some(self.midnight());
            core.is_started = true;
            if let Some(data) = core.current().and_then(RoomStore::opened) {
                self.platform.keep_page(path::room_page(&data.room.slug));
            }
        });
        let message = self.platform.named_message();
        self.visit.want(self.visit.current.peek(Clone::clone).zip(message));
        self.act(Input::Start);
        self.platform.load_later(Urgency::Idle);
        self.seek_wanted();
    }

    /// The page ends.
    pub(crate) fn stop(&self) {
        self.save_drafts();
        self.feed(Input::Stop);
    }

    /// Looks at the core, or changes it.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Core) -> T) -> T {
        look(&mut self.core())
    }

    pub(crate) fn signals(&self, room: RoomId) -> RoomSignals {
        self.core().signals(room)
    }

    /// Does something for the person: it shows at once.
    pub(crate) fn act(&self, input: Input) {
        self.feed(input);
        self.apply();
    }

    /// The page of a room is there.
    pub(crate) fn open(&self, data: &RoomData) {
        let inputs = self.with(|core| core.open(data));
        for input in inputs {
            self.feed(input);
        }
        let mut core = self.core();
        core.divide();
        self.follow_timeline(&mut core);
        if core.is_started {
            self.platform.keep_page(path::room_page(&data.room.slug));
        }
        drop(core);
        self.seek_wanted();
    }

    /// The person saw an entry.
    pub(crate) fn see(&self, room: RoomId, seq: Seq) {
        let position = Position { room, after: seq };
        if self.with(|core| core.see(position)) {
            self.feed(Input::Read { room, up_to: seq });
        }
    }

    /// The person wants to read again, beginning with this entry.
    pub(crate) fn mark_unread(&self, room: RoomId, from: Seq) {
        self.with(|core| core.stay_unread(room));
        self.feed(Input::MarkUnread { room, from });
        self.with(|core| {
            core.divide();
            self.follow_timeline(core);
        });
        self.apply();
    }

    /// The composer of a room changed, by hand or because its text was sent.
    pub(crate) fn write_draft(&self, room: RoomId, text: String) {
        self.signals(room).draft.set(text);
        self.touch_draft(room);
    }

    /// Something that belongs to the draft of a room changed.
    pub(crate) fn touch_draft(&self, room: RoomId) {
        let now = self.platform.now();
        let mut core = self.core();
        core.drafts.touch(room, now);
        self.plan(&core, now);
    }

    /// The same for something that happens seldom, so that it need not wait.
    pub(crate) fn keep_draft(&self, room: RoomId) {
        self.touch_draft(room);
        if self.with(|core| core.reads.is_loaded()) {
            self.save_drafts();
        }
    }

    /// The text of a message is being changed, or of none in this room.
    pub(crate) fn edit(&self, room: RoomId, edit: Option<(Target, String)>) {
        self.with(|core| {
            core.edit(room, edit);
            core.follow_timeline();
        });
        self.keep_draft(room);
    }

    /// Something is due at another time than before.
    pub(crate) fn look_again(&self) {
        self.plan(&self.core(), self.platform.now());
    }

    /// Puts all changed drafts on disk.
    pub(crate) fn save_drafts(&self) {
        let mut core = self.core();
        let rooms = core.drafts.take();
        self.save(&mut core, rooms);
    }

    /// Loads the room that the address names: from what is held already, else from the server.
    pub(crate) fn load(&self) {
        let Some(slug) = self.visit.current.peek(Clone::clone) else { return };
        match self.with(|core| core.opened(&slug)) {
            Some(data) => self.visit.arrive(&slug, Ok(data)),
            None => self.platform.fetch_room(slug),
        }
    }

    fn went(&self, place: Place, message: Option<Seq>) {
        let room = place.room();
        self.visit.want(room.clone().zip(message));
        self.visit.go(room);
        self.load();
        self.seek_wanted();
    }

    fn arrived(&self, slug: &Slug, room: Result<RoomData, ApiError>) {
        if room == Err(ApiError::SignedOut) {
            // The server leads to the form for signing in, and from there back to this address.
            self.save_drafts();
            self.platform.reload();
        } else {
            self.visit.arrive(slug, room);
        }
    }

    fn happened(&self, happening: Happening) {
        let input = match happening {
            Happening::SocketOpened => Input::SocketOpened,
            Happening::SocketClosed { code } => Input::SocketClosed { code },
            Happening::FrameReceived(text) => Input::FrameReceived(text),
            Happening::Woke => return self.wake(),
            Happening::Frame => {
                // Not at the start: making the first formatter takes as long as half of everything else there.
                self.clock.use_local();
                return self.apply();
            }
            Happening::WentOnline => Input::WentOnline,
            Happening::WentOffline => Input::WentOffline,
            Happening::BecameVisible => Input::BecameVisible,
            Happening::Hidden => {
                self.save_drafts();
                // What could be taken back until now is done. The frame that was asked for will not come.
                return self.act(Input::BecameHidden);
            }
            Happening::Left => return self.stop(),
            Happening::CameBack => Input::Start,
            Happening::Went(place, message) => return self.went(place, message),
            Happening::Fetched { request, answer } => {
                if let Some(done) = self.with(|core| core.answered(request)) {
                    done(answer);
                }
                return;
            }
            Happening::RoomFetched { slug, room } => return self.arrived(&slug, room),
            Happening::LogFetched { request, page: Ok(page) } => Input::PageFetched { request, page },
            Happening::LogFetched { request, page: Err(_) } => Input::FetchFailed { request },
            Happening::LaterLoaded(functions) => return self.later_loaded(functions),
            Happening::Loaded(kept) => return self.take_over(kept),
            Happening::OutboxSaved(nonce) => Input::OutboxSaved(nonce),
            Happening::OutboxUnsaved(nonce) => Input::OutboxUnsaved(nonce),
        };
        self.feed(input);
    }

    /// The later part is there, or cannot be had: texts that were shown as they were typed are understood now.
    fn later_loaded(&self, functions: Option<Functions>) {
        self.later.loaded(functions);
        if functions.is_some() {
            self.load_emoji();
            self.with(|core| {
                core.later = functions;
                self.follow_timeline(core);
            });
        }
    }

    /// Follows the timeline of the open room. What the server wrote can wait to be understood, new texts cannot.
    pub(crate) fn follow_timeline(&self, core: &mut Core) {
        if core.follow_timeline() && core.is_started {
            self.later.want(&*self.platform);
        }
    }

    /// Takes over what the device kept.
    fn take_over(&self, kept: Kept) {
        let early = self.with(|core| {
            for Draft { room, text, reply_to, edit } in kept.drafts {
                let draft = core.signals(room).draft;
                // What was typed before the disk answered is newer.
                if !core.drafts.is_unsaved(room) && draft.peek(String::is_empty) {
                    draft.set(text);
                }
                if core.signals(room).reply_to.peek(Option::is_none) {
                    core.reply(room, reply_to);
                }
                if core.signals(room).edit.peek(Option::is_none) {
                    core.edit(room, edit);
                }
            }
            core.reads.load()
        });
        self.feed(Input::ReadLoaded(kept.reads));
        self.feed(Input::OutboxLoaded(kept.outbox));
        self.with(|core| {
            core.divide();
            core.follow_unread();
            self.follow_timeline(core);
        });
        for Position { room, after } in early {
            self.feed(Input::Read { room, up_to: after });
        }
    }

    /// Does what is due.
    fn wake(&self) {
        let now = self.platform.now();
        let mut core = self.core();
        // What was kept is read first, so that no half of it is written over.
        let rooms = if core.reads.is_loaded() { core.drafts.take_due(now) } else { Vec::new() };
        self.save(&mut core, rooms);
        if core.midnight.is_some_and(|midnight| midnight <= now) {
            core.midnight = Some(self.midnight());
        }
        drop(core);
        self.feed(Input::Tick);
    }

    /// Gives an input to the client and does what it asks for.
    fn feed(&self, input: Input) {
        let now = self.platform.now();
        let mut core = self.core();
        core.client.handle(now, input);
        // While a page is rendered or hydrated, nothing is done for it.
        if !core.is_started {
            return;
        }
        while let Some(effect) = core.client.poll_effect() {
            self.carry_out(effect);
        }
        self.plan(&core, now);
        if !core.awaits_frame {
            core.awaits_frame = true;
            self.platform.next_frame();
        }
    }

    fn carry_out(&self, effect: Effect) {
        let platform = &self.platform;
        match effect {
            Effect::OpenSocket => platform.open_socket(),
            Effect::CloseSocket { code } => platform.close_socket(code),
            Effect::SendFrame(text) => platform.send_frame(text),
            Effect::Save(unsent) => platform.save(unsent),
            Effect::Forget(nonce) => platform.forget(nonce),
            Effect::SaveRead(mark) => platform.save_read(mark),
            Effect::Fetch { request, room, query } => platform.fetch_log(request, room, query),
        }
    }

    /// Takes the changes of the client over into the signals.
    fn apply(&self) {
        let now = self.platform.now();
        let mut answers = Vec::new();
        self.with(|core| {
            core.awaits_frame = false;
            let mut is_stale = false;
            while let Some(change) = core.client.poll_change() {
                is_stale |= core.follow(now, change, &mut answers);
            }
            core.toasts.advance(&core.client, now);
            core.rescue_edit(now);
            if is_stale {
                self.follow_timeline(core);
            }
            self.plan(core, now);
        });
        for (done, result) in answers as Vec<Answer> {
            done(result);
        }
    }

    fn save(&self, core: &mut Core, rooms: impl IntoIterator<Item = RoomId>) {
        for room in rooms {
            let signals = core.signals(room);
            let text = signals.draft.peek(Clone::clone);
            let reply_to = signals.reply_to.peek(|quoted| quoted.as_ref().map(|quoted| quoted.target));
            self.platform.save_draft(Draft { room, text, reply_to, edit: signals.edit.peek(Clone::clone) });
        }
    }

    /// Updates what people are told about the connection, and asks to be woken for the next thing that is due.
    fn plan(&self, core: &Core, now: Moment) {
        let platform = &self.platform;
        let banner = self.link.follow(&core.client, now, platform.is_online());
        let drafts = core.drafts.due().filter(|_| core.reads.is_loaded());
        let due = [banner, core.client.next_deadline(), drafts, core.toasts.due(), core.midnight];
        if let Some(due) = due.into_iter().flatten().min() {
            platform.wake_at(due);
        }
    }

    fn midnight(&self) -> Moment {
        self.platform.now().plus(self.clock.turn())
    }

    fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
