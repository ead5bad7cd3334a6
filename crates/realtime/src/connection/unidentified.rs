//! A connection that has not said hello. It can do nothing else.

use std::time::{Duration, Instant};

use hubbub_protocol::{
    CloseCode, Command, CommandFrame, ErrorCode, FEATURE_LEVEL, Hello, PROTOCOL_VERSION, Refusal, limits,
};

use super::{
    Connection, Link,
    effect::{Effect, Effects},
    identified::Identified,
};

const HELLO_DEADLINE: Duration = Duration::from_millis(limits::HELLO_DEADLINE_MS as u64);

/// A connection before `hello`.
#[derive(Debug)]
pub struct Unidentified {
    pub(super) link: Link,
    deadline: Instant,
}

impl Unidentified {
    pub(super) fn new(link: Link, now: Instant) -> Self {
        Self { link, deadline: now + HELLO_DEADLINE }
    }

    /// Takes a frame, which should be a hello.
    pub(super) fn on_frame(self, text: &str, now: Instant) -> (Connection, Effects) {
        let frame = match CommandFrame::decode(text) {
            Ok(frame) => frame,
            Err(error) => return self.stay(vec![Effect::refuse(error.id, error.refusal)]),
        };
        if let Command::Hello(hello) = frame.command {
            self.hello(frame.id, hello, now)
        } else {
            let refusal = Refusal::new(ErrorCode::HelloExpected, "The first command must be `hello`.");
            self.stay(vec![Effect::refuse(frame.id, refusal)])
        }
    }

    fn hello(self, id: u32, hello: Hello, now: Instant) -> (Connection, Effects) {
        if hello.protocol != PROTOCOL_VERSION {
            let message = format!("This server speaks protocol {PROTOCOL_VERSION}.");
            let refusal = Refusal::new(ErrorCode::UpgradeRequired, message).field("protocol");
            return self.stay(vec![Effect::refuse(id, refusal), Effect::Close(CloseCode::UpgradeRequired)]);
        }
        if hello.resume.len() > limits::RESUME_ROOMS {
            let refusal = Refusal::new(ErrorCode::TooLarge, "Too many rooms to resume.").field("resume");
            return self.stay(vec![Effect::refuse(id, refusal.limit(limits::RESUME_ROOMS))]);
        }
        let client: String = hello.client.chars().take(64).collect();
        tracing::info!(
            connection.id = %self.link.id,
            account.id = %self.link.caller.id(),
            client = %client.escape_debug(),
            feature_level = hello.feature_level,
            server_feature_level = FEATURE_LEVEL,
            "connection {} said hello", self.link.id,
        );
        let (identified, opening) = Identified::new(self.link, id, hello, now);
        (Connection::Identified(identified), vec![opening])
    }

    fn stay(self, effects: Effects) -> (Connection, Effects) {
        (Connection::Unidentified(self), effects)
    }

    /// When to look at the clock again.
    pub(super) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Looks at the clock.
    pub(super) fn on_tick(&self, now: Instant) -> Effects {
        if now >= self.deadline { vec![Effect::Close(CloseCode::Policy)] } else { Effects::new() }
    }
}
