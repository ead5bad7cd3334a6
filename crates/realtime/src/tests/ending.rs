//! The end of a session: whoever lives on it hears nothing that comes after it (P12).

use std::time::Duration;

use futures::FutureExt as _;
use hubbub_chat::{
    accounts,
    memory::sign_in_again,
    ports::TokenHash,
    rights::{Authority, Which},
    sessions::{self, Terms},
};
use hubbub_protocol::{CloseCode, ErrorCode, SendMessage};

use super::scene::{Person, Scene, hello, nonce, now};

fn sign_out(scene: &Scene, person: &Person) {
    now(sessions::sign_out(&scene.chat, &person.caller)).expect("everybody may sign out");
}

#[test]
fn every_socket_of_an_ended_session_is_closed_and_no_other() {
    let mut scene = Scene::new();
    let (room, mut grace, mut ada) = (scene.general, scene.person("Grace"), scene.person("Ada"));
    let mut same_browser = scene.again(&ada.caller);
    let elsewhere = now(sign_in_again(&scene.chat, ada.caller.id())).expect("she may sign in");
    let mut phone = scene.again(&elsewhere);

    sign_out(&scene, &ada);
    grace.say(&mut scene, room, 1);
    for closed in [&mut ada, &mut same_browser] {
        assert_eq!(closed.messages(), Vec::<String>::new(), "it was said after the session ended");
        assert_eq!(closed.closed, Some(CloseCode::SessionEnded));
    }
    assert_eq!((phone.messages(), phone.closed), (vec!["hi 1".to_owned()], None));
    assert_eq!((grace.messages(), grace.closed), (vec!["hi 1".to_owned()], None));
    assert_eq!(scene.realtime.sessions().len(), 2);
}

#[test]
fn what_came_before_the_end_is_given_up_where_it_still_waits() {
    let mut scene = Scene::new();
    let (room, mut grace, mut ada) = (scene.general, scene.person("Grace"), scene.person("Ada"));
    grace.say(&mut scene, room, 1);
    sign_out(&scene, &ada);
    scene.deliver();
    assert_eq!((ada.messages(), ada.closed), (vec![], Some(CloseCode::SessionEnded)));
}

#[test]
fn a_session_that_ends_before_hello_opens_nothing() {
    let mut scene = Scene::new();
    let mut ada = scene.stranger("Ada");
    sign_out(&scene, &ada);
    // The hub may hear of it later than the store says it, or the other way round.
    ada.command(&scene, hello());
    assert_eq!((ada.refusal().code, ada.closed), (ErrorCode::Unauthenticated, Some(CloseCode::SessionEnded)));
    scene.deliver();
    ada.read();
    assert!(ada.connection().wants_frames() || ada.closed.is_some());
}

#[test]
fn a_session_that_ends_while_hello_is_answered_is_caught_as_well() {
    let mut scene = Scene::new();
    let (room, mut grace, mut ada) = (scene.general, scene.person("Grace"), scene.stranger("Ada"));
    ada.command_only(&scene, hello());
    ada.settle();
    sign_out(&scene, &ada);
    grace.say(&mut scene, room, 1);
    ada.read();
    assert_eq!(ada.closed, Some(CloseCode::SessionEnded));
    assert_eq!(ada.messages(), Vec::<String>::new());
}

#[test]
fn answers_that_come_after_the_end_are_not_told() {
    let mut scene = Scene::new();
    let (room, mut ada) = (scene.general, scene.person("Ada"));
    ada.command_only(&scene, SendMessage::new(room, nonce(1), "hi"));
    sign_out(&scene, &ada);
    scene.deliver();
    assert!(ada.is_cut_off());
    ada.says("an answer");
    ada.read();
    assert!(ada.seen.is_empty(), "{:?}", ada.seen);
}

#[test]
fn the_operator_ends_all_sessions_of_somebody() {
    let mut scene = Scene::new();
    let mut ada = scene.person("Ada");
    let elsewhere = now(sign_in_again(&scene.chat, ada.caller.id())).expect("she may sign in");
    let mut phone = scene.again(&elsewhere);
    let ended = now(sessions::end(&scene.chat, Authority::Operator, ada.caller.id(), Which::All));
    assert_eq!(ended.expect("the operator may"), 2);
    scene.deliver();
    for closed in [&mut ada, &mut phone] {
        closed.read();
        assert_eq!(closed.closed, Some(CloseCode::SessionEnded));
    }
}

#[test]
fn a_socket_does_not_outlive_the_longest_session() {
    let mut scene = Scene::new();
    let account = now(accounts::sign_up(&scene.chat, "Ada")).expect("the name is free");
    let terms = Terms { idle_ms: 60_000, longest_ms: 10_000 };
    let caller = now(sessions::start(&scene.chat, account.id, TokenHash::from_bytes([7; 32]), String::new(), terms));
    let mut ada = scene.again(&caller.expect("she may sign in"));
    scene.wait(Duration::from_millis(9_750));
    ada.tick(&scene);
    assert_eq!(ada.closed, None);
    scene.wait(Duration::from_millis(250));
    ada.tick(&scene);
    assert_eq!(ada.closed, Some(CloseCode::SessionEnded));
}

#[test]
fn a_stuck_socket_learns_of_the_end_at_once() {
    let mut scene = Scene::new();
    let ada = scene.person("Ada");
    let waiting = ada.cut_off();
    let mut waiting = std::pin::pin!(waiting);
    assert!((&mut waiting).now_or_never().is_none());
    sign_out(&scene, &ada);
    scene.deliver();
    assert!((&mut waiting).now_or_never().is_some());
}
