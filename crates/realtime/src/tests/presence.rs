//! Who is here.

use std::time::Duration;

use hubbub_protocol::limits;

use super::scene::{Person, Scene, hello};

const TICK: Duration = Duration::from_millis(250);

/// How many are in General, as the server would tell a newcomer.
fn here(scene: &Scene) -> u32 {
    scene.realtime.presence(scene.general).count
}

/// Names of who came, how many went, and the last count.
fn changes(person: &mut Person) -> (Vec<String>, usize, Option<u32>) {
    let changes = person.presences();
    let came = changes.iter().flat_map(|change| &change.came).map(|account| account.name.clone()).collect();
    let went = changes.iter().map(|change| change.went.len()).sum();
    (came, went, changes.last().map(|change| change.count))
}

#[test]
fn who_comes_is_announced_to_the_others() {
    let mut scene = Scene::new();
    let mut ada = scene.person("Ada");
    scene.wait(TICK);
    ada.presences();
    let _grace = scene.person("Grace");
    scene.wait(TICK);
    assert_eq!(changes(&mut ada), (vec!["Grace".to_owned()], 0, Some(2)));
}

#[test]
fn many_who_come_at_once_are_announced_once() {
    let mut scene = Scene::new();
    let mut ada = scene.person("Ada");
    let _others: Vec<_> = (0..300).map(|n| scene.person(&format!("Guest {n}"))).collect();
    scene.wait(TICK);
    let changes = ada.presences();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].count, 301);
    assert!(changes[0].came.len() <= limits::PRESENCE_NAMES);
    assert_eq!(scene.realtime.presence(scene.general).accounts.len(), limits::PRESENCE_NAMES);
}

#[test]
fn a_welcome_names_everybody_in_a_room_and_a_few_in_a_crowd() {
    let mut scene = Scene::new();
    let listed = |scene: &mut Scene, name: &str| {
        let mut newcomer = scene.stranger(name);
        newcomer.command(scene, hello());
        let presence = newcomer.welcome().rooms.remove(0).presence;
        (usize::try_from(presence.count).expect("a count"), presence.accounts.len(), newcomer)
    };
    let mut here = Vec::new();
    for n in 1..=limits::PRESENCE_NAMES {
        let (count, names, newcomer) = listed(&mut scene, &format!("Guest {n}"));
        assert_eq!((count, names), (n, n));
        here.push(newcomer);
    }
    let (count, names, _ada) = listed(&mut scene, "Ada");
    assert_eq!(count, limits::PRESENCE_NAMES + 1, "the count is exact");
    assert!((1..limits::PRESENCE_NAMES / 2).contains(&names), "{names} names");
}

#[test]
fn a_goodbye_is_announced_within_two_seconds_but_not_to_a_reload() {
    let mut scene = Scene::new();
    let (mut ada, grace) = (scene.person("Ada"), scene.person("Grace"));
    scene.wait(TICK);
    ada.presences();
    let caller = grace.caller.clone();
    grace.leave();
    scene.wait(Duration::from_secs(1));
    let grace = scene.again(&caller);
    scene.wait(Duration::from_mins(1));
    assert_eq!(changes(&mut ada), (vec![], 0, None), "a reload does not flicker");
    grace.leave();
    scene.wait(Duration::from_millis(1_900));
    assert_eq!(changes(&mut ada), (vec![], 1, Some(1)));
    assert_eq!(here(&scene), 1);
}

#[test]
fn a_broken_connection_has_ten_seconds_to_come_back() {
    let mut scene = Scene::new();
    let (mut ada, grace) = (scene.person("Ada"), scene.person("Grace"));
    scene.wait(TICK);
    ada.presences();
    let caller = grace.caller.clone();
    drop(grace);
    scene.wait(Duration::from_millis(9_900));
    assert_eq!(here(&scene), 2);
    let grace = scene.again(&caller);
    scene.wait(Duration::from_secs(30));
    assert_eq!(changes(&mut ada), (vec![], 0, None));
    drop(grace);
    scene.wait(Duration::from_secs(11));
    assert_eq!(changes(&mut ada), (vec![], 1, Some(1)));
}

#[test]
fn a_silent_death_is_announced_within_45_seconds() {
    let mut scene = Scene::new();
    let (mut ada, mut grace) = (scene.person("Ada"), scene.person("Grace"));
    scene.wait(Duration::from_secs(44));
    ada.presences();
    grace.tick(&scene);
    grace.tick(&scene);
    assert!(grace.closed.is_some());
    drop(grace);
    scene.wait(Duration::from_secs(1));
    assert_eq!(changes(&mut ada), (vec![], 1, Some(1)));
}

#[test]
fn only_the_last_of_several_connections_counts() {
    let mut scene = Scene::new();
    let ada = scene.person("Ada");
    let tab = scene.again(&ada.caller);
    assert_eq!(here(&scene), 1);
    tab.leave();
    scene.wait(Duration::from_mins(1));
    assert_eq!(here(&scene), 1);
    ada.leave();
    scene.wait(Duration::from_secs(2));
    assert_eq!(here(&scene), 0);
}

#[test]
fn a_connection_without_a_hello_is_nobody() {
    let mut scene = Scene::new();
    let ada = scene.stranger("Ada");
    assert_eq!(here(&scene), 0);
    drop(ada);
    scene.wait(Duration::from_mins(1));
    assert_eq!(here(&scene), 0);
}

#[test]
fn who_joins_a_room_is_here_in_it() {
    let mut scene = Scene::new();
    let (mut ada, mut grace) = (scene.person("Ada"), scene.person("Grace"));
    ada.command(&scene, hubbub_protocol::CreateRoom { name: "Garden".to_owned() });
    scene.deliver();
    let garden = hubbub_protocol::Slug::from_name("Garden").expect("the name has letters");
    let garden = super::scene::now(hubbub_chat::rooms::at(&scene.chat, &ada.caller, garden)).expect("it is there").id;
    scene.wait(TICK);
    ada.presences();
    grace.join(&mut scene, garden);
    scene.wait(TICK);
    let changes = ada.presences();
    assert_eq!((changes.len(), changes[0].room, changes[0].count), (1, garden, 2));
}
