//! What the signals are made from: the client, and what the page keeps beside it.

use std::collections::HashMap;

use hubbub_client::{Change, Client, Config, Deed, Input, Item, Moment, SendState, Unsent};
use hubbub_protocol::{self as protocol, Account, Entry, Nonce, Position, Refusal, RoomId, RoomSummary, Slug, Target};

use super::{
    announcer::Announcer,
    clock::Clock,
    drafts::Drafts,
    people::People,
    reads::Reads,
    room::{RoomSignals, RoomStore},
    rooms::{Done, Rooms},
    timeline::Reader,
    toast::Toasts,
};
use crate::{
    later::Functions,
    meaning::Meaning,
    ports::{ApiError, RoomData},
    text,
};

/// The most rooms whose timeline stays in memory after they were left.
const HELD: usize = 5;

/// Somebody to tell that a room is open or will not be.
pub(crate) type Answer = (Done, Result<Slug, Refusal>);

/// What waits for a text from the server.
pub(crate) type Awaited = Box<dyn FnOnce(Result<String, ApiError>) + Send + Sync>;

/// What was refused, for another try.
pub(crate) enum Refused {
    /// A message, in its room.
    Message(RoomId, String),
    /// The new text of a message.
    Edit(RoomId, Target, String),
}

/// What the signals are made from.
pub(crate) struct Core {
    pub(crate) client: Client,
    pub(crate) rooms: Rooms,
    pub(crate) drafts: Drafts,
    pub(crate) reads: Reads,
    pub(crate) announcer: Announcer,
    pub(crate) toasts: Toasts,
    /// Whether the page is alive: rendered and hydrated.
    pub(crate) is_started: bool,
    /// Whether a frame was asked for.
    pub(crate) awaits_frame: bool,
    /// When the next local day begins.
    pub(crate) midnight: Option<Moment>,
    /// The number of the last request.
    asked: u32,
    /// Who waits for the answer to which request.
    awaited: Vec<(u32, Awaited)>,
    by_id: HashMap<RoomId, RoomStore>,
    /// The rooms whose timelines are held; the last one is the one that was opened last.
    held: Vec<RoomId>,
    current: Option<RoomId>,
    me: Account,
    clock: Clock,
    /// What understands texts, once it is there.
    pub(crate) later: Option<Functions>,
}

impl Core {
    pub(crate) fn new(
        me: Account,
        rooms: &[RoomSummary],
        config: Config,
        clock: Clock,
        later: Option<Functions>,
    ) -> Self {
        let mut by_id = HashMap::<RoomId, RoomStore>::with_capacity(rooms.len());
        for summary in rooms {
            by_id.entry(summary.room.id).or_default().begin(summary.unread);
        }
        Self {
            client: Client::new(config),
            rooms: Rooms::new(rooms),
            drafts: Drafts::default(),
            reads: Reads::default(),
            announcer: Announcer::default(),
            toasts: Toasts::default(),
            asked: 0,
            awaited: Vec::new(),
            is_started: false,
            awaits_frame: false,
            midnight: None,
            by_id,
            held: Vec::new(),
            current: None,
            me,
            clock,
            later,
        }
    }

    /// The signals of a room, also of one that is not known yet.
    pub(crate) fn signals(&mut self, room: RoomId) -> RoomSignals {
        self.by_id.entry(room).or_default().signals.clone()
    }

    /// The open room.
    pub(crate) fn current(&self) -> Option<&RoomStore> {
        self.by_id.get(&self.current?)
    }

    /// What the page of the room at this address can begin with, without asking the server.
    pub(crate) fn opened(&self, slug: &Slug) -> Option<RoomData> {
        let room = self.rooms.at(slug)?;
        self.client.timeline(room)?;
        self.by_id.get(&room)?.opened().cloned()
    }

    /// A room is opened. The inputs are for the client.
    pub(crate) fn open(&mut self, data: &RoomData) -> Vec<Input> {
        let id = data.room.id;
        let mut inputs = Vec::new();
        self.by_id.entry(id).or_default().open(data);
        self.held.retain(|held| *held != id);
        self.held.push(id);
        self.current = Some(id);
        if !data.page.entries.is_empty() || self.client.timeline(id).is_none() {
            inputs.push(Input::ShowRoom { page: data.page.clone() });
        }
        if self.held.len() > HELD {
            let oldest = self.held.remove(0);
            inputs.push(Input::ReleaseRoom(oldest));
        }
        inputs
    }

