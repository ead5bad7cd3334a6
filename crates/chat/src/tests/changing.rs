//! The rules for what people do with messages.

use hubbub_protocol::{
    AddReaction, CancelMessage, Change, DeleteMessage, EditMessage, Entry, LogQuery, Message, PinMessage,
    RemoveReaction, RoomId, SendMessage, Source, Target, limits,
};

use super::{Scene, appended, hi, nonce, scene};
use crate::{Caller, Chat, Error, log, memory::sign_in, messages, pins, reactions, rooms, threads};

/// Ada has said "hi 1", and Grace is there too.
async fn said() -> (Scene, Caller, Target) {
    let scene = scene().await;
    let grace = sign_in(&scene.chat, "Grace").await.expect("the name is free");
    let target = say(&scene.chat, &scene.ada, hi(scene.general, 1)).await;
    (scene, grace, target)
}

async fn say(chat: &Chat, caller: &Caller, command: SendMessage) -> Target {
    let sent = messages::send(chat, caller, command).await.expect("it is sent");
    Target { seq: sent.seq, message: sent.message }
}

async fn now(scene: &Scene, target: Target) -> Message {
    let info = messages::info(&scene.chat, &scene.ada, scene.general, target.seq).await.expect("it is there");
    message(info.entry)
}

fn message(entry: Entry) -> Message {
    let Change::MessageSent { message } = entry.change else { panic!("{entry:?} is no message") };
    message
}

fn edit(room: RoomId, target: Target, n: u8, body: &str) -> EditMessage {
    EditMessage { room, target, nonce: nonce(n), body: body.to_owned() }
}

fn react(room: RoomId, target: Target, emoji: &str) -> AddReaction {
    AddReaction { room, target, emoji: emoji.to_owned() }
}

#[tokio::test]
async fn only_the_author_edits_and_deletes() {
    let (scene, grace, target) = said().await;
    let (chat, room) = (&scene.chat, scene.general);
    let refused = messages::edit(chat, &grace, edit(room, target, 9, "mine now")).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let refused = messages::delete(chat, &grace, DeleteMessage { room, target }).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    messages::edit(chat, &scene.ada, edit(room, target, 9, "hello")).await.expect("it is hers");
    assert_eq!(now(&scene, target).await.body, "hello");
}

#[tokio::test]
async fn an_edit_is_made_once_and_what_is_deleted_cannot_be_edited() {
    let (scene, _, target) = said().await;
    let (chat, ada, room) = (&scene.chat, &scene.ada, scene.general);
    let first = messages::edit(chat, ada, edit(room, target, 9, "hello")).await.expect("it is hers");
    messages::edit(chat, ada, edit(room, target, 10, "good morning")).await.expect("it is hers");
    // The first one again, because its answer was lost: the later text stays.
    let again = messages::edit(chat, ada, edit(room, target, 9, "hello")).await.expect("it was made");
    assert!(again.seq > first.seq);
    assert_eq!((now(&scene, target).await.body.as_str(), appended(&scene.bus).len()), ("good morning", 3));
    messages::delete(chat, ada, DeleteMessage { room, target }).await.expect("it is hers");
    messages::delete(chat, ada, DeleteMessage { room, target }).await.expect("it is gone");
    assert_eq!(appended(&scene.bus).len(), 4);
    let refused = messages::edit(chat, ada, edit(room, target, 11, "come back")).await;
    assert!(matches!(refused, Err(Error::Deleted)), "{refused:?}");
}

#[tokio::test]
async fn a_retry_of_a_send_finds_it_edited_or_deleted() {
    let (scene, _, target) = said().await;
    let (chat, ada, room) = (&scene.chat, &scene.ada, scene.general);
    messages::edit(chat, ada, edit(room, target, 9, "hello")).await.expect("it is hers");
    assert_eq!(say(chat, ada, hi(room, 1)).await, target, "the text it was sent with is what counts");
    let other = messages::send(chat, ada, SendMessage::new(room, nonce(1), "hello")).await;
    assert!(matches!(other, Err(Error::IdConflict)), "{other:?}");
    messages::delete(chat, ada, DeleteMessage { room, target }).await.expect("it is hers");
    assert_eq!(say(chat, ada, hi(room, 1)).await, target);
}

