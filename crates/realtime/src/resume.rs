//! Resume: what a client has missed, read from the log and cut into frames.

use std::{io, mem};

use bytes::Bytes;
use hubbub_chat::{Caller, Chat, log};
use hubbub_protocol::{Entry, Epoch, Event, Position, RoomId, RoomResumed, Seq};

use crate::wire;

/// Rooms that are read at once. It bounds what a connection with much to catch up on holds in memory.
pub(crate) const ROOMS: usize = 8;
/// Bytes of entries that one frame should not go beyond.
const PART: usize = 60 * 1024;

/// What some rooms had for a client that comes back.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The epoch of all positions.
    pub(crate) epoch: Epoch,
    /// Whether the client's positions are of this epoch.
    pub(crate) is_resumable: bool,
    /// The frames to send.
    pub(crate) parts: Vec<Bytes>,
    /// Up to where they bring each room that has missed something.
    pub(crate) reached: Vec<(RoomId, Seq)>,
}

/// Reads what was missed after `positions`; nothing, when they are of another epoch.
pub(crate) async fn read(
    chat: &Chat,
    caller: &Caller,
    positions: Vec<Position>,
    of: Option<Epoch>,
) -> hubbub_chat::Result<Batch> {
    let (epoch, missed) = log::missed(chat, caller, positions).await?;
    let mut batch = Batch { epoch, is_resumable: of == Some(epoch), parts: Vec::new(), reached: Vec::new() };
    if batch.is_resumable {
        for log::Missed { room, entries, gap, head } in missed {
            batch.reached.extend(entries.last().map(|last| (room, last.seq)));
            let mut parts = cut(entries).into_iter().peekable();
            let mut gap = gap;
            while let Some(entries) = parts.next() {
                let complete = parts.peek().is_none();
                let event = Event::RoomResumed(RoomResumed { room, entries, gap: gap.take(), complete, head });
                batch.parts.push(wire::text(&event.into()));
            }
        }
    }
    Ok(batch)
}

/// Cuts entries into parts that make frames of a bearable size; there is always one, which may be empty.
fn cut(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let (mut parts, mut part, mut size) = (Vec::new(), Vec::new(), 0);
    for entry in entries {
        let more = encoded_size(&entry);
        if size + more > PART && !part.is_empty() {
            parts.push(mem::take(&mut part));
            size = 0;
        }
        size += more;
        part.push(entry);
    }
    parts.push(part);
    parts
}

fn encoded_size(entry: &Entry) -> usize {
    let mut counter = Counter(0);
    serde_json::to_writer(&mut counter, entry).expect("an entry always encodes, and counting never fails");
    counter.0
}

/// A writer that only counts.
struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