    /// The page of the room was left.
    pub(crate) fn leave(&mut self, room: RoomId) {
        if self.current == Some(room) {
            self.current = None;
        }
    }

    /// Draws the lines before what is unread in the open room.
    pub(crate) fn divide(&mut self) {
        if self.reads.is_loaded()
            && let Some((id, store)) = current(self.current, &mut self.by_id)
        {
            store.divide(&self.client, id);
        }
    }

    /// An entry was seen. Whether that counts as read.
    pub(crate) fn see(&mut self, position: Position) -> bool {
        let store = self.by_id.entry(position.room).or_default();
        store.view.saw(position.after);
        store.may_be_read() && self.rooms.is_joined(position.room) && self.reads.accept(position)
    }

    /// The person marked something in a room as unread; it stays so while they are there.
    pub(crate) fn stay_unread(&mut self, room: RoomId) {
        self.by_id.entry(room).or_default().stay_unread();
    }

    /// The person is at the end of the list, or not.
    pub(crate) fn stand(&mut self, room: RoomId, at_end: bool) {
        self.by_id.entry(room).or_default().view.stand(at_end);
    }

    /// Shows older entries that are held already. Whether there were any.
    pub(crate) fn unfold(&mut self, room: RoomId) -> bool {
        self.by_id.entry(room).or_default().view.unfold()
    }

    /// Takes a change of the client over into the signals, except for the timeline of the open room.
    /// Whether that must follow.
    pub(crate) fn follow(&mut self, now: Moment, change: Change, answers: &mut Vec<Answer>) -> bool {
        match change {
            Change::Connection => return true,
            Change::Timeline(room) => return self.current == Some(room),
            Change::Rooms => {
                self.rooms.follow(&self.client);
                self.follow_unread();
                return true;
            }
            Change::Unread(room) => self.by_id.entry(room).or_default().follow_unread(&self.client, room),
            Change::Presence(room) => {
                let is_met = self.by_id.entry(room).or_default().follow_presence(&self.client, room);
                // Messages may name who came.
                return is_met && self.current == Some(room);
            }
            Change::Typing(room) => self.by_id.entry(room).or_default().follow_typing(&self.client, room),
            Change::Notice { room, came, went } => {
                let view = &mut self.by_id.entry(room).or_default().view;
                let last = view.last();
                view.notices.add(last, came, went);
                return self.current == Some(room);
            }
            Change::RoomOpened { request, room } => {
                let slug = self.client.room(room).map(|state| state.room().slug.clone());
                answers.extend(self.rooms.answered(request).zip(slug).map(|(done, slug)| (done, Ok(slug))));
            }
            Change::RoomRefused { request, refusal } => {
                answers.extend(self.rooms.answered(request).map(|done| (done, Err(refusal))));
            }
            Change::NewRoom(room) => {
                self.rooms.add_other(room);
                return true;
            }
            Change::DeedRefused { deed, refusal, .. } => {
                self.toasts.tell(now, text::deed_refused(&deed, &refusal), None);
            }
            // The connection is looked at anyway.
            Change::NewBuild(_) | Change::SignedOut | Change::Outdated => {}
        }
        false
    }

    /// Follows the counts of all rooms.
    pub(crate) fn follow_unread(&self) {
        for (id, store) in &self.by_id {
            store.follow_unread(&self.client, *id);
        }
    }

    /// Follows the timeline of the open room. Whether new texts in it wait to be understood.
    pub(crate) fn follow_timeline(&mut self) -> bool {
        let open = self.current;
        let (client, by_id, reader) = self.split();
        let Some((id, store)) = current(open, by_id) else { return false };
        let heard = store.follow_timeline(client, id, &reader);
        let has_unread_texts = store.view.take_unread_texts();
        self.announcer.say(&heard);
        has_unread_texts
    }

    /// The client, the rooms, and with what eyes they are looked at.
    fn split(&mut self) -> (&Client, &mut HashMap<RoomId, RoomStore>, Reader<'_>) {
        let reader = Reader { me: &self.me, rooms: &self.rooms, clock: self.clock, later: self.later };
        (&self.client, &mut self.by_id, reader)
    }