#[tokio::test]
async fn an_edit_keeps_the_limits_of_a_message() {
    let (scene, _, target) = said().await;
    let (chat, ada, room) = (&scene.chat, &scene.ada, scene.general);
    let long = messages::edit(chat, ada, edit(room, target, 9, &"x".repeat(limits::MESSAGE_BODY + 1))).await;
    assert!(matches!(long, Err(Error::TooLarge { field: "body", .. })), "{long:?}");
    let empty = messages::edit(chat, ada, edit(room, target, 9, " ")).await;
    assert!(matches!(empty, Err(Error::Invalid { field: "body", .. })), "{empty:?}");
    for n in 0..limits::EDITS {
        let nonce = hubbub_protocol::Nonce::from_bytes(u128::from(n).to_be_bytes());
        let command = EditMessage { nonce, ..edit(room, target, 0, &format!("text {n}")) };
        messages::edit(chat, ada, command).await.expect("it is hers");
    }
    let refused = messages::edit(chat, ada, edit(room, target, 200, "once more")).await;
    assert!(matches!(refused, Err(Error::TooMany { field: "edits", .. })), "{refused:?}");
}

#[tokio::test]
async fn a_cancelled_send_is_deleted_or_never_comes() {
    let (scene, grace, target) = said().await;
    let (chat, ada, room) = (&scene.chat, &scene.ada, scene.general);
    messages::cancel(chat, ada, CancelMessage { room, nonce: nonce(1) }).await.expect("it is hers");
    assert!(now(&scene, target).await.deleted.is_some());
    messages::cancel(chat, ada, CancelMessage { room, nonce: nonce(2) }).await.expect("there is nothing yet");
    let late = messages::send(chat, ada, hi(room, 2)).await;
    assert!(matches!(late, Err(Error::Cancelled)), "{late:?}");
    for n in [1, 2] {
        messages::cancel(chat, ada, CancelMessage { room, nonce: nonce(n) }).await.expect("it is so already");
    }
    say(chat, &grace, hi(room, 2)).await;
    assert_eq!(appended(&scene.bus).len(), 3, "said, deleted, and said by somebody else");
}

#[tokio::test]
async fn an_emoji_is_one_emoji_and_there_are_not_too_many() {
    let (scene, grace, target) = said().await;
    let (chat, ada, room) = (&scene.chat, &scene.ada, scene.general);
    for text in ["", "ok", "👍👍", "<b>"] {
        let refused = reactions::add(chat, ada, react(room, target, text)).await;
        assert!(matches!(refused, Err(Error::Invalid { field: "emoji", .. })), "{text}: {refused:?}");
    }
    reactions::add(chat, ada, react(room, target, "\u{2764}")).await.expect("it is an emoji");
    reactions::add(chat, ada, react(room, target, "\u{2764}\u{FE0F}")).await.expect("it is the same");
    assert_eq!(now(&scene, target).await.reactions.len(), 1);
    let many: Vec<_> = emojis::iter().take(limits::REACTION_EMOJI).map(emojis::Emoji::as_str).collect();
    for emoji in &many[1..] {
        reactions::add(chat, &grace, react(room, target, emoji)).await.expect("there is room");
    }
    let refused = reactions::add(chat, ada, react(room, target, "🌵")).await;
    assert!(matches!(refused, Err(Error::TooMany { field: "emoji", .. })), "{refused:?}");
    reactions::add(chat, ada, react(room, target, many[1])).await.expect("one that is there may be joined");
    let gone = RemoveReaction { room, target, emoji: "\u{2764}".to_owned() };
    reactions::remove(chat, ada, gone).await.expect("it is hers");
    reactions::add(chat, ada, react(room, target, "🌵")).await.expect("there is room again");
}

