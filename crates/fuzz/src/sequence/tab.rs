//! One device: its connection, the answers that it waits for, and up to where it has read each room.

use std::{
    collections::{BTreeMap, HashMap},
    mem,
    time::Instant,
};

use hubbub_chat::Caller;
use hubbub_protocol::{
    AccountId, Command, CommandFrame, Entry, ErrorCode, Event, Hello, JoinedRoom, PROTOCOL_VERSION, Reply, ReplyFrame,
    RoomId, RoomResumed, Seq, ServerFrame,
};
use hubbub_realtime::Realtime;

use super::{
    hello,
    model::{Answer, Model},
};
use crate::device::Device;

/// Ids of commands; what an input writes by itself has smaller ones, most of the time.
const FIRST_ID: u32 = 1 << 30;

/// A device, which may be offline.
#[derive(Default)]
pub(super) struct Tab {
    device: Option<Device>,
    /// Whether it has said hello.
    is_identified: bool,
    /// What is under way is not carried on.
    pub(super) holds: bool,
    ids: u32,
    waiting: HashMap<u32, Answer>,
    /// Where it has read up to, over all connections.
    held: BTreeMap<RoomId, Seq>,
    /// What it asked to resume, until that has come.
    resuming: BTreeMap<RoomId, Seq>,
}

impl Tab {
    /// Connects.
    pub(super) fn connects(&mut self, realtime: &Realtime, caller: &Caller, now: Instant) {
        self.device.get_or_insert_with(|| Device::open(realtime, caller, now));
    }

    /// Says hello, and takes up where it was.
    pub(super) fn greets(&mut self, account: AccountId, model: &mut Model, now: Instant) {
        if !self.is_identified {
            self.commands(hello(self.held.clone()).into(), account, model, now);
            self.resuming = self.held.clone();
        }
    }

    pub(super) fn leaves(&mut self) {
        if let Some(device) = self.device.take() {
            device.leaves();
        }
        self.is_gone();
    }

    fn is_gone(&mut self) {
        *self = Self { held: mem::take(&mut self.held), ids: self.ids, ..Self::default() };
    }

    /// Sends a command.
    pub(super) fn commands(&mut self, command: Command, account: AccountId, model: &mut Model, now: Instant) {
        self.ids += 1;
        let frame = CommandFrame { id: FIRST_ID + self.ids, command };
        self.says(frame.encode().as_bytes(), account, model, now);
    }

    /// Sends any text.
    pub(super) fn says(&mut self, text: &[u8], account: AccountId, model: &mut Model, now: Instant) {
        let Some(device) = &mut self.device else { return };
        let text = String::from_utf8_lossy(text);
        let (id, command) = match CommandFrame::decode(&text) {
            Ok(frame) => (frame.id, Ok(frame.command)),
            Err(error) => (error.id, Err(error.refusal.code)),
        };
        let is_a_hello_of_its_own = |hello: &Hello| id < FIRST_ID && !hello.resume.is_empty();
        // Two answers to one number could not be told apart, and what a client claims to hold it has to hold.
        if self.waiting.contains_key(&id)
            || matches!(&command, Ok(Command::Hello(hello)) if is_a_hello_of_its_own(hello))
            || !device.says(&text, now)
        {
            return;
        }
        let answer = match command {
            Err(code) => Answer::Refused(code),
            Ok(command) if self.is_identified => model.takes(command, account),
            Ok(Command::Hello(hello)) if hello.protocol != PROTOCOL_VERSION => {
                Answer::Refused(ErrorCode::UpgradeRequired)
            }
            Ok(Command::Hello(_)) => {
                self.is_identified = true;
                Answer::Welcome
            }
            Ok(_) => Answer::Refused(ErrorCode::HelloExpected),
        };
        self.waiting.insert(id, answer);
        self.is_answered(account, model);
    }

    pub(super) fn gives_a_sign(&mut self, now: Instant) {
        self.device.iter_mut().for_each(|device| device.gives_a_sign(now));
    }

    pub(super) fn ticks(&mut self, now: Instant) {
        self.device.iter_mut().for_each(|device| device.ticks(now));
    }

    /// The network stops, or goes on.
    pub(super) fn stalls(&mut self) {
        self.device.iter().for_each(|device| device.stalls(!device.is_stalled()));
    }

    /// Nothing is held up any more.
    pub(super) fn lets_go(&mut self) {
        self.holds = false;
        self.device.iter().for_each(|device| device.stalls(false));
    }

    /// Carries on what is under way.
    pub(super) fn works(&mut self, account: AccountId, model: &mut Model) {
        if !self.holds {
            self.device.iter_mut().for_each(Device::works);
            self.is_answered(account, model);
        }
    }

    fn is_answered(&mut self, account: AccountId, model: &mut Model) {
        for ReplyFrame { to, result } in self.device.iter_mut().flat_map(Device::answered) {
            let answer = self.waiting.remove(&to).expect("a command is answered once");
            model.check_answer(&result, &answer, account);
        }
    }

    /// Takes what has come.
    pub(super) fn hears(&mut self, model: &Model) {
        let Some(device) = &mut self.device else { return };
        let (frames, is_closed) = (device.hears(), device.closed.is_some());
        for frame in frames {
            match frame {
                ServerFrame::Reply(reply) => self.learns(reply.result),
                ServerFrame::Event(Event::LogAppended(entry)) => self.reads(&entry, model),
                ServerFrame::Event(Event::RoomResumed(part)) => self.resumes(&part, model),
                ServerFrame::Event(_) => {}
            }
        }
        if is_closed {
            self.is_gone();
        }
    }

    /// Where rooms stand of which it held nothing.
    fn learns(&mut self, reply: Reply) {
        let rooms = match reply {
            Reply::Welcome(welcome) => welcome.rooms,
            Reply::RoomOpened(opened) => vec![opened.joined],
            _ => return,
        };
        for JoinedRoom { room, head, .. } in rooms {
            self.held.entry(room.id).or_insert(head);
        }
    }

    /// The rules of the protocol: what is held already is a repetition, what comes next is read, and nothing is missing.
    fn reads(&mut self, entry: &Entry, model: &Model) {
        assert!(!self.resuming.contains_key(&entry.room), "a live event came before the end of what was missed");
        model.check_entry(entry);
        let held = self.held.entry(entry.room).or_insert(entry.seq.previous());
        assert!(entry.seq <= held.next(), "{held} is held and {} came", entry.seq);
        *held = entry.seq.max(*held);
    }

    fn resumes(&mut self, RoomResumed { room, entries, gap, complete, .. }: &RoomResumed, model: &Model) {
        assert!(self.resuming.contains_key(room), "it did not ask for this room");
        assert_eq!(*gap, None, "too little was missed for a gap");
        let held = self.held.get_mut(room).expect("it holds what it resumes");
        for entry in entries {
            model.check_entry(entry);
            assert_eq!(entry.seq, held.next());
            *held = entry.seq;
        }
        if *complete {
            self.resuming.remove(room);
        }
    }

    /// At rest nothing is missing, if it is still there.
    pub(super) fn check(&self, account: AccountId, model: &Model) {
        if self.device.is_none() || !self.is_identified {
            return;
        }
        assert!(self.waiting.is_empty(), "not answered: {:?}", self.waiting);
        assert!(self.resuming.is_empty(), "not resumed: {:?}", self.resuming);
        for (room, held) in &self.held {
            assert!(model.is_member(account, *room), "it reads a room that it is not in");
            assert_eq!(*held, model.head(*room), "a silent gap");
        }
    }
}
