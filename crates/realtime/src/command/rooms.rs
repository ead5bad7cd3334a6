//! Commands about rooms.

use hubbub_chat::{
    Caller,
    rooms::{self, Joined},
};
use hubbub_protocol::{ConnectionId, CreateRoom, JoinRoom, JoinedRoom, OpenDirect, Refusal, Reply, RoomOpened, Seq};

use crate::{Realtime, command};

/// Makes a room.
pub(crate) async fn create(
    realtime: Realtime,
    caller: Caller,
    connection: ConnectionId,
    command: CreateRoom,
) -> Result<Reply, Refusal> {
    let room = rooms::create(realtime.chat(), &caller, &command).await.map_err(|error| command::refusal(&error))?;
    Ok(opened(&realtime, connection, Joined { room, head: Seq::ZERO, unread: None }).await)
}

/// Opens the direct room of some people.
pub(crate) async fn open_direct(
    realtime: Realtime,
    caller: Caller,
    connection: ConnectionId,
    command: OpenDirect,
) -> Result<Reply, Refusal> {
    let joined = rooms::open_direct(realtime.chat(), &caller, command).await;
    let joined = joined.map_err(|error| command::refusal(&error))?;
    Ok(opened(&realtime, connection, joined).await)
}

/// Makes the caller a member of a room.
pub(crate) async fn join(
    realtime: Realtime,
    caller: Caller,
    connection: ConnectionId,
    command: JoinRoom,
) -> Result<Reply, Refusal> {
    let joined = rooms::join(realtime.chat(), &caller, command.room).await;
    let joined = joined.map_err(|error| command::refusal(&error))?;
    Ok(opened(&realtime, connection, joined).await)
}

/// Who is told that they are in a room hears it from then on and may type there, and finds themselves in its presence:
/// the publisher has come to the membership.
async fn opened(realtime: &Realtime, connection: ConnectionId, Joined { room, head, unread }: Joined) -> Reply {
    realtime.hub().heard(connection, room.id).await;
    let presence = realtime.presence(room.id);
    Reply::RoomOpened(RoomOpened { joined: JoinedRoom { room, head, presence, unread } })
}