#[tokio::test]
async fn only_so_many_messages_are_pinned_to_a_room() {
    let (scene, grace, first) = said().await;
    let (chat, room) = (&scene.chat, scene.general);
    let pin = |target| pins::pin(chat, &grace, PinMessage { room, target });
    pin(first).await.expect("everybody may");
    for n in 0..limits::PINS {
        let nonce = hubbub_protocol::Nonce::from_bytes(u128::try_from(n).expect("small").to_be_bytes());
        let target = say(chat, &grace, SendMessage::new(room, nonce, "hi")).await;
        let pinned = pin(target).await;
        let is_last = n + 1 == limits::PINS;
        assert_eq!(matches!(pinned, Err(Error::TooMany { field: "pins", .. })), is_last, "{n}: {pinned:?}");
    }
    pin(first).await.expect("it is pinned already");
    assert_eq!(pins::list(chat, &grace, room).await.expect("it can be read").entries.len(), limits::PINS);
}

#[tokio::test]
async fn what_a_message_refers_to_must_be_there() {
    let (scene, _, target) = said().await;
    let (chat, ada, room) = (&scene.chat, &scene.ada, scene.general);
    let wrong = Target { message: hubbub_protocol::MessageId::from_bytes([9; 16]), ..target };
    let sends = [
        SendMessage { reply_to: Some(wrong), ..hi(room, 2) },
        SendMessage { thread: Some(wrong), ..hi(room, 2) },
        SendMessage { forwarded_from: Some(Source { room, target: wrong }), ..hi(room, 2) },
        SendMessage { forwarded_from: Some(Source { room: RoomId::from_bytes([9; 16]), target }), ..hi(room, 2) },
    ];
    for send in sends {
        let refused = messages::send(chat, ada, send).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    let also = messages::send(chat, ada, SendMessage { also_in_room: true, ..hi(room, 2) }).await;
    assert!(matches!(also, Err(Error::Invalid { field: "also_in_room", .. })), "{also:?}");
    let reply = say(chat, ada, SendMessage { thread: Some(target), ..hi(room, 2) }).await;
    let nested = messages::send(chat, ada, SendMessage { thread: Some(reply), ..hi(room, 3) }).await;
    assert!(matches!(nested, Err(Error::Invalid { field: "thread", .. })), "{nested:?}");
    messages::delete(chat, ada, DeleteMessage { room, target }).await.expect("it is hers");
    let source = Some(Source { room, target });
    let gone = messages::send(chat, ada, SendMessage { forwarded_from: source, ..hi(room, 3) }).await;
    assert!(matches!(gone, Err(Error::Deleted)), "{gone:?}");
    let answer = say(chat, ada, SendMessage { reply_to: Some(target), ..hi(room, 3) }).await;
    assert!(now(&scene, answer).await.reply_to.expect("it answers").deleted, "what is gone may still be answered");
}

#[tokio::test]
async fn a_thread_is_read_with_its_root() {
    let (scene, grace, target) = said().await;
    let (chat, room) = (&scene.chat, scene.general);
    let reply = say(chat, &grace, SendMessage { thread: Some(target), ..hi(room, 2) }).await;
    say(chat, &grace, hi(room, 3)).await;
    let page = threads::page(chat, &grace, room, target.seq, LogQuery::default()).await.expect("it can be read");
    assert_eq!(page.entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [target.seq, reply.seq]);
    let none = threads::page(chat, &grace, room, page.head.next(), LogQuery::default()).await;
    assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
}

#[tokio::test]
async fn who_is_not_in_a_room_changes_nothing_there() {
    let (scene, grace, _) = said().await;
    let chat = &scene.chat;
    let garden = hubbub_protocol::CreateRoom { name: "Garden".to_owned() };
    let room = rooms::create(chat, &scene.ada, &garden).await.expect("it can be made").id;
    let target = say(chat, &scene.ada, hi(room, 7)).await;
    let refused = [
        messages::edit(chat, &grace, edit(room, target, 9, "hello")).await,
        messages::delete(chat, &grace, DeleteMessage { room, target }).await,
        messages::cancel(chat, &grace, CancelMessage { room, nonce: nonce(9) }).await,
        reactions::add(chat, &grace, react(room, target, "👍")).await,
        pins::pin(chat, &grace, PinMessage { room, target }).await,
    ];
    assert!(refused.iter().all(|refused| matches!(refused, Err(Error::NotFound))), "{refused:?}");
    let page = log::page(chat, &grace, room, LogQuery::default()).await.expect("the room is open to read");
    assert_eq!(page.entries.len(), 1);
}
