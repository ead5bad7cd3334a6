//! The life of the connection: connecting, greeting, live, waiting for the next try.

pub(crate) mod backoff;

use hubbub_protocol::CloseCode;

use crate::{Change, Effect, Moment, out::Out};
use backoff::{Backoff, Jitter};

/// How the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// Not started, stopped, or closed by the server for good.
    Off,
    /// A socket is being opened, or `hello` waits for its answer.
    Connecting,
    /// The server has answered `hello`.
    Live,
    /// The next try is at this moment.
    Waiting {
        /// When.
        until: Moment,
    },
    /// The session ended; sign in again.
    SignedOut,
    /// This client is too old; reload.
    Outdated,
}

/// Milliseconds a socket may take to open, and then `hello` to be answered.
pub(crate) const PATIENCE_MS: u64 = 10_000;
/// Milliseconds beyond the heartbeat after which a silent connection is dead.
pub(crate) const SILENCE_MS: u64 = 15_000;
/// Milliseconds after which a connection counts as stable, so that its end is no failure.
pub(crate) const STABLE_MS: u64 = 30_000;
/// The code to leave a dead socket with. It is not 1000, because the client comes right back.
pub(crate) const ABANDONED: u16 = 4000;

#[derive(Debug, Default)]
pub(crate) struct Session {
    link: Link,
    lost_since: Option<Moment>,
    backoff: Backoff,
    /// The wait that the server asked for, until the next close.
    retry_after_ms: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Link {
    #[default]
    Off,
    SignedOut,
    Outdated,
    Opening {
        deadline: Moment,
    },
    Greeting {
        hello: u32,
        deadline: Moment,
    },
    Live {
        hello: u32,
        since: Moment,
        heard: Moment,
        silence_ms: u64,
    },
    /// When the server asked for the wait, nothing shortens it.
    Waiting {
        until: Moment,
        ordered: bool,
    },
}

impl Session {
    pub(crate) fn connection(&self) -> Connection {
        match self.link {
            Link::Off => Connection::Off,
            Link::SignedOut => Connection::SignedOut,
            Link::Outdated => Connection::Outdated,
            Link::Opening { .. } | Link::Greeting { .. } => Connection::Connecting,
            Link::Live { .. } => Connection::Live,
            Link::Waiting { until, .. } => Connection::Waiting { until },
        }
    }

    pub(crate) fn lost_since(&self) -> Option<Moment> {
        self.lost_since
    }

    pub(crate) fn is_live(&self) -> bool {
        self.live_hello().is_some()
    }

    /// The number of the `hello` this live connection began with. Commands with lower numbers went over another
    /// connection, so nobody will answer them.
    pub(crate) fn live_hello(&self) -> Option<u32> {
        match self.link {
            Link::Live { hello, .. } => Some(hello),
            _ => None,
        }
    }

    /// The number of the `hello` that waits for its answer.
    pub(crate) fn open_hello(&self) -> Option<u32> {
        match self.link {
            Link::Greeting { hello, .. } => Some(hello),
            _ => None,
        }
    }

    pub(crate) fn start(&mut self, now: Moment, out: &mut Out) {
        if !self.has_socket() {
            self.backoff.reset();
            self.open(now, out);
        }
    }

    pub(crate) fn stop(&mut self, out: &mut Out) {
        self.hang_up(CloseCode::Normal.code(), out);
        self.end(Link::Off, out);
    }

    /// The socket is open. Whether `hello` is due, under this number.
    pub(crate) fn opened(&mut self, now: Moment, hello: u32) -> bool {
        let expected = matches!(self.link, Link::Opening { .. });
        if expected {
            self.link = Link::Greeting { hello, deadline: now.plus(PATIENCE_MS) };
        }
        expected
    }

    pub(crate) fn welcomed(&mut self, now: Moment, heartbeat_ms: u32, out: &mut Out) {
        if let Link::Greeting { hello, .. } = self.link {
            let silence_ms = u64::from(heartbeat_ms) + SILENCE_MS;
            self.link = Link::Live { hello, since: now, heard: now, silence_ms };
            self.lost_since = None;
            out.changed(Change::Connection);
        }
    }

