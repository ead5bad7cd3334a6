//! How a connection begins, and what arrives over it.

use hubbub_protocol::{
    Account, AccountId, CloseCode, ErrorCode, FEATURE_LEVEL, Hello, PROTOCOL_VERSION, Position, Refusal, Reply,
    ReplyFrame, ServerFrame, Welcome, limits,
};

use super::Client;
use crate::{Change, Moment, opening::Wish, session::ABANDONED};

impl Client {
    /// The socket is open: says who speaks and what is held.
    pub(super) fn greet(&mut self, now: Moment) {
        let hello = self.last_command + 1;
        if !self.session.opened(now, hello) {
            return;
        }
        let mut resume = Vec::new();
        for held in self.held.iter_mut().filter(|held| !held.is_stale()).take(limits::RESUME_ROOMS) {
            held.resume(hello);
            resume.push(Position { room: held.room(), after: held.given() });
        }
        self.command(&Hello {
            protocol: PROTOCOL_VERSION,
            feature_level: FEATURE_LEVEL,
            client: self.name.clone(),
            epoch: self.epoch.filter(|_| !resume.is_empty() || self.marks.version.is_some()),
            resume,
            account_version: self.marks.version,
        });
    }

    /// The network or the person came back.
    pub(super) fn nudge(&mut self, now: Moment) {
        self.session.nudge(now, &mut self.out);
        self.held.iter_mut().for_each(|held| held.fetching.hurry());
    }

    /// Takes a frame. What cannot be read is skipped: if it was an entry, the next one or a heartbeat shows the gap.
    pub(super) fn frame(&mut self, now: Moment, text: &str) {
        self.session.heard(now);
        match ServerFrame::decode(text) {
            Ok(ServerFrame::Reply(reply)) if self.session.open_hello() == Some(reply.to) => {
                self.hello_answered(now, reply.result);
            }
            Ok(ServerFrame::Reply(reply)) if self.session.is_live() => self.reply(now, reply),
            Ok(ServerFrame::Event(event)) if self.session.is_live() => self.event(now, event),
            _ => {}
        }
    }

    fn hello_answered(&mut self, now: Moment, answer: Reply) {
        match answer {
            Reply::Welcome(welcome) => self.welcome(now, welcome),
            Reply::Refused { error } => {
                error.retry_after_ms.iter().for_each(|millis| self.session.hold_off(*millis));
                self.leave(now, error.code);
            }
            // Without a `welcome` in time the connection is given up.
            _ => {}
        }
    }

    fn welcome(&mut self, now: Moment, welcome: Welcome) {
        self.session.welcomed(now, welcome.heartbeat_ms, &mut self.out);
        self.account = Some(welcome.account);
        if self.build.as_ref().is_some_and(|build| *build != welcome.build) {
            self.out.changed(Change::NewBuild(welcome.build.clone()));
        }
        self.build = Some(welcome.build);
        self.adopt_epoch(welcome.epoch);
        self.rooms.keep_only(&welcome.rooms);
        self.take_items(welcome.account_version, welcome.items);
        for joined in welcome.rooms {
            if let Some(request) = self.openings.take_made(&joined.room) {
                self.out.changed(Change::RoomOpened { request: Some(request), room: joined.room.id });
            }
            self.put_room(now, joined, true);
        }
        self.follow_markers();
        self.held.iter_mut().for_each(|held| held.fetching.hurry());
        self.out.changed(Change::Rooms);
    }

    fn reply(&mut self, now: Moment, reply: ReplyFrame) {
        match reply.result {
            Reply::MessageAcknowledged(ack) => self.acknowledged(now, &ack),
            Reply::RoomOpened(opened) => self.room_opened(now, reply.to, opened.joined),
            Reply::Refused { error } => self.refused(now, reply.to, error),
            Reply::Changed(changed) => self.changed(now, reply.to, changed),
            Reply::Saved(saved) => self.saved(reply.to, saved.version),
            Reply::UnreadCounted(counted) => self.counted(reply.to, counted),
            Reply::Welcome(_) | Reply::Done | Reply::Unknown => self.answered_oddly(now, reply.to),
        }
    }

    fn refused(&mut self, now: Moment, command: u32, error: Refusal) {
        if matches!(error.code, ErrorCode::Unauthenticated | ErrorCode::UpgradeRequired | ErrorCode::HelloExpected) {
            // That is about the connection; the command waits for a better one.
            self.leave(now, error.code);
        } else if let Some(wish) = self.openings.answered(command) {
            if !matches!(wish, Wish::Learn(_)) {
                self.out.changed(Change::RoomRefused { request: wish.request(), refusal: error });
            }
        } else if !self.reading_refused(now, command, &error) {
            self.send_refused(now, command, error);
        }
    }

    fn leave(&mut self, now: Moment, why: ErrorCode) {
        let code = match why {
            ErrorCode::Unauthenticated => CloseCode::SessionEnded.code(),
            ErrorCode::UpgradeRequired => CloseCode::UpgradeRequired.code(),
            _ => ABANDONED,
        };
        self.session.abandon(now, code, &mut self.jitter, &mut self.out);
    }

    pub(super) fn me(&self) -> Option<AccountId> {
        self.account.as_ref().map(|Account { id, .. }| *id)
    }
}