    /// The next message in this room answers this one, or none.
    pub(crate) fn reply(&mut self, room: RoomId, target: Option<Target>) {
        let (client, by_id, reader) = self.split();
        by_id.entry(room).or_default().reply(client, room, &reader, target);
    }

    /// The text of this message is being changed, or of none.
    pub(crate) fn edit(&mut self, room: RoomId, edit: Option<(Target, String)>) {
        let store = self.by_id.entry(room).or_default();
        store.view.editing = edit.as_ref().map(|(target, _)| *target);
        store.signals.edit.set(edit);
    }

    /// Puts a text behind what is in the composer of a room.
    pub(crate) fn give_back(&mut self, now: Moment, room: RoomId, text: &str) {
        let draft = self.signals(room).draft;
        let before = draft.peek(Clone::clone);
        draft.set(if before.trim().is_empty() { text.to_owned() } else { [&before, "\n", text].concat() });
        self.drafts.touch(room, now);
    }

    /// A message of the open room was deleted while its text was being changed: the text goes to the composer.
    pub(crate) fn rescue_edit(&mut self, now: Moment) {
        let Some(room) = self.current else { return };
        let Some((target, text)) = self.signals(room).edit.peek(Clone::clone) else { return };
        let message = self.client.timeline(room).and_then(|timeline| timeline.message(target.seq));
        if message.is_some_and(|message| message.deleted.is_some()) {
            self.edit(room, None);
            self.give_back(now, room, &text);
            self.toasts.tell(now, text::EDIT_RESCUED.to_owned(), None);
        }
    }

    /// What a text means in the open room.
    pub(crate) fn read(&mut self, text: &str) -> Meaning {
        let nobody = People::default();
        let open = self.current;
        let (_, by_id, reader) = self.split();
        let people = open.and_then(|room| by_id.get(&room)).map_or(&nobody, |room| &room.view.people);
        reader.known(people).read(text, false)
    }

    /// Whether this is the text of the message as it is shown.
    pub(crate) fn says(&self, room: RoomId, target: Target, text: &str) -> bool {
        let message = self.client.timeline(room).and_then(|timeline| timeline.message(target.seq));
        message.is_some_and(|message| message.body == text)
    }

    /// Remembers who waits for an answer; the number is for the request.
    pub(crate) fn await_answer(&mut self, done: Awaited) -> u32 {
        self.asked += 1;
        self.awaited.push((self.asked, done));
        self.asked
    }

    /// Who waited for this answer.
    pub(crate) fn answered(&mut self, request: u32) -> Option<Awaited> {
        let place = self.awaited.iter().position(|(number, _)| *number == request)?;
        Some(self.awaited.swap_remove(place).1)
    }

    /// What the server refused under this name.
    pub(crate) fn refused(&self, nonce: Nonce) -> Option<Refused> {
        self.held.iter().find_map(|room| {
            let timeline = self.client.timeline(*room)?;
            let is_it = |unsent: &&Unsent| unsent.nonce == nonce;
            timeline.items().into_iter().find_map(|item| match item {
                Item::Unsent { unsent, state: SendState::Refused(_) } => {
                    is_it(&unsent).then(|| Refused::Message(*room, unsent.body.clone()))
                }
                Item::Entry { entry, .. } => {
                    let mut refused =
                        timeline.deeds(entry.seq).filter(|(_, state)| matches!(state, SendState::Refused(_)));
                    let (unsent, _) = refused.find(|(unsent, _)| is_it(unsent))?;
                    match &unsent.deed {
                        // There is nothing left to give this text to.
                        Deed::Edit { body, .. } if is_deleted(entry) => Some(Refused::Message(*room, body.clone())),
                        Deed::Edit { target, body } => Some(Refused::Edit(*room, *target, body.clone())),
                        _ => None,
                    }
                }
                _ => None,
            })
        })
    }
}

fn is_deleted(entry: &Entry) -> bool {
    matches!(&entry.change, protocol::Change::MessageSent { message } if message.deleted.is_some())
}

fn current(current: Option<RoomId>, by_id: &mut HashMap<RoomId, RoomStore>) -> Option<(RoomId, &mut RoomStore)> {
    let id = current?;
    by_id.get_mut(&id).map(|store| (id, store))
}
