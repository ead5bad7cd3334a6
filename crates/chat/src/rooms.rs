//! Rooms: making, joining and listing them.

mod direct;

use hubbub_protocol::{AccountId, CreateRoom, Room, RoomId, RoomSummary, Seq, Slug, Unread, name};

use crate::{
    Caller, Chat, Error, Published, Result,
    ports::{self, Membership, Reader},
    reads,
};
pub use direct::open as open_direct;

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

/// Makes the caller a member of an open room; joining twice changes nothing, and so does joining any room of theirs.
pub async fn join(chat: &Chat, caller: &Caller, id: RoomId) -> Result<Joined> {
    let (account, now) = (caller.id(), chat.clock.now());
    let work = move |tx: &mut dyn ports::Transaction| {
        let room = visible(tx.as_reader(), account, tx.room(id)?)?;
        tx.insert_membership(account, id, now)?;
        entered(tx.as_reader(), account, room)
    };
    let bus = chat.bus.clone();
    // Published even for an old membership: a connection that asks again must be sure to hear the room.
    let committed = move |_: &Joined| bus.publish(Published::MemberJoined { room: id, account });
    ports::write(&*chat.store, work, committed).await
}

/// The rooms the caller is a member of, with their heads.
pub async fn joined(chat: &Chat, caller: &Caller) -> Result<Vec<(Room, Seq)>> {
    let account = caller.id();
    ports::read(&*chat.store, move |reader| {
        let rooms = reader.joined_rooms(account)?.into_iter();
        Ok(rooms.map(|(room, head)| (seen_by(account, room), head)).collect())
    })
    .await
}

/// The open rooms and the caller's own, whether the caller is in them, and what is unread there.
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
        let seen = |summary: RoomSummary| RoomSummary { room: seen_by(account, summary.room), ..summary };
        Ok((rooms.into_iter().map(seen).collect(), version))
    })
    .await
}

/// The room at this address.
pub async fn at(chat: &Chat, caller: &Caller, slug: Slug) -> Result<Room> {
    let account = caller.id();
    ports::read(&*chat.store, move |reader| visible(reader, account, reader.room_by_slug(&slug)?)).await
}

/// The room as this account sees it, if it may. Absent and forbidden look the same.
pub(crate) fn visible(reader: &dyn Reader, account: AccountId, room: Option<Room>) -> Result<Room> {
    let room = room.ok_or(Error::NotFound)?;
    if room.kind.is_open() || reader.membership(account, room.id)?.is_some() {
        Ok(seen_by(account, room))
    } else {
        Err(Error::NotFound)
    }
}

/// The caller's membership, which writing into a room demands. Absent and forbidden look the same.
pub(crate) fn membership(reader: &dyn Reader, caller: &Caller, room: RoomId) -> Result<Membership> {
    reader.membership(caller.id(), room)?.ok_or(Error::NotFound)
}

fn entered(reader: &dyn Reader, account: AccountId, room: Room) -> Result<Joined> {
    let (head, unread) = (reader.head(room.id)?, reads::beyond_marker(reader, account, room.id)?);
    Ok(Joined { room, head, unread })
}

/// A direct room is called by the others in it.
fn seen_by(account: AccountId, room: Room) -> Room {
    if room.people.is_empty() {
        return room;
    }
    let others = room.people.iter().filter(|person| person.id != account || room.people.len() == 1);
    let name = others.map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ");
    Room { name, ..room }
}

fn new_room(chat: &Chat, name: &str) -> Result<Room> {
    let name = name::room_name(name).map_err(|problem| Error::name("name", problem))?;
    let slug = Slug::from_name(&name)
        .ok_or(Error::Invalid { field: "name", reason: "must hold at least one letter or digit" })?;
    let created_at = chat.clock.now();
    Ok(Room::open(RoomId::new(created_at, chat.ids.random()), slug, name, created_at))
}
