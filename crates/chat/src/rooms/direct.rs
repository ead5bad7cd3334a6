//! Direct rooms: one for each set of people.

use hubbub_protocol::{
    Account, AccountChanged, AccountId, Item, OpenDirect, Room, RoomId, RoomKind, Seq, Slug, limits,
};

use super::{Joined, entered, seen_by};
use crate::{
    Caller, Chat, Error, Published, Result,
    ports::{self, Reader},
};

/// What opening came to: the room, and what is new in the account logs of its people if it was made for that.
struct Opened(Joined, Vec<(AccountId, AccountChanged)>);

/// Gives the direct room of these people and the caller, and makes it if there is none yet.
///
/// The others are in it at once, but nobody tells them: they learn of it by the first message. So that this one is news to
/// them, nobody has read anything there.
pub async fn open(chat: &Chat, caller: &Caller, OpenDirect { people }: OpenDirect) -> Result<Joined> {
    let (account, created_at) = (caller.id(), chat.clock.now());
    let people = everybody(people, account)?;
    let id = RoomId::new(created_at, chat.ids.random());
    let work = move |tx: &mut dyn ports::Transaction| {
        if let Some(room) = tx.direct_room(&people)? {
            return Ok(Opened(entered(tx.as_reader(), account, seen_by(account, room))?, Vec::new()));
        }
        let people = known(tx.as_reader(), &people)?;
        let open = Room::open(id, Slug::from_id(id), String::new(), created_at);
        let room = Room { kind: RoomKind::Direct, people, ..open };
        tx.insert_room(&room, false)?;
        let mut markers = Vec::with_capacity(room.people.len());
        for person in &room.people {
            tx.insert_membership(person.id, id, created_at)?;
            let item = Item::ReadMarker { room: id, up_to: Seq::ZERO };
            let version = tx.put_item(person.id, item)?;
            markers.push((person.id, AccountChanged { version, item }));
        }
        Ok(Opened(entered(tx.as_reader(), account, seen_by(account, room))?, markers))
    };
    let bus = chat.bus.clone();
    // Published even for a room that was there, like joining.
    let committed = move |Opened(joined, markers): &Opened| {
        for person in &joined.room.people {
            bus.publish(Published::MemberJoined { room: joined.room.id, account: person.id });
        }
        for &(account, changed) in markers {
            bus.publish(Published::AccountChanged { account, changed });
        }
    };
    ports::write(&*chat.store, work, committed).await.map(|Opened(joined, _)| joined)
}

/// The caller and the others, each once, in the order of their ids.
fn everybody(mut people: Vec<AccountId>, caller: AccountId) -> Result<Vec<AccountId>> {
    people.push(caller);
    people.sort_unstable();
    people.dedup();
    if people.len() > limits::DIRECT_PEOPLE {
        return Err(Error::TooLarge { field: "people", limit: limits::DIRECT_PEOPLE });
    }
    Ok(people)
}

fn known(reader: &dyn Reader, people: &[AccountId]) -> Result<Vec<Account>> {
    people.iter().map(|id| reader.account(*id)?.ok_or(Error::NotFound)).collect()
}
