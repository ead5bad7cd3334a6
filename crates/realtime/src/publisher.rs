//! The one ordered path from what was committed to who hears it.

use std::{
    collections::VecDeque,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use hubbub_chat::Published;
use hubbub_protocol::{Event, RoomCreated, TypingChanged};
use tokio::{
    runtime::Handle,
    task::JoinSet,
    time::{self, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;

use crate::{
    Feed, Realtime,
    hub::{Frame, Queue},
};

/// Publications that may wait before senders are refused.
pub(crate) const BACKLOG: usize = 8_192;
/// Bytes that are queued before everybody was written to: well below what may wait for one connection, so that a burst
/// of long messages overflows nobody who reads.
const TURN: usize = 64 * 1024;
/// Connections that one processor writes to before other tasks get a turn.
pub(crate) const AT_ONCE: usize = 64;
/// How often presence and typing are looked after; what changes in between goes out together.
const TICK: Duration = Duration::from_millis(250);

impl Realtime {
    /// Hands out what the bus brings, and looks after presence and typing, until `stop` is cancelled.
    pub async fn run(self, mut feed: Feed, stop: CancellationToken) {
        let mut tick = time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let queued = tokio::select! {
                published = feed.recv() => match published {
                    Some(published) => self.deliver(published),
                    None => return,
                },
                () = self.inner.hub.listed() => 0,
                at = tick.tick() => {
                    self.tick(at.into_std());
                    0
                }
                () = stop.cancelled() => return,
            };
            self.write_out(&mut feed, queued).await;
        }
    }

    /// Writes to everybody who was given something. What is published meanwhile goes along, so that one write carries
    /// it all for those whose turn is still to come; they are many in a large room, where it counts.
    async fn write_out(&self, feed: &mut Feed, mut queued: usize) {
        let processors = Handle::current().metrics().num_workers();
        let mut unwritten = VecDeque::new();
        loop {
            if queued < TURN {
                queued += self.deliver_waiting(feed, TURN - queued);
                unwritten.extend(self.inner.hub.take_listed());
            }
            if unwritten.is_empty() {
                return;
            }
            // The connections get a turn, whose answers to the same commit then share a write with its event, and so does
            // the store's writer on a processor that it shares with this thread: what it commits meanwhile goes along.
            std::thread::yield_now();
            tokio::task::yield_now().await;
            let mine = next_few(&mut unwritten);
            let mut others = JoinSet::new();
            while others.len() + 1 < processors && !unwritten.is_empty() {
                let theirs = next_few(&mut unwritten);
                others.spawn(async move { write(&theirs) });
            }
            write(&mine);
            // A panic has been told by the panic hook; it concerns the connections of its own part.
            while others.join_next().await.is_some() {}
        }
    }

    /// Queues what is published already, up to a number of bytes, and says how many those were.
    fn deliver_waiting(&self, feed: &mut Feed, limit: usize) -> usize {
        let mut queued = 0;
        while queued < limit
            && let Some(published) = feed.try_recv()
        {
            queued += self.deliver(published);
        }
        self.inner.backlog.store(feed.len(), Ordering::Relaxed);
        queued
    }

    /// Gives one publication to everybody it concerns, and says how many bytes each of them was given.
    pub(crate) fn deliver(&self, published: Published) -> usize {
        let hub = &self.inner.hub;
        match published {
            Published::Appended(entry) => {
                let room = entry.room;
                let frame = Frame::hard(Event::LogAppended(entry));
                hub.to_room(room, &frame, None);
                frame.len()
            }
            Published::RoomCreated(room) => {
                let frame = Frame::hard(Event::RoomCreated(RoomCreated { room }));
                hub.to_everyone(&frame);
                frame.len()
            }
            Published::MemberJoined { room, account } => {
                hub.subscribe_account(account, room);
                self.presences().entered(account, room);
                0
            }
        }
    }

    /// Announces who came and went, and ends what was typed too long ago.
    pub(crate) fn tick(&self, now: Instant) {
        let changes = self.presences().tick(now);
        for change in changes {
            self.inner.hub.to_room(change.room, &Frame::soft(Event::PresenceChanged(change)), None);
        }
        let ended = self.typings().expire(now);
        for typing in ended {
            self.announce_typing(typing);
        }
    }

    /// Tells the others in the room.
    pub(crate) fn announce_typing(&self, typing: TypingChanged) {
        let (room, account) = (typing.room, typing.account.id);
        self.inner.hub.to_room(room, &Frame::soft(Event::TypingChanged(typing)), Some(account));
    }
}

fn next_few(unwritten: &mut VecDeque<Arc<Queue>>) -> Vec<Arc<Queue>> {
    unwritten.drain(..unwritten.len().min(AT_ONCE)).collect()
}

fn write(queues: &[Arc<Queue>]) {
    for queue in queues {
        queue.write_out();
    }
}
