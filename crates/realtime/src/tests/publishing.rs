//! The publisher: one order for everybody, and few writes.

use std::{
    io::{self, IoSlice},
    sync::{Arc, Mutex},
    time::Duration,
};

use hubbub_chat::{Published, ports::Bus as _};
use hubbub_protocol::{
    AccountId, Change, ConnectionId, Entry, Event, RoomId, Seq, ServerFrame, SessionId, hello::Head,
};
use tokio::time;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{line::Line, scene::Scene};
use crate::{LocalBus, Outbound, hub::Floors, publisher::AT_ONCE, wire::Wire};

/// A line whose reader says something as soon as the first bytes arrive, unless somebody else was faster.
struct Eager {
    line: Line,
    says: Arc<Mutex<Option<(LocalBus, Entry)>>>,
}

impl Wire for Eager {
    fn write(&self, frames: &[IoSlice<'_>]) -> io::Result<usize> {
        if let Some((bus, entry)) = self.says.lock().expect("nothing panics").take() {
            bus.publish(Published::Appended(entry));
        }
        self.line.write(frames)
    }
}

fn entry(seq: u64) -> Entry {
    Entry { room: RoomId::from_bytes([1; 16]), seq: Seq::new(seq), change: Change::Unknown }
}

/// A room full of lines, whose connections are kept as long as their ends.
fn a_large_room(scene: &Scene, says: &Arc<Mutex<Option<(LocalBus, Entry)>>>) -> (Vec<Line>, Vec<Outbound>) {
    let hub = scene.realtime.hub();
    let join = |n| {
        let line = Line::open();
        let wire = Arc::new(Eager { line: line.clone(), says: Arc::clone(says) });
        let id = ConnectionId::from_bytes([n; 16]);
        let outbound = hub.register(id, AccountId::from_bytes([n; 16]), SessionId::from_bytes([n; 16]), wire);
        hub.subscribe(id, &mut [Head { room: entry(1).room, head: Seq::ZERO }]);
        outbound.go_live(Floors::new());
        (line, outbound)
    };
    (0..200).map(join).unzip()
}

fn assert_heard(line: &Line, seqs: impl IntoIterator<Item = u64>) {
    let heard: Vec<_> = line.frames().iter().map(|frame| String::from_utf8_lossy(frame).into_owned()).collect();
    let expected: Vec<_> =
        seqs.into_iter().map(|seq| ServerFrame::from(Event::LogAppended(entry(seq))).encode()).collect();
    assert_eq!(heard, expected);
}

/// Publishes the first entry, and the second as soon as somebody has got the first; what all of a large room got.
async fn published_meanwhile() -> Vec<Line> {
    let scene = Scene::new();
    let (bus, feed) = LocalBus::new();
    bus.publish(Published::Appended(entry(1)));
    let says = Arc::new(Mutex::new(Some((bus, entry(2)))));
    let (lines, _connections) = a_large_room(&scene, &says);
    scene.realtime.clone().run(feed, CancellationToken::new()).await;
    for line in &lines {
        assert_heard(line, [1, 2]);
    }
    lines
}

#[tokio::test]
async fn what_is_published_while_a_large_room_is_written_to_goes_along() {
    let lines = published_meanwhile().await;
    let at_once = lines.iter().filter(|line| line.writes() == 1).count();
    assert_eq!(at_once, lines.len() - AT_ONCE, "all but the first few get both with one write");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_processors_write_to_a_large_room_in_one_order() {
    published_meanwhile().await;
}

#[tokio::test]
async fn entries_that_are_published_together_are_written_together() {
    let scene = Scene::new();
    let (bus, feed) = LocalBus::new();
    let (lines, _connections) = a_large_room(&scene, &Arc::default());
    for seq in 1..=20 {
        bus.publish(Published::Appended(entry(seq)));
    }
    drop(bus);
    scene.realtime.clone().run(feed, CancellationToken::new()).await;
    for line in &lines {
        assert_eq!(line.writes(), 1);
        assert_heard(line, 1..=20);
    }
}

#[tokio::test]
async fn a_large_room_waits_for_the_commit_that_is_under_way() {
    let scene = Scene::always_writing();
    let (bus, feed) = LocalBus::new();
    let (lines, _connections) = a_large_room(&scene, &Arc::default());
    let publisher = TaskTracker::new().spawn(scene.realtime.clone().run(feed, CancellationToken::new()));
    bus.publish(Published::Appended(entry(1)));
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    assert!(lines.iter().all(|line| line.writes() == 0), "nobody is written to twice");
    bus.publish(Published::Appended(entry(2)));
    drop(bus);
    publisher.await.expect("it ends with its bus");
    for line in &lines {
        assert_eq!(line.writes(), 1);
        assert_heard(line, [1, 2]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_commit_that_takes_long_is_not_waited_for() {
    let scene = Scene::always_writing();
    let (bus, feed) = LocalBus::new();
    let (lines, _connections) = a_large_room(&scene, &Arc::default());
    let stop = CancellationToken::new();
    let publisher = TaskTracker::new().spawn(scene.realtime.clone().run(feed, stop.clone()));
    bus.publish(Published::Appended(entry(1)));
    // Nothing else has anything to do, so the paused clock goes on to the next point in time that somebody waits for.
    let mut pace = time::interval(Duration::from_millis(1));
    while lines.iter().any(|line| line.writes() == 0) {
        pace.tick().await;
    }
    for line in &lines {
        assert_heard(line, [1]);
    }
    stop.cancel();
    publisher.await.expect("it was told to");
}
