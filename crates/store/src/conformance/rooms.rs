//! Rooms and memberships.

use hubbub_chat::ports::{Membership, Store};
use hubbub_protocol::{Account, AccountId, Room, RoomId, RoomSummary, Seq, Slug};

use super::Stage;

/// And by nothing else.
pub fn a_room_is_found_by_its_id_and_by_its_address<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (general, garden) = (stage.room("General"), stage.room("花园 2"));
    let by_id = |id: RoomId| stage.read(move |reader| Ok(reader.room(id)?));
    let by_slug = |slug: Slug| stage.read(move |reader| Ok(reader.room_by_slug(&slug)?));
    assert_eq!(by_id(general.id), Some(general));
    assert_eq!(by_slug(garden.slug.clone()), Some(garden));
    assert_eq!(by_id(RoomId::from_bytes([0xff; 16])), None);
    assert_eq!(by_slug(Slug::from_name("nowhere").expect("it has letters")), None);
}

/// The unit that tries fails; the first room stays.
pub fn a_taken_address_cannot_be_given_again<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let general = stage.room("General");
    let other = stage.room_to_be("General");
    stage.write(move |tx| Ok(tx.insert_room(&other, false)?)).expect_err("the address is taken");
    let slug = general.slug.clone();
    assert_eq!(stage.read(move |reader| Ok(reader.room_by_slug(&slug)?)), Some(general));
}

/// With their heads, and with what they are to the one who asks.
pub fn rooms_are_listed_oldest_first_up_to_the_limit<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let rooms: Vec<_> = ["General", "Garden", "Attic"].map(|name| stage.room(name)).into();
    let (ada, grace) = (stage.account("Ada"), stage.account("Grace"));
    let member = stage.join(&ada, &rooms[1]);
    stage.join(&grace, &rooms[0]);
    stage.say(&member, "hi");
    let list = |account: AccountId, limit| stage.read(move |reader| Ok(reader.rooms(account, limit)?));
    let summary = |index: usize, head, joined| RoomSummary { room: rooms[index].clone(), head, joined, unread: None };
    let expected = [summary(0, Seq::ZERO, false), summary(1, Seq::new(1), true), summary(2, Seq::ZERO, false)];
    assert_eq!(list(ada.id, 10), expected);
    assert_eq!(list(ada.id, 2), expected[..2]);
    assert!(list(ada.id, 0).is_empty());
    assert!(list(AccountId::from_bytes([0xff; 16]), 10).iter().all(|room| !room.joined));
}

/// Whatever else some of them are in together.
pub fn a_direct_room_is_found_by_its_people<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let [ada, grace, linus] = ["Ada", "Grace", "Linus"].map(|name| stage.account(name));
    let find = |people: &[&Account]| {
        let people: Vec<_> = people.iter().map(|person| person.id).collect();
        stage.read(move |reader| Ok(reader.direct_room(&people)?))
    };
    assert_eq!(find(&[&ada, &grace]), None);
    let (two, three, alone) =
        (stage.direct(&[&ada, &grace]), stage.direct(&[&ada, &grace, &linus]), stage.direct(&[&ada]));
    assert_eq!(find(&[&ada, &grace]), Some(two.clone()));
    assert_eq!(find(&[&ada, &grace, &linus]), Some(three));
    assert_eq!(find(&[&ada]), Some(alone));
    assert_eq!(find(&[&grace, &linus]), None);
    assert_eq!(find(&[]), None);
    let id = two.id;
    assert_eq!(stage.read(move |reader| Ok(reader.room(id)?)), Some(two.clone()));
    let slug = two.slug.clone();
    assert_eq!(stage.read(move |reader| Ok(reader.room_by_slug(&slug)?)), Some(two));
}

