//! From `hello` to `welcome`.

use hubbub_chat::{Caller, rooms};
use hubbub_protocol::{ConnectionId, Epoch, Position, Refusal, Room, hello::Head};

use crate::{
    Realtime, command,
    resume::{self, Batch},
};

/// Everything a connection needs to become live.
#[derive(Debug)]
pub(super) struct Opened {
    /// The rooms of the account, and where their logs stood when the connection began to hear them.
    pub(super) rooms: Vec<(Room, Head)>,
    /// The epoch, and the first of what was missed.
    pub(super) first: Batch,
}

/// Subscribes a connection to its rooms and reads what it has missed.
///
/// The order closes every gap: the hub hears for the connection first, and the log is read afterwards. What is
/// published in between is both in the queue and in the log, and is left out of the queue later.
pub(super) async fn open(
    realtime: Realtime,
    caller: Caller,
    id: ConnectionId,
    positions: Vec<Position>,
    epoch: Option<Epoch>,
) -> Result<Box<Opened>, Refusal> {
    let chat = realtime.chat();
    realtime.hub().identify(id);
    let joined = rooms::joined(chat, &caller).await.map_err(|error| command::refusal(&error))?;
    let mut heads: Vec<_> = joined.iter().map(|(room, head)| Head { room: room.id, head: *head }).collect();
    realtime.hub().subscribe(id, &mut heads);
    let first = resume::read(chat, &caller, positions, epoch).await.map_err(|error| command::refusal(&error))?;
    let rooms = joined.into_iter().map(|(room, _)| room).zip(heads).collect();
    Ok(Box::new(Opened { rooms, first }))
}
