//! Read markers, and what is unread beyond them (P9).

use hubbub_protocol::{AccountChanged, CountUnread, Epoch, Item, MarkRead, RoomId, Seq, Unread};

use super::{Scene, hi, scene};
use crate::{Caller, Chat, Error, Published, account_log, memory::sign_in, messages, reads, rooms};

fn to(room: RoomId, up_to: u64) -> MarkRead {
    MarkRead { room, up_to: Seq::new(up_to), back: false }
}

fn back_to(room: RoomId, up_to: u64) -> MarkRead {
    MarkRead { back: true, ..to(room, up_to) }
}

async fn mark(chat: &Chat, caller: &Caller, command: MarkRead) -> u64 {
    reads::mark(chat, caller, command).await.expect("it can be marked").version.get()
}

/// A scene in which Grace has said five things.
async fn scene_with_news() -> (Scene, Caller) {
    let scene = scene().await;
    let grace = sign_in(&scene.chat, "Grace").await.expect("the name is free");
    for n in 1..=5 {
        messages::send(&scene.chat, &grace, hi(scene.general, n)).await.expect("it is sent");
    }
    (scene, grace)
}

/// What was told to the connections of Ada, as version and position.
fn told(scene: &Scene) -> Vec<(u64, u64)> {
    let changed = |published| match published {
        Published::AccountChanged { account, changed: AccountChanged { version, item } } => {
            let Item::ReadMarker { room, up_to } = item else { panic!("there is no other item") };
            assert_eq!((account, room), (scene.ada.id(), scene.general));
            Some((version.get(), up_to.get()))
        }
        _ => None,
    };
    scene.bus.published().into_iter().filter_map(changed).collect()
}

async fn unread(scene: &Scene, after: u64) -> u64 {
    let command = CountUnread { room: scene.general, after: Seq::new(after) };
    let counted = reads::count(&scene.chat, &scene.ada, command).await.expect("it can be counted");
    assert_eq!((counted.room, counted.unread.after), (scene.general, Seq::new(after)));
    counted.unread.count
}

#[tokio::test]
async fn a_marker_moves_forward_and_back_only_when_it_is_wanted() {
    let (scene, _) = scene_with_news().await;
    let (chat, ada, general) = (&scene.chat, &scene.ada, scene.general);
    assert_eq!(mark(chat, ada, to(general, 3)).await, 1);
    assert_eq!(mark(chat, ada, to(general, 2)).await, 1, "it does not go back by itself");
    assert_eq!(mark(chat, ada, back_to(general, 3)).await, 1, "it is there already");
    assert_eq!(mark(chat, ada, back_to(general, 1)).await, 2);
    assert_eq!(mark(chat, ada, to(general, 99)).await, 3, "beyond the head is the head");
    assert_eq!(told(&scene), [(1, 3), (2, 1), (3, 5)], "what changes nothing is told to nobody");
    assert_eq!((unread(&scene, 0).await, unread(&scene, 3).await, unread(&scene, 5).await), (5, 2, 0));
}

#[tokio::test]
async fn only_members_mark_and_count() {
    let (scene, grace) = scene_with_news().await;
    let garden = hubbub_protocol::CreateRoom { name: "Garden".to_owned() };
    let garden = rooms::create(&scene.chat, &grace, &garden).await.expect("the room can be made").id;
    let marked = reads::mark(&scene.chat, &scene.ada, to(garden, 0)).await;
    assert!(matches!(marked, Err(Error::NotFound)), "{marked:?}");
    let counted = reads::count(&scene.chat, &scene.ada, CountUnread { room: garden, after: Seq::ZERO }).await;
    assert!(matches!(counted, Err(Error::NotFound)), "{counted:?}");
}

#[tokio::test]
async fn who_comes_back_gets_what_changed_since_and_after_a_restore_everything() {
    let (scene, _) = scene_with_news().await;
    let (chat, ada, general) = (&scene.chat, &scene.ada, scene.general);
    let missed = async |held| account_log::missed(chat, ada, vec![general], held).await.expect("it can be read");
    let nothing = missed(None).await;
    assert_eq!((nothing.version, nothing.items.len(), nothing.unread.len()), (Seq::ZERO, 0, 0));
    mark(chat, ada, to(general, 2)).await;
    mark(chat, ada, to(general, 4)).await;
    let all = missed(None).await;
    assert_eq!(
        (all.version, &*all.items),
        (Seq::new(2), &[Item::ReadMarker { room: general, up_to: Seq::new(4) }][..])
    );
    assert_eq!(all.unread, [(general, Unread { after: Seq::new(4), head: Seq::new(5), count: 1 })]);
    let log = crate::log::page(chat, ada, general, hubbub_protocol::LogQuery::default()).await;
    let epoch = log.expect("the log can be read").epoch;
    assert_eq!(missed(Some((epoch, Seq::new(1)))).await.items, all.items);
    assert_eq!(missed(Some((epoch, Seq::new(2)))).await.items, []);
    assert_eq!(missed(Some((Epoch::from_bytes([9; 16]), Seq::new(2)))).await.items, all.items);
}

#[tokio::test]
async fn lists_tell_what_is_unread_in_rooms_that_were_marked() {
    let (scene, grace) = scene_with_news().await;
    let (chat, ada, general) = (&scene.chat, &scene.ada, scene.general);
    let listed = async |caller| rooms::list(chat, caller).await.expect("rooms can be listed").remove(0).unread;
    assert_eq!(listed(ada).await, None);
    mark(chat, ada, to(general, 1)).await;
    let unread = Some(Unread { after: Seq::new(1), head: Seq::new(5), count: 4 });
    assert_eq!((listed(ada).await, listed(&grace).await), (unread, None));
    assert_eq!(rooms::join(chat, ada, general).await.expect("she is in").unread, unread);
}