/// The unit that tries fails; the first room stays.
pub fn the_same_people_have_one_direct_room<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.account("Ada"), stage.account("Grace"));
    let room = stage.direct(&[&ada, &grace]);
    let other = stage.direct_to_be(&[&ada, &grace]);
    stage.write(move |tx| Ok(tx.insert_room(&other, false)?)).expect_err("there is one");
    let people = [ada.id, grace.id];
    assert_eq!(stage.read(move |reader| Ok(reader.direct_room(&people)?)), Some(room));
}

/// Others do not see it in any list.
pub fn a_direct_room_is_listed_for_its_people_only<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let [ada, grace, linus] = ["Ada", "Grace", "Linus"].map(|name| stage.account(name));
    let (general, direct) = (stage.room("General"), stage.direct(&[&ada, &grace]));
    let list = |account: &Account| -> Vec<Room> {
        let id = account.id;
        let rooms = stage.read(move |reader| Ok(reader.rooms(id, 10)?));
        rooms.into_iter().map(|summary| summary.room).collect()
    };
    assert_eq!(list(&ada), [general.clone(), direct.clone()]);
    assert_eq!(list(&grace), [general.clone(), direct.clone()]);
    assert_eq!(list(&linus), [general]);
    let joined = |account: AccountId| stage.read(move |reader| Ok(reader.joined_rooms(account)?));
    assert_eq!(joined(ada.id), [(direct, Seq::ZERO)]);
    assert!(joined(linus.id).is_empty());
}

/// It names the account and the room; without it there is no proof to write with.
pub fn a_membership_is_found_once_it_is_there<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.account("Ada"), stage.account("Grace"));
    let (general, garden) = (stage.room("General"), stage.room("Garden"));
    let find = |account: AccountId, room: RoomId| stage.read(move |reader| Ok(reader.membership(account, room)?));
    assert_eq!(find(ada.id, general.id), None);
    let proof = stage.join(&ada, &general);
    assert_eq!(proof, Membership { account: ada.clone(), room: general.id });
    assert_eq!(find(ada.id, general.id), Some(proof));
    assert_eq!(find(grace.id, general.id), None);
    assert_eq!(find(ada.id, garden.id), None);
    assert_eq!(find(AccountId::from_bytes([0xff; 16]), RoomId::from_bytes([0xff; 16])), None);
}

/// The second time says that there was nothing to do.
pub fn joining_twice_changes_nothing<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, general) = (stage.account("Ada"), stage.room("General"));
    let join = || {
        let (account, room, (at, _)) = (ada.id, general.id, stage.fresh());
        stage.write(move |tx| Ok(tx.insert_membership(account, room, at)?)).expect("she may join")
    };
    assert!(join());
    assert!(!join());
    let account = ada.id;
    assert_eq!(stage.read(move |reader| Ok(reader.joined_rooms(account)?)), [(general.clone(), Seq::ZERO)]);
}

/// Whatever the order in which the rooms were made.
pub fn joined_rooms_come_in_the_order_of_joining<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.account("Ada"), stage.account("Grace"));
    let (general, garden) = (stage.room("General"), stage.room("Garden"));
    let joined = |account: AccountId| stage.read(move |reader| Ok(reader.joined_rooms(account)?));
    assert!(joined(ada.id).is_empty());
    let member = stage.join(&ada, &garden);
    stage.join(&ada, &general);
    stage.join(&grace, &general);
    stage.say(&member, "hi");
    assert_eq!(joined(ada.id), [(garden, Seq::new(1)), (general.clone(), Seq::ZERO)]);
    assert_eq!(joined(grace.id), [(general, Seq::ZERO)]);
}

/// Those that new accounts join.
pub fn only_rooms_for_everyone_are_default_rooms<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    stage.room("Garden");
    assert!(stage.read(|reader| Ok(reader.default_rooms()?)).is_empty());
    let general = stage.room_to_be("General");
    let id = general.id;
    stage.write(move |tx| Ok(tx.insert_room(&general, true)?)).expect("the room can be added");
    assert_eq!(stage.read(|reader| Ok(reader.default_rooms()?)), [id]);
}
