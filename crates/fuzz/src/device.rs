//! One connection without a socket, as the server's loop would run it.

use std::{collections::VecDeque, mem, sync::Arc, time::Instant};

use futures::FutureExt as _;
use hubbub_chat::Caller;
use hubbub_protocol::{CloseCode, ReplyFrame, ServerFrame};
use hubbub_realtime::{Connection, Effect, Outbound, Realtime, connection::Work, wire};

use crate::line::{self, Line};

/// A connection and what lies between it and its client.
pub(crate) struct Device {
    /// `None` once it is closed.
    connection: Option<Connection>,
    outbound: Outbound,
    line: Line,
    work: VecDeque<Work>,
    answered: Vec<ReplyFrame>,
    /// Why the server closed it.
    pub(crate) closed: Option<CloseCode>,
}

impl Device {
    pub(crate) fn open(realtime: &Realtime, caller: &Caller, now: Instant) -> Self {
        let permit = realtime.admit(caller.id()).expect("few connections are open");
        let line = Line::default();
        let (connection, outbound) = realtime.accept(permit, caller.clone(), Arc::new(line.clone()), now);
        Self { connection: Some(connection), outbound, line, work: VecDeque::new(), answered: Vec::new(), closed: None }
    }

    /// Sends a frame, unless the server would not read it now.
    pub(crate) fn says(&mut self, text: &str, now: Instant) -> bool {
        let Some(connection) = self.connection.take_if(|connection| connection.wants_frames()) else { return false };
        let (connection, effects) = connection.on_frame(text, now);
        self.connection = Some(connection);
        self.carry_out(effects);
        true
    }

    /// Sends a ping or a pong.
    pub(crate) fn gives_a_sign(&mut self, now: Instant) {
        let effects = self.connection.as_mut().map(|connection| connection.on_control(now));
        self.carry_out(effects.unwrap_or_default());
    }

    /// Lets the connection look at the clock, if it asked for that.
    pub(crate) fn ticks(&mut self, now: Instant) {
        let due = self.connection.as_mut().filter(|connection| connection.deadline() <= now);
        let effects = due.map(|connection| connection.on_tick(now));
        self.carry_out(effects.unwrap_or_default());
    }

    /// Runs the work under way to its end, but for what waits for the publisher.
    pub(crate) fn works(&mut self) {
        let mut waiting = VecDeque::new();
        while let Some(mut work) = self.work.pop_front() {
            let Some(outcome) = (&mut work).now_or_never() else {
                waiting.push_back(work);
                continue;
            };
            let effects = self.connection.as_mut().map(|connection| connection.on_outcome(outcome));
            self.carry_out(effects.unwrap_or_default());
        }
        self.work.extend(waiting);
    }

    /// The answers since this was asked last, which need not have come yet.
    pub(crate) fn answered(&mut self) -> Vec<ReplyFrame> {
        mem::take(&mut self.answered)
    }

    /// Every frame that has come.
    pub(crate) fn hears(&mut self) -> Vec<ServerFrame> {
        line::frames(&self.takes())
    }

    /// Every byte that has come.
    pub(crate) fn takes(&mut self) -> Vec<u8> {
        self.outbound.write();
        if let Some(Err(code)) = self.outbound.called().now_or_never() {
            self.closed = Some(code);
        }
        self.line.taken()
    }

    /// From now on the network takes nothing, or everything again.
    pub(crate) fn stalls(&self, is_stalled: bool) {
        self.line.stall(is_stalled);
    }

    pub(crate) fn is_stalled(&self) -> bool {
        self.line.is_stalled()
    }

    /// Ends with a goodbye.
    pub(crate) fn leaves(mut self) {
        if let Some(mut connection) = self.connection.take() {
            connection.on_goodbye();
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(frame) => {
                    self.answered.extend(line::reply(&frame));
                    self.outbound.say(frame);
                }
                Effect::GoLive(floors) => self.outbound.go_live(floors),
                Effect::Ping => self.outbound.say(wire::ping()),
                Effect::Run(work) => self.work.push_back(work),
                Effect::Close(code) => {
                    self.closed = Some(code);
                    self.connection = None;
                    self.work.clear();
                    return;
                }
            }
        }
    }
}
