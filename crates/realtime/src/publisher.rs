//! The one ordered path from what was committed to who hears it.

use std::{
    collections::VecDeque,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use hubbub_chat::Published;
use hubbub_protocol::{Entry, Event, RoomCreated, TypingChanged};
use tokio::{
    runtime::Handle,
    task::JoinSet,
    time::{self, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;

use crate::{
    Feed, Realtime,
    hub::{Frame, Queue, Stretch},
};

/// Publications that may wait before senders are refused.
pub(crate) const BACKLOG: usize = 8_192;
/// Bytes that are queued before everybody was written to: well below what may wait for one connection, so that a burst
/// of long messages overflows nobody who reads.
const TURN: usize = 64 * 1024;
/// Connections that one processor writes to before other tasks get a turn.
pub(crate) const AT_ONCE: usize = 64;
/// How long one commit more is waited for, at most, before a large room is written to.
const COMMIT: Duration = Duration::from_millis(5);
/// How often presence and typing are looked after; what changes in between goes out together.
const TICK: Duration = Duration::from_millis(250);

impl Realtime {
    /// Hands out what the bus brings, and looks after presence and typing, until `stop` is cancelled.
    pub async fn run(self, mut feed: Feed, stop: CancellationToken) {
        let mut tick = time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let queued = tokio::select! {
                first = feed.recv() => match first {
                    Some(first) => self.deliver_waiting(&mut feed, first),
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
        let mut unwritten = VecDeque::from(self.inner.hub.take_listed());
        if unwritten.len() > AT_ONCE && self.chat().store.is_writing() {
            queued += self.next_commit(feed).await;
        }
        let processors = Handle::current().metrics().num_workers();
        while !unwritten.is_empty() {
            // The connections get a turn: their answers to the same commit then share a write with its event. And so does
            // the store's writer on a processor that it shares with this thread: what it commits meanwhile goes along.
            std::thread::yield_now();
            tokio::task::yield_now().await;
            if queued < TURN
                && let Some(first) = feed.try_recv()
            {
                queued += self.deliver_waiting(feed, first);
            }
            unwritten.extend(self.inner.hub.take_listed());
            let mine = next_few(&mut unwritten);
            let mut others = JoinSet::new();
            while others.len() + 1 < processors && !unwritten.is_empty() {
                let theirs = next_few(&mut unwritten);
                others.spawn(async move { Queue::write_out_all(&theirs) });
            }
            Queue::write_out_all(&mine);
            // A panic has been told by the panic hook; it concerns the connections of its own part.
            while others.join_next().await.is_some() {}
            unwritten.extend(self.inner.hub.take_listed());
        }
    }

    /// Waits for what is being committed right now and queues it. A large room is then written to once and not twice,
    /// which costs more than one commit takes; and a commit that takes longer is not waited for.
    async fn next_commit(&self, feed: &mut Feed) -> usize {
        match time::timeout(COMMIT, feed.recv()).await {
            Ok(Some(first)) => self.deliver_waiting(feed, first),
            Ok(None) | Err(_) => 0,
        }
    }

    /// Queues a publication and those that wait behind it, up to a number of bytes, and says how many those were.
    fn deliver_waiting(&self, feed: &mut Feed, first: Published) -> usize {
        // The store's writer gets a turn on a processor that it shares with this thread, to hand over the rest of its
        // commit: entries of one room are then queued as one.
        std::thread::yield_now();
        let (mut queued, mut next) = (0, Some(first));
        while let Some(published) = next {
            let following;
            (queued, following) = match published {
                Published::Appended(entry) => self.deliver_entries(entry, feed, queued),
                other => (queued + self.deliver(other), None),
            };
            next = following.or_else(|| if queued < TURN { feed.try_recv() } else { None });
        }
        self.inner.backlog.store(feed.len(), Ordering::Relaxed);
        queued
    }

    /// Queues an entry, and with it those that follow in its room, up to a number of bytes. Says how many those were
    /// in all, and what else came.
    fn deliver_entries(&self, first: Entry, feed: &mut Feed, queued: usize) -> (usize, Option<Published>) {
        let room = first.room;
        let mut stretch = Stretch::new(first);
        let mut other = None;
        while queued + stretch.len() < TURN {
            match feed.try_recv() {
                Some(Published::Appended(entry)) if stretch.is_followed_by(&entry) => stretch.add(entry),
                published => {
                    other = published;
                    break;
                }
            }
        }
        let frame = Frame::from(stretch);
        self.inner.hub.to_room(room, &frame, None);
        (queued + frame.len(), other)
    }

    /// Gives one publication to everybody it concerns, and says how many bytes each of them was given.
    pub(crate) fn deliver(&self, published: Published) -> usize {
        let hub = &self.inner.hub;
        match published {
            Published::Appended(entry) => {
                let room = entry.room;
                let frame = Frame::from(Stretch::new(entry));
                hub.to_room(room, &frame, None);
                frame.len()
            }
            Published::RoomCreated(room) => {
                let frame = Frame::hard(Event::RoomCreated(RoomCreated { room }));
                hub.to_everyone(&frame);
                frame.len()
            }
            Published::AccountChanged { account, changed } => {
                let frame = Frame::hard(Event::AccountChanged(changed));
                hub.to_account(account, changed.version, &frame);
                frame.len()
            }
            Published::SessionsEnded(ended) => {
                hub.end_sessions(&ended.into_iter().collect());
                0
            }
            Published::MemberJoined { room, account } => {
                self.presences().entered(account, room);
                // Last, because it tells those who wait for all of this.
                hub.subscribe_account(account, room);
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
