//! The use cases on the in-memory ports.

mod changing;
mod direct;
mod people;
mod reading;
mod sessions;

use std::sync::Arc;

use hubbub_protocol::{CreateRoom, LogQuery, Nonce, Position, RoomId, SendMessage, Seq, Timestamp, limits};

use crate::{
    Caller, Chat, Error, Published, accounts, log,
    memory::{RecordingBus, chat_with, sign_in},
    messages, rooms,
};

struct Scene {
    chat: Chat,
    bus: Arc<RecordingBus>,
    ada: Caller,
    general: RoomId,
}

async fn scene() -> Scene {
    let bus = Arc::new(RecordingBus::default());
    let chat = chat_with(bus.clone());
    rooms::ensure_general(&chat).await.expect("General can be made");
    let ada = sign_in(&chat, "Ada").await.expect("the name is free");
    let general = rooms::joined(&chat, &ada).await.expect("rooms can be listed")[0].0.id;
    Scene { chat, bus, ada, general }
}

fn nonce(n: u8) -> Nonce {
    Nonce::new(Timestamp::default(), [n; 10])
}

fn hi(room: RoomId, n: u8) -> SendMessage {
    SendMessage::new(room, nonce(n), format!("hi {n}"))
}

fn appended(bus: &RecordingBus) -> Vec<Seq> {
    let published = bus.published();
    published.iter().filter_map(|it| if let Published::Appended(entry) = it { Some(entry.seq) } else { None }).collect()
}

#[tokio::test]
async fn a_newcomer_is_in_general() {
    let Scene { chat, ada, .. } = scene().await;
    let rooms = rooms::joined(&chat, &ada).await.expect("rooms can be listed");
    assert_eq!(rooms.iter().map(|(room, _)| room.name.as_str()).collect::<Vec<_>>(), [rooms::GENERAL]);
}

#[tokio::test]
async fn general_is_made_once() {
    let Scene { chat, ada, .. } = scene().await;
    rooms::ensure_general(&chat).await.expect("it is there already");
    assert_eq!(rooms::list(&chat, &ada).await.expect("rooms can be listed").len(), 1);
}

#[tokio::test]
async fn a_name_belongs_to_one_account_whatever_its_case() {
    let Scene { chat, .. } = scene().await;
    let taken = accounts::sign_up(&chat, "  aDA ").await;
    assert!(matches!(taken, Err(Error::NameTaken)), "{taken:?}");
}

#[tokio::test]
async fn messages_get_their_places_and_are_published_in_order() {
    let Scene { chat, bus, ada, general } = scene().await;
    // Both are handed over before the first is awaited, as a busy connection does.
    let first = messages::send(&chat, &ada, hi(general, 1));
    let second = messages::send(&chat, &ada, hi(general, 2));
    assert_eq!(second.await.expect("it is sent").seq, Seq::new(2));
    assert_eq!(first.await.expect("it is sent").seq, Seq::new(1));
    assert_eq!(appended(&bus), [Seq::new(1), Seq::new(2)]);
}

#[tokio::test]
async fn a_retry_gives_the_same_answer_and_is_not_published_again() {
    let Scene { chat, bus, ada, general } = scene().await;
    let first = messages::send(&chat, &ada, hi(general, 1)).await.expect("it is sent");
    let again = messages::send(&chat, &ada, hi(general, 1)).await.expect("it was sent");
    assert_eq!(first, again);
    assert_eq!(appended(&bus), [Seq::new(1)]);
}

#[tokio::test]
async fn a_nonce_means_one_message_only() {
    let Scene { chat, ada, general, .. } = scene().await;
    messages::send(&chat, &ada, hi(general, 1)).await.expect("it is sent");
    let other = SendMessage { body: "something else".to_owned(), ..hi(general, 1) };
    let conflict = messages::send(&chat, &ada, other).await;
    assert!(matches!(conflict, Err(Error::IdConflict)), "{conflict:?}");
}

#[tokio::test]
async fn a_send_that_nobody_waits_for_is_kept() {
    let Scene { chat, ada, general, .. } = scene().await;
    drop(messages::send(&chat, &ada, hi(general, 1)));
    let page = log::page(&chat, &ada, general, LogQuery::default()).await.expect("the log can be read");
    assert_eq!(page.head, Seq::new(1));
}

#[tokio::test]
async fn bodies_have_limits() {
    let Scene { chat, ada, general, .. } = scene().await;
    let body = |body: String| SendMessage { body, ..hi(general, 1) };
    let at_limit = messages::send(&chat, &ada, body("x".repeat(limits::MESSAGE_BODY))).await;
    assert!(at_limit.is_ok());
    let beyond = messages::send(&chat, &ada, body("x".repeat(limits::MESSAGE_BODY + 1))).await;
    assert!(matches!(beyond, Err(Error::TooLarge { field: "body", .. })), "{beyond:?}");
    for empty in ["", " \n\t", "a\0b"] {
        let refused = messages::send(&chat, &ada, body(empty.to_owned())).await;
        assert!(matches!(refused, Err(Error::Invalid { field: "body", .. })), "{refused:?}");
    }
}

#[tokio::test]
async fn who_is_not_in_a_room_cannot_write_there_and_can_after_joining() {
    let Scene { chat, ada, .. } = scene().await;
    let grace = sign_in(&chat, "Grace").await.expect("the name is free");
    let garden = CreateRoom { name: "#Garden".to_owned() };
    let garden = rooms::create(&chat, &ada, &garden).await.expect("the room can be made");
    let refused = messages::send(&chat, &grace, hi(garden.id, 1)).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    rooms::join(&chat, &grace, garden.id).await.expect("the room is open");
    messages::send(&chat, &grace, hi(garden.id, 1)).await.expect("she is in");
}

#[tokio::test]
async fn two_rooms_cannot_share_an_address() {
    let Scene { chat, ada, .. } = scene().await;
    let taken = rooms::create(&chat, &ada, &CreateRoom { name: "GENERAL!".to_owned() }).await;
    assert!(matches!(taken, Err(Error::NameTaken)), "{taken:?}");
}

#[tokio::test]
async fn who_missed_a_little_gets_all_of_it_and_who_missed_much_is_told_of_the_gap() {
    let Scene { chat, ada, general, .. } = scene().await;
    let total = limits::RESUME_ENTRIES as u64 + 1;
    for n in 0..total {
        let body = format!("message {n}");
        let nonce = Nonce::new(Timestamp::from_millis(i64::try_from(n).expect("it is small")), [0; 10]);
        messages::send(&chat, &ada, SendMessage::new(general, nonce, body)).await.expect("it is sent");
    }
    let missed = async |after: u64| {
        let position = Position { room: general, after: Seq::new(after) };
        log::missed(&chat, &ada, vec![position]).await.expect("the log can be read").1.remove(0)
    };
    let little = missed(1).await;
    assert_eq!((little.entries.len(), little.gap), (limits::RESUME_ENTRIES, None));
    let much = missed(0).await;
    let gap = much.gap.expect("the gap is named");
    assert_eq!(much.entries.len(), limits::PAGE);
    assert_eq!((gap.after, gap.before), (Seq::ZERO, much.entries[0].seq));
    assert_eq!(much.entries.last().map(|entry| entry.seq), Some(Seq::new(total)));
    assert!(missed(total).await.entries.is_empty());
}
