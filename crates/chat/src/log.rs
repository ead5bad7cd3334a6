//! The room log: pages of it, and what a client has missed.

use hubbub_protocol::{Entry, Epoch, Gap, LogPage, LogQuery, Position, RoomId, Seq, limits};

use crate::{
    Caller, Chat, Result,
    ports::{self, LogRange, Reader},
    rooms,
};

/// A page of the log of a room.
pub async fn page(chat: &Chat, caller: &Caller, room: RoomId, query: LogQuery) -> Result<LogPage> {
    let caller = caller.clone();
    ports::read(&*chat.store, move |reader| {
        readable(reader, &caller, room)?;
        // All of it is one look, so the messages stand as they were at the head.
        let (epoch, head) = (reader.epoch()?, reader.head(room)?);
        Ok(LogPage { room, epoch, head, entries: reader.entries(room, query.into())?, pins: reader.pins(room)? })
    })
    .await
}

/// Whether the caller may read this room.
pub(crate) fn readable(reader: &dyn Reader, caller: &Caller, room: RoomId) -> Result<()> {
    rooms::visible(reader, caller.id(), reader.room(room)?).map(drop)
}

/// What a room has for a client that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Which room.
    pub room: RoomId,
    /// The missed entries in order, or the newest page of them.
    pub entries: Vec<Entry>,
    /// What lies before these entries and was left out.
    pub gap: Option<Gap>,
    /// The head of the log: the messages in the entries stand as they were then.
    pub head: Seq,
}

/// The epoch, and what the caller's rooms have after the given positions.
///
/// Positions in rooms that the caller is not a member of are passed over: they may never have been visible.
pub async fn missed(chat: &Chat, caller: &Caller, positions: Vec<Position>) -> Result<(Epoch, Vec<Missed>)> {
    let account = caller.id();
    ports::read(&*chat.store, move |reader| {
        let mut missed = Vec::with_capacity(positions.len());
        for position in positions {
            if reader.membership(account, position.room)?.is_some() {
                missed.push(after(reader, position)?);
            }
        }
        Ok((reader.epoch()?, missed))
    })
    .await
}

fn after(reader: &dyn Reader, Position { room, after }: Position) -> Result<Missed> {
    let head = reader.head(room)?;
    let missing = head.since(after);
    if missing <= limits::RESUME_ENTRIES as u64 {
        let entries = reader.entries(room, LogRange::after(after, limits::RESUME_ENTRIES))?;
        return Ok(Missed { room, entries, gap: None, head });
    }
    let entries = reader.entries(room, LogRange::newest(limits::PAGE))?;
    let gap = entries.first().map(|first| Gap { after, before: first.seq });
    Ok(Missed { room, entries, gap, head })
}
