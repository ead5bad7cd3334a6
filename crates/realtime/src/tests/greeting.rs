//! The first words of a connection.

use std::time::Duration;

use hubbub_protocol::{CloseCode, ErrorCode, Hello, JoinRoom, RoomId, limits};

use super::scene::{Scene, hello, position};

#[test]
fn hello_is_answered_with_a_welcome() {
    let mut scene = Scene::new();
    let mut ada = scene.stranger("Ada");
    assert!(!ada.is_live);
    ada.command(&scene, hello());
    let welcome = ada.welcome();
    assert_eq!((welcome.account.name.as_str(), welcome.build.as_str()), ("Ada", "build"));
    assert_eq!(welcome.connection, ada.connection().id());
    assert_eq!(welcome.rooms.iter().map(|joined| joined.room.name.as_str()).collect::<Vec<_>>(), ["General"]);
    assert_eq!(welcome.rooms[0].presence.accounts, [welcome.account]);
    assert!(ada.is_live);
}

#[test]
fn the_client_waits_for_its_welcome() {
    let mut scene = Scene::new();
    let mut ada = scene.stranger("Ada");
    assert!(ada.connection().wants_frames());
    ada.command_only(&scene, hello());
    assert!(!ada.connection().wants_frames());
    ada.settle();
    assert!(ada.connection().wants_frames());
}

#[test]
fn what_is_no_hello_is_refused_and_hello_may_follow() {
    let join = format!(r#"{{"id":4,"command":"join_room","room":"{}"}}"#, RoomId::from_bytes([1; 16]));
    let deep = format!(r#"{{"id":5,"command":"hello","x":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    let cases = [
        (join.as_str(), ErrorCode::HelloExpected),
        (r#"{"id":1,"command":"close_poll"}"#, ErrorCode::UnknownCommand),
        (r#"{"id":1,"command":"hello"}"#, ErrorCode::Malformed),
        (deep.as_str(), ErrorCode::Malformed),
        ("\0", ErrorCode::Malformed),
        ("", ErrorCode::Malformed),
    ];
    for (text, code) in cases {
        let mut scene = Scene::new();
        let mut ada = scene.stranger("Ada");
        ada.frame(&scene, text);
        assert_eq!(ada.refusal().code, code, "{text:.60}");
        assert_eq!(ada.closed, None);
        ada.command(&scene, hello());
        ada.welcome();
    }
}

#[test]
fn a_client_of_another_protocol_is_sent_away_for_good() {
    let mut scene = Scene::new();
    let mut ada = scene.stranger("Ada");
    ada.command(&scene, Hello { protocol: 2, ..hello() });
    assert_eq!(ada.refusal().code, ErrorCode::UpgradeRequired);
    assert_eq!(ada.closed, Some(CloseCode::UpgradeRequired));
}

#[test]
fn a_client_without_a_hello_is_closed_after_ten_seconds() {
    let mut scene = Scene::new();
    let mut ada = scene.stranger("Ada");
    scene.wait(Duration::from_millis(9_999));
    ada.frame(&scene, "are you there?");
    ada.tick(&scene);
    assert_eq!(ada.closed, None);
    scene.wait(Duration::from_millis(1));
    ada.tick(&scene);
    assert_eq!(ada.closed, Some(CloseCode::Policy));
}

#[test]
fn nobody_resumes_more_rooms_than_allowed() {
    let mut scene = Scene::new();
    let mut ada = scene.stranger("Ada");
    let resume = vec![position(scene.general, 0); limits::RESUME_ROOMS + 1];
    ada.command(&scene, Hello { resume, ..hello() });
    let refusal = ada.refusal();
    assert_eq!((refusal.code, refusal.field.as_deref()), (ErrorCode::TooLarge, Some("resume")));
}

#[test]
fn a_second_hello_changes_nothing() {
    let mut scene = Scene::new();
    let mut ada = scene.person("Ada");
    ada.command(&scene, hello());
    assert_eq!(ada.refusal().code, ErrorCode::Invalid);
    let general = scene.general;
    ada.say(&mut scene, general, 1);
    assert_eq!(ada.messages(), ["hi 1"]);
}

#[test]
fn a_store_that_cannot_be_read_is_no_reason_to_stay_half_open() {
    let mut scene = Scene::unreadable();
    let mut ada = scene.stranger("Ada");
    ada.command(&scene, hello());
    assert_eq!(ada.refusal().code, ErrorCode::Overloaded);
    assert_eq!(ada.closed, Some(CloseCode::TryAgainLater));
}

#[test]
fn too_many_frames_of_any_kind_end_a_connection() {
    let mut scene = Scene::new();
    for control in [true, false] {
        let mut ada = scene.stranger(if control { "Ada" } else { "Grace" });
        for _ in 0..1_000 {
            if control { ada.pong(&scene) } else { ada.frame(&scene, "{}") }
        }
        assert_eq!(ada.closed, None);
        ada.command(&scene, JoinRoom { room: scene.general });
        assert_eq!(ada.closed, Some(CloseCode::Policy));
    }
}
