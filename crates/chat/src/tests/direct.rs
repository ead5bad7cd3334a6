//! Direct rooms.

use hubbub_protocol::{AccountId, OpenDirect, RoomKind, Target, limits};

use super::{Scene, hi, scene};
use crate::{Caller, Chat, Error, Published, Result, log, memory::sign_in, messages, pins, rooms, threads};

async fn newcomer(chat: &Chat, name: &str) -> Caller {
    sign_in(chat, name).await.expect("the name is free")
}

fn with(people: &[&Caller]) -> OpenDirect {
    OpenDirect { people: people.iter().map(|person| person.id()).collect() }
}

#[tokio::test]
async fn the_same_people_have_one_room_whoever_opens_it() {
    let Scene { chat, ada, bus, .. } = scene().await;
    let (grace, linus) = (newcomer(&chat, "Grace").await, newcomer(&chat, "Linus").await);
    let first = rooms::open_direct(&chat, &ada, with(&[&grace])).await.expect("they may talk");
    let heard = |person: &Caller| {
        let joined = Published::MemberJoined { room: first.room.id, account: person.id() };
        bus.published().contains(&joined)
    };
    assert!(heard(&ada) && heard(&grace) && !heard(&linus));
    for (who, people) in [(&ada, with(&[&grace])), (&grace, with(&[&ada])), (&grace, with(&[&grace, &ada, &ada]))] {
        let again = rooms::open_direct(&chat, who, people).await.expect("they may talk");
        assert_eq!(again.room.id, first.room.id);
    }
    let group = rooms::open_direct(&chat, &ada, with(&[&grace, &linus])).await.expect("they may talk");
    let alone = rooms::open_direct(&chat, &ada, with(&[])).await.expect("she may keep notes");
    assert!(group.room.id != first.room.id && alone.room.id != first.room.id);
}

#[tokio::test]
async fn a_direct_room_is_called_by_the_others_in_it() {
    let Scene { chat, ada, .. } = scene().await;
    let (grace, linus) = (newcomer(&chat, "Grace").await, newcomer(&chat, "Linus").await);
    let room = rooms::open_direct(&chat, &ada, with(&[&grace, &linus])).await.expect("they may talk").room;
    assert_eq!((room.name.as_str(), room.kind), ("Grace, Linus", RoomKind::Direct));
    let alone = rooms::open_direct(&chat, &ada, with(&[])).await.expect("she may keep notes").room;
    assert_eq!(alone.name, "Ada");
    let names = async |who| {
        let listed = rooms::list(&chat, who).await.expect("rooms can be listed");
        let joined = rooms::joined(&chat, who).await.expect("rooms can be listed");
        let at = rooms::at(&chat, who, room.slug.clone()).await.expect("it is there");
        let listed = listed.into_iter().find(|summary| summary.room.id == room.id).expect("it is listed").room.name;
        let joined = joined.into_iter().find(|(joined, _)| joined.id == room.id).expect("it is joined").0.name;
        assert_eq!([&listed, &joined], [&at.name; 2]);
        listed
    };
    assert_eq!(names(&grace).await, "Ada, Linus");
    assert_eq!(names(&linus).await, "Ada, Grace");
}

#[tokio::test]
async fn nobody_else_learns_that_it_exists() {
    let Scene { chat, ada, general, .. } = scene().await;
    let (grace, linus) = (newcomer(&chat, "Grace").await, newcomer(&chat, "Linus").await);
    let room = rooms::open_direct(&chat, &ada, with(&[&grace])).await.expect("they may talk").room;
    let sent = messages::send(&chat, &ada, hi(room.id, 1)).await.expect("she is in");
    messages::send(&chat, &grace, hi(room.id, 2)).await.expect("she is in");
    let secret = Target { seq: sent.seq, message: sent.message };
    assert!(rooms::list(&chat, &linus).await.expect("rooms can be listed").iter().all(|it| it.room.id == general));
    let mut forwarded = hi(general, 3);
    forwarded.forwarded_from = Some(hubbub_protocol::Source { room: room.id, target: secret });
    let refused = [
        rooms::at(&chat, &linus, room.slug.clone()).await.err(),
        rooms::join(&chat, &linus, room.id).await.err(),
        log::page(&chat, &linus, room.id, hubbub_protocol::LogQuery::default()).await.err(),
        messages::info(&chat, &linus, room.id, secret.seq).await.err(),
        threads::page(&chat, &linus, room.id, secret.seq, hubbub_protocol::LogQuery::default()).await.err(),
        pins::list(&chat, &linus, room.id).await.err(),
        messages::send(&chat, &linus, hi(room.id, 1)).await.err(),
        messages::send(&chat, &linus, forwarded).await.err(),
    ];
    for (number, error) in refused.into_iter().enumerate() {
        assert!(matches!(error, Some(Error::NotFound)), "{number}: {error:?}");
    }
}

#[tokio::test]
async fn a_direct_room_has_few_people_and_only_known_ones() {
    let Scene { chat, ada, .. } = scene().await;
    let stranger = OpenDirect { people: vec![AccountId::from_bytes([0xff; 16])] };
    let unknown = rooms::open_direct(&chat, &ada, stranger).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
    let mut others = Vec::new();
    for number in 0..limits::DIRECT_PEOPLE {
        others.push(newcomer(&chat, &format!("Marvin {number}")).await.id());
    }
    let open = async |people: &[AccountId]| -> Result<_> {
        rooms::open_direct(&chat, &ada, OpenDirect { people: people.to_vec() }).await
    };
    let crowd = open(&others).await;
    assert!(matches!(crowd, Err(Error::TooLarge { field: "people", limit: limits::DIRECT_PEOPLE })), "{crowd:?}");
    open(&others[1..]).await.expect("with her they are as many as there may be");
}
