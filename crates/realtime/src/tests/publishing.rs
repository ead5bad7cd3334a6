//! The publisher: one order for everybody, and few writes.

use std::{
    io::{self, IoSlice},
    sync::{Arc, Mutex},
};

use hubbub_chat::{Published, ports::Bus as _};
use hubbub_protocol::{AccountId, Change, ConnectionId, Entry, Event, RoomId, Seq, ServerFrame, hello::Head};
use tokio_util::sync::CancellationToken;

use super::{line::Line, scene::Scene};
use crate::{LocalBus, hub::Floors, publisher::AT_ONCE, wire::Wire};

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

/// Publishes the first entry, and the second as soon as somebody has got the first; what all of a large room got.
async fn a_large_room() -> Vec<Line> {
    let scene = Scene::new();
    let hub = scene.realtime.hub();
    let (bus, feed) = LocalBus::new();
    bus.publish(Published::Appended(entry(1)));
    let says = Arc::new(Mutex::new(Some((bus, entry(2)))));
    let (mut lines, mut connections) = (Vec::new(), Vec::new());
    for n in 0..200 {
        let line = Line::open();
        let wire = Arc::new(Eager { line: line.clone(), says: Arc::clone(&says) });
        let id = ConnectionId::from_bytes([n; 16]);
        let outbound = hub.register(id, AccountId::from_bytes([n; 16]), wire);
        hub.subscribe(id, &mut [Head { room: entry(1).room, head: Seq::ZERO }]);
        outbound.go_live(Floors::new());
        lines.push(line);
        connections.push(outbound);
    }
    scene.realtime.clone().run(feed, CancellationToken::new()).await;
    for line in &lines {
        let heard: Vec<_> = line.frames().iter().map(|frame| String::from_utf8_lossy(frame).into_owned()).collect();
        assert_eq!(heard, [1, 2].map(|seq| ServerFrame::from(Event::LogAppended(entry(seq))).encode()));
    }
    lines
}

#[tokio::test]
async fn what_is_published_while_a_large_room_is_written_to_goes_along() {
    let lines = a_large_room().await;
    let at_once = lines.iter().filter(|line| line.writes() == 1).count();
    assert_eq!(at_once, lines.len() - AT_ONCE, "all but the first few get both with one write");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_processors_write_to_a_large_room_in_one_order() {
    a_large_room().await;
}
