//! Rooms: making, joining and listing them. All rooms are open so far: every account may read and join them.

use hubbub_protocol::{CreateRoom, Room, RoomId, RoomSummary, Seq, Slug, Unread, name};

use crate::{
    Caller, Chat, Error, Published, Result,
    ports::{self, Membership, Reader},
    reads,
};

/// The room everyone is in from the start.
pub const GENERAL: &str = "General";

/// The most rooms one list holds.
const LIST_LIMIT: usize = 500;

/// Makes the room everyone joins, unless there is one.
pub async fn ensure_general(chat: &Chat) -> Result<()> {
    let room = new_room(chat, GENERAL)?;
    let work = move |tx: &mut dyn ports::Transaction| {
        if tx.default_rooms()?.is_empty() {
            tx.insert_room(&room, true)?;
        }
        Ok(())
    };
    ports::write(&*chat.store, work, |()| ()).await
}

/// Makes an open room with the caller as its first member.
pub async fn create(chat: &Chat, caller: &Caller, command: &CreateRoom) -> Result<Room> {
    let room = new_room(chat, &command.name)?;
    let (account, now) = (caller.id(), room.created_at);
    let work = move |tx: &mut dyn ports::Transaction| {
        if tx.room_by_slug(&room.slug)?.is_some() {
            return Err(Error::NameTaken);
        }
        tx.insert_room(&room, false)?;
        tx.insert_membership(account, room.id, now)?;
        Ok(room.clone())
    };
    let bus = chat.bus.clone();
    let committed = move |room: &Room| {
        bus.publish(Published::MemberJoined { room: room.id, account });
        bus.publish(Published::RoomCreated(room.clone()));
    };
    ports::write(&*chat.store, work, committed).await
}

/// A room that somebody is in now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The room.
    pub room: Room,
    /// The head of its log.
    pub head: Seq,
    /// What is unread there, if they marked it as read before.
    pub unread: Option<Unread>,
}

/// Makes the caller a member of an open room; joining twice changes nothing.
pub async fn join(chat: &Chat, caller: &Caller, id: RoomId) -> Result<Joined> {
    let (account, now) = (caller.id(), chat.clock.now());
    let work = move |tx: &mut dyn ports::Transaction| {
        let room = tx.room(id)?.ok_or(Error::NotFound)?;
        tx.insert_membership(account, id, now)?;
        Ok(Joined { room, head: tx.head(id)?, unread: reads::beyond_marker(tx.as_reader(), account, id)? })
    };
    let bus = chat.bus.clone();
    // Published even for an old membership: a connection that asks again must be sure to hear the room.
    let committed = move |_: &Joined| bus.publish(Published::MemberJoined { room: id, account });
    ports::write(&*chat.store, work, committed).await
}

/// The rooms the caller is a member of, with their heads.
pub async fn joined(chat: &Chat, caller: &Caller) -> Result<Vec<(Room, Seq)>> {
    let account = caller.id();
    ports::read(&*chat.store, move |reader| Ok(reader.joined_rooms(account)?)).await
}

/// The open rooms, whether the caller is in them, and what is unread there.
pub async fn list(chat: &Chat, caller: &Caller) -> Result<Vec<RoomSummary>> {
    overview(chat, caller).await.map(|(rooms, _)| rooms)
}

/// The same, and up to where the account log reached then: the read markers are as it has them.
pub async fn overview(chat: &Chat, caller: &Caller) -> Result<(Vec<RoomSummary>, Seq)> {
    let account = caller.id();
    ports::read(&*chat.store, move |reader| {
        let (mut rooms, version) = (reader.rooms(account, LIST_LIMIT)?, reader.account_version(account)?);
        for summary in rooms.iter_mut().filter(|summary| summary.joined && version > Seq::ZERO) {
            summary.unread = reads::beyond_marker(reader, account, summary.room.id)?;
        }
        Ok((rooms, version))
    })
    .await
}

/// The room at this address.
pub async fn at(chat: &Chat, _caller: &Caller, slug: Slug) -> Result<Room> {
    ports::read(&*chat.store, move |reader| reader.room_by_slug(&slug)?.ok_or(Error::NotFound)).await
}

/// The caller's membership, which writing into a room demands. Absent and forbidden look the same.
pub(crate) fn membership(reader: &dyn Reader, caller: &Caller, room: RoomId) -> Result<Membership> {
    reader.membership(caller.id(), room)?.ok_or(Error::NotFound)
}

fn new_room(chat: &Chat, name: &str) -> Result<Room> {
    let name = name::room_name(name).map_err(|problem| Error::name("name", problem))?;
    let slug = Slug::from_name(&name)
        .ok_or(Error::Invalid { field: "name", reason: "must hold at least one letter or digit" })?;
    let created_at = chat.clock.now();
    Ok(Room { id: RoomId::new(created_at, chat.ids.random()), slug, name, created_at })
}
