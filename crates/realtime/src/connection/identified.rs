//! A connection that has said hello: first it catches up, then it is live.

use std::{
    collections::HashSet,
    mem,
    time::{Duration, Instant},
};

use hubbub_protocol::{
    CloseCode, Command, CommandFrame, Epoch, ErrorCode, Event, FEATURE_LEVEL, Heartbeat as Heads, Hello, Position,
    Refusal, Reply, ReplyFrame, SetTyping, Welcome, limits,
};
use tracing::Instrument as _;

use super::{
    Link,
    effect::{Came, Effect, Effects, Outcome},
    heartbeat::Beat,
    limits::{Bucket, IN_FLIGHT, TYPING},
    opening::{self, Held, Opened},
};
use crate::{
    command,
    hub::{Floors, Frame},
    resume::{self, Batch},
};

/// A connection after `hello`.
#[derive(Debug)]
pub struct Identified {
    pub(super) link: Link,
    phase: Phase,
    in_flight: usize,
    typing: Bucket,
    /// Up to where each room was brought, until the connection is live.
    floors: Floors,
}

#[derive(Debug)]
enum Phase {
    /// `welcome` is on its way; the client has to wait for it.
    Opening { rest: Vec<Position> },
    /// Commands are taken, but live events wait until everything missed was sent.
    Resuming { epoch: Epoch, rest: Vec<Position> },
    /// Everything flows.
    Live,
}

impl Identified {
    pub(super) fn new(link: Link, hello_id: u32, hello: Hello, now: Instant) -> (Self, Effect) {
        let mut seen = HashSet::new();
        let mut rest: Vec<_> = hello.resume.into_iter().filter(|position| seen.insert(position.room)).collect();
        let first = take_batch(&mut rest);
        let held = Held { positions: first, epoch: hello.epoch, account_version: hello.account_version };
        let opening = opening::open(link.realtime.clone(), link.caller.clone(), link.id, held);
        let run = Box::pin(async move { Outcome(Came::Opened(hello_id, opening.await)) });
        let typing = Bucket::new(TYPING, now);
        let phase = Phase::Opening { rest };
        (Self { link, phase, in_flight: 0, typing, floors: Floors::new() }, Effect::Run(run))
    }

    /// Whether the socket may be read: not before `welcome`, and not while too many commands wait.
    pub(super) fn wants_frames(&self) -> bool {
        !matches!(self.phase, Phase::Opening { .. }) && self.in_flight < IN_FLIGHT
    }

    /// Takes a frame.
    pub(super) fn on_frame(&mut self, text: &str, now: Instant) -> Effects {
        let CommandFrame { id, command } = match CommandFrame::decode(text) {
            Ok(frame) => frame,
            Err(error) => return vec![Effect::refuse(error.id, error.refusal)],
        };
        let (realtime, caller) = (self.link.realtime.clone(), self.link.caller.clone());
        let effect = match command {
            Command::Hello(_) => {
                let refusal = Refusal::new(ErrorCode::Invalid, "This connection has said `hello` already.");
                Effect::refuse(id, refusal.field("command"))
            }
            Command::SendMessage(command) => self.run(id, command::messages::send(&realtime, &caller, command)),
            Command::CancelMessage(command) => self.run(id, command::messages::cancel(&realtime, &caller, command)),
            Command::EditMessage(command) => self.run(id, command::messages::edit(&realtime, &caller, command)),
            Command::DeleteMessage(command) => self.run(id, command::messages::delete(&realtime, &caller, command)),
            Command::AddReaction(command) => self.run(id, command::messages::react(&realtime, &caller, command)),
            Command::RemoveReaction(command) => self.run(id, command::messages::unreact(&realtime, &caller, command)),
            Command::PinMessage(command) => self.run(id, command::messages::pin(&realtime, &caller, command)),
            Command::UnpinMessage(command) => self.run(id, command::messages::unpin(&realtime, &caller, command)),
            Command::MarkRead(command) => self.run(id, command::account::mark_read(&realtime, &caller, command)),
            Command::CountUnread(command) => self.run(id, command::account::count_unread(realtime, caller, command)),
            Command::CreateRoom(command) => {
                self.run(id, command::rooms::create(realtime, caller, self.link.id, command))
            }
            Command::OpenDirect(command) => {
                self.run(id, command::rooms::open_direct(realtime, caller, self.link.id, command))
            }
            Command::JoinRoom(command) => self.run(id, command::rooms::join(realtime, caller, self.link.id, command)),
            Command::SetTyping(command) => Effect::reply(id, self.set_typing(&command, now)),
        };
        vec![effect]
    }

    fn run(&mut self, to: u32, work: impl Future<Output = Result<Reply, Refusal>> + Send + 'static) -> Effect {
        self.in_flight += 1;
        let span = tracing::debug_span!("command", command.id = to);
        let answer = async move { Outcome(Came::Answer(ReplyFrame { to, result: work.await.into() })) };
        Effect::Run(Box::pin(answer.instrument(span)))
    }

