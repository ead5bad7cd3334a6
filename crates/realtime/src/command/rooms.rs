//! Commands about rooms.

use hubbub_chat::{Caller, rooms};
use hubbub_protocol::{ConnectionId, CreateRoom, JoinRoom, JoinedRoom, Refusal, Reply, Room, RoomOpened, Seq};

use crate::{Realtime, command};

/// Makes a room.
pub(crate) async fn create(
    realtime: Realtime,
    caller: Caller,
    connection: ConnectionId,
    command: CreateRoom,
) -> Result<Reply, Refusal> {
    let room = rooms::create(realtime.chat(), &caller, &command).await.map_err(|error| command::refusal(&error))?;
    Ok(opened(&realtime, connection, room, Seq::ZERO).await)
}

/// Makes the caller a member of a room.
pub(crate) async fn join(
    realtime: Realtime,
    caller: Caller,
    connection: ConnectionId,
    command: JoinRoom,
) -> Result<Reply, Refusal> {
    let joined = rooms::join(realtime.chat(), &caller, command.room).await;
    let (room, head) = joined.map_err(|error| command::refusal(&error))?;
    Ok(opened(&realtime, connection, room, head).await)
}

/// Who is told that they are in a room hears it from then on and may type there, and finds themselves in its presence:
/// the publisher has come to the membership.
async fn opened(realtime: &Realtime, connection: ConnectionId, room: Room, head: Seq) -> Reply {
    realtime.hub().heard(connection, room.id).await;
    let presence = realtime.presence(room.id);
    Reply::RoomOpened(RoomOpened { joined: JoinedRoom { room, head, presence } })
}