    /// Any frame proves that the server is there.
    pub(crate) fn heard(&mut self, now: Moment) {
        if let Link::Live { heard, .. } = &mut self.link {
            *heard = now;
        }
    }

    /// The server asked to stay away for a while after the next close.
    pub(crate) fn hold_off(&mut self, retry_after_ms: u32) {
        self.retry_after_ms = Some(u64::from(retry_after_ms));
    }

    pub(crate) fn closed(&mut self, now: Moment, code: u16, jitter: &mut Jitter, out: &mut Out) {
        if !self.has_socket() {
            return;
        }
        if CloseCode::is_resumable(code) {
            self.wait(now, jitter, out);
        } else if code == CloseCode::SessionEnded.code() {
            self.end(Link::SignedOut, out);
            out.changed(Change::SignedOut);
        } else if code == CloseCode::UpgradeRequired.code() {
            self.end(Link::Outdated, out);
            out.changed(Change::Outdated);
        } else {
            self.end(Link::Off, out);
        }
    }

    /// Gives the socket up as if it had closed with this code.
    pub(crate) fn abandon(&mut self, now: Moment, code: u16, jitter: &mut Jitter, out: &mut Out) {
        if self.has_socket() {
            self.hang_up(ABANDONED, out);
            self.closed(now, code, jitter, out);
        }
    }

    /// The network or the person came back: do not sit out a wait, do not trust a long silence.
    pub(crate) fn nudge(&mut self, now: Moment, out: &mut Out) {
        if self.is_silent(now) {
            self.hang_up(ABANDONED, out);
            self.open(now, out);
        } else if matches!(self.link, Link::Waiting { ordered: false, .. }) {
            self.open(now, out);
        }
    }

    /// Does what is due.
    pub(crate) fn advance(&mut self, now: Moment, jitter: &mut Jitter, out: &mut Out) {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        if self.has_socket() {
            self.abandon(now, ABANDONED, jitter, out);
        } else {
            self.open(now, out);
        }
    }

    pub(crate) fn deadline(&self) -> Option<Moment> {
        match self.link {
            Link::Off | Link::SignedOut | Link::Outdated => None,
            Link::Opening { deadline } | Link::Greeting { deadline, .. } => Some(deadline),
            Link::Live { heard, silence_ms, .. } => Some(heard.plus(silence_ms)),
            Link::Waiting { until, .. } => Some(until),
        }
    }

    fn has_socket(&self) -> bool {
        matches!(self.link, Link::Opening { .. } | Link::Greeting { .. } | Link::Live { .. })
    }

    fn is_silent(&self, now: Moment) -> bool {
        self.is_live() && self.deadline().is_some_and(|deadline| deadline <= now)
    }

    fn open(&mut self, now: Moment, out: &mut Out) {
        self.link = Link::Opening { deadline: now.plus(PATIENCE_MS) };
        self.lost_since.get_or_insert(now);
        out.effect(Effect::OpenSocket);
        out.changed(Change::Connection);
    }

    fn wait(&mut self, now: Moment, jitter: &mut Jitter, out: &mut Out) {
        if let Link::Live { since, .. } = self.link
            && now.since(since) >= STABLE_MS
        {
            self.backoff.reset();
        }
        let ordered = self.retry_after_ms.take();
        let wait = ordered.unwrap_or_else(|| self.backoff.fail(jitter));
        self.link = Link::Waiting { until: now.plus(wait), ordered: ordered.is_some() };
        self.lost_since.get_or_insert(now);
        out.changed(Change::Connection);
    }

    fn end(&mut self, link: Link, out: &mut Out) {
        self.link = link;
        self.lost_since = None;
        self.retry_after_ms = None;
        out.changed(Change::Connection);
    }

    fn hang_up(&mut self, code: u16, out: &mut Out) {
        if self.has_socket() {
            out.effect(Effect::CloseSocket { code });
        }
    }
}