    fn set_typing(&mut self, command: &SetTyping, now: Instant) -> Result<Reply, Refusal> {
        self.typing.take(now).map_err(|wait: Duration| {
            let wait = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).saturating_add(1);
            Refusal::new(ErrorCode::RateLimited, "Typing signals come too fast.").retry_after_ms(wait)
        })?;
        let Link { realtime, caller, id, .. } = &self.link;
        command::typing::set(realtime, caller, *id, command, now)
    }

    /// Takes what came of earlier work.
    pub(super) fn on_outcome(&mut self, outcome: Outcome) -> Effects {
        match outcome.0 {
            Came::Answer(reply) => {
                self.in_flight -= 1;
                vec![Effect::reply(reply.to, reply.result)]
            }
            Came::Opened(to, Ok(opened)) => self.welcome(to, *opened),
            Came::Opened(to, Err(refusal)) => {
                let code = close_code(&refusal);
                vec![Effect::refuse(to, refusal), Effect::Close(code)]
            }
            Came::Resumed(Ok(batch)) => self.resumed(batch),
            Came::Resumed(Err(refusal)) => vec![Effect::Close(close_code(&refusal))],
        }
    }

    fn welcome(&mut self, to: u32, Opened { rooms, account, first }: Opened) -> Effects {
        let Phase::Opening { rest } = mem::replace(&mut self.phase, Phase::Live) else { return Effects::new() };
        self.floors = rooms.iter().map(|(_, head)| (head.room, head.head)).collect();
        self.floors.sort_unstable();
        let rooms = self.link.appear(rooms, &account.unread);
        let welcome = Welcome {
            connection: self.link.id,
            account: self.link.caller.account().clone(),
            build: self.link.realtime.build().to_owned(),
            feature_level: FEATURE_LEVEL,
            epoch: first.epoch,
            heartbeat_ms: limits::HEARTBEAT_MS,
            rooms,
            account_version: account.version,
            items: account.items,
        };
        let mut effects = vec![Effect::reply(to, Reply::Welcome(welcome))];
        // Positions of another epoch mean nothing; then there were no parts, and there is no rest.
        let rest = if first.is_resumable { rest } else { Vec::new() };
        self.phase = Phase::Resuming { epoch: first.epoch, rest };
        effects.append(&mut self.resumed(first));
        effects
    }

    fn resumed(&mut self, batch: Batch) -> Effects {
        let Phase::Resuming { epoch, rest } = &mut self.phase else { return Effects::new() };
        for (room, reached) in batch.reached {
            if let Ok(index) = self.floors.binary_search_by_key(&room, |(room, _)| *room) {
                let floor = &mut self.floors[index].1;
                *floor = reached.max(*floor);
            }
        }
        let mut effects: Effects = batch.parts.into_iter().map(Effect::Send).collect();
        if rest.is_empty() {
            self.phase = Phase::Live;
            effects.push(Effect::GoLive(mem::take(&mut self.floors)));
        } else {
            let (epoch, next) = (*epoch, take_batch(rest));
            let (realtime, caller) = (self.link.realtime.clone(), self.link.caller.clone());
            effects.push(Effect::Run(Box::pin(async move {
                let batch = resume::read(realtime.chat(), &caller, next, Some(epoch)).await;
                Outcome(Came::Resumed(batch.map_err(|error| command::refusal(&error))))
            })));
        }
        effects
    }

    /// When to look at the clock again.
    pub(super) fn deadline(&self) -> Instant {
        let heartbeat = self.link.heartbeat.deadline();
        self.link.until.map_or(heartbeat, |until| until.min(heartbeat))
    }

    /// Looks at the clock.
    pub(super) fn on_tick(&mut self, now: Instant) -> Effects {
        if self.link.until.is_some_and(|until| now >= until) {
            self.link.said_goodbye();
            return vec![Effect::Close(CloseCode::SessionEnded)];
        }
        match self.link.heartbeat.look(now) {
            Beat::Wait => Effects::new(),
            Beat::Due => {
                // Through the queue, because the entries that these heads speak of may still wait there.
                let hub = self.link.realtime.hub();
                let (heads, account_version) = hub.heads(self.link.id);
                hub.to_connection(self.link.id, &Frame::soft(Event::Heartbeat(Heads { heads, account_version })));
                vec![Effect::Ping]
            }
            Beat::Dead => {
                self.link.fell_silent();
                vec![Effect::Close(CloseCode::GoingAway)]
            }
        }
    }
}

fn take_batch(rest: &mut Vec<Position>) -> Vec<Position> {
    rest.drain(..rest.len().min(resume::ROOMS)).collect()
}

/// How to send a client away whose catching up failed: it comes back, now or a little later, unless it may not.
fn close_code(refusal: &Refusal) -> CloseCode {
    match refusal.code {
        ErrorCode::Overloaded => CloseCode::TryAgainLater,
        ErrorCode::Unauthenticated => CloseCode::SessionEnded,
        _ => CloseCode::Internal,
    }
}
