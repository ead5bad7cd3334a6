//! From `hello` to `welcome`.

use hubbub_chat::{Caller, account_log, rooms, sessions};
use hubbub_protocol::{ConnectionId, Epoch, ErrorCode, Position, Refusal, Room, Seq, hello::Head};

use crate::{
    Realtime, command,
    resume::{self, Batch},
};

/// What a client says that it holds.
#[derive(Debug)]
pub(super) struct Held {
    /// Up to where it holds the first of its rooms.
    pub(super) positions: Vec<Position>,
    /// The epoch of the positions and of the version.
    pub(super) epoch: Option<Epoch>,
    /// Up to where it holds its account log.
    pub(super) account_version: Option<Seq>,
}

/// Everything a connection needs to become live.
#[derive(Debug)]
pub(super) struct Opened {
    /// The rooms of the account, and where their logs stood when the connection began to hear them.
    pub(super) rooms: Vec<(Room, Head)>,
    /// What belongs to the account, and what is unread.
    pub(super) account: account_log::Missed,
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
    Held { positions, epoch, account_version }: Held,
) -> Result<Box<Opened>, Refusal> {
    let chat = realtime.chat();
    // The hub has known the connection since it was accepted. An end of its session that is not seen here comes to the
    // hub afterwards, and finds it there.
    if !sessions::holds(chat, &caller).await.map_err(|error| command::refusal(&error))? {
        return Err(Refusal::new(ErrorCode::Unauthenticated, "The session ended."));
    }
    realtime.hub().identify(id);
    let joined = rooms::joined(chat, &caller).await.map_err(|error| command::refusal(&error))?;
    let mut heads: Vec<_> = joined.iter().map(|(room, head)| Head { room: room.id, head: *head }).collect();
    realtime.hub().subscribe(id, &mut heads);
    let (ids, held) = (heads.iter().map(|head| head.room).collect(), epoch.zip(account_version));
    let account = account_log::missed(chat, &caller, ids, held).await.map_err(|error| command::refusal(&error))?;
    realtime.hub().account_reached(caller.id(), account.version);
    let first = resume::read(chat, &caller, positions, epoch).await.map_err(|error| command::refusal(&error))?;
    let rooms = joined.into_iter().map(|(room, _)| room).zip(heads).collect();
    Ok(Box::new(Opened { rooms, account, first }))
}
