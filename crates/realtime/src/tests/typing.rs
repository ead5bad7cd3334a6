//! Who types.

use std::time::Duration;

use hubbub_protocol::{ErrorCode, Event, Reply, RoomId};

use super::scene::{Person, Scene};

fn heard(person: &mut Person) -> Vec<(String, bool)> {
    let typing = |event| match event {
        Event::TypingChanged(typing) => Some((typing.account.name, typing.typing)),
        _ => None,
    };
    person.events().into_iter().filter_map(typing).collect()
}

fn ada(typing: bool) -> (String, bool) {
    ("Ada".to_owned(), typing)
}

#[test]
fn the_others_see_it_and_the_author_does_not() {
    let mut scene = Scene::new();
    let (general, mut ada_) = (scene.general, scene.person("Ada"));
    let (mut tab, mut grace) = (scene.again(&ada_.caller), scene.person("Grace"));
    ada_.types(&scene, general, true);
    assert_eq!(ada_.reply(), Reply::Done);
    ada_.types(&scene, general, false);
    ada_.types(&scene, general, false);
    assert_eq!(heard(&mut grace), [ada(true), ada(false)], "one can stop only once");
    assert_eq!((heard(&mut ada_), heard(&mut tab)), (vec![], vec![]));
}

#[test]
fn it_ends_when_it_is_not_renewed() {
    let mut scene = Scene::new();
    let (general, mut ada_, mut grace) = (scene.general, scene.person("Ada"), scene.person("Grace"));
    ada_.types(&scene, general, true);
    scene.wait(Duration::from_secs(5));
    ada_.types(&scene, general, true);
    scene.wait(Duration::from_secs(5));
    assert_eq!(heard(&mut grace), [ada(true), ada(true)]);
    scene.wait(Duration::from_secs(2));
    assert_eq!(heard(&mut grace), [ada(false)]);
}

#[test]
fn it_ends_with_the_connection() {
    let mut scene = Scene::new();
    let (general, mut ada_, mut grace) = (scene.general, scene.person("Ada"), scene.person("Grace"));
    ada_.types(&scene, general, true);
    drop(ada_);
    assert_eq!(heard(&mut grace), [ada(true), ada(false)]);
}

#[test]
fn nobody_types_where_they_are_not_a_member() {
    let mut scene = Scene::new();
    let mut ada_ = scene.person("Ada");
    ada_.types(&scene, RoomId::from_bytes([9; 16]), true);
    assert_eq!(ada_.refusal().code, ErrorCode::NotFound);
}

#[test]
fn more_than_three_signals_a_second_are_refused() {
    let mut scene = Scene::new();
    let (general, mut ada_, mut grace) = (scene.general, scene.person("Ada"), scene.person("Grace"));
    for _ in 0..3 {
        ada_.types(&scene, general, true);
        assert_eq!(ada_.reply(), Reply::Done);
    }
    ada_.types(&scene, general, true);
    let refusal = ada_.refusal();
    assert_eq!(refusal.code, ErrorCode::RateLimited);
    assert_eq!(heard(&mut grace).len(), 3);
    scene.wait(Duration::from_millis(refusal.retry_after_ms.expect("it says when").into()));
    ada_.types(&scene, general, true);
    assert_eq!(ada_.reply(), Reply::Done);
}
