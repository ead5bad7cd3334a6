//! Read markers on several devices of one person (P9), and what an account log tells who comes back.

use std::time::Duration;

use hubbub_protocol::{
    AccountChanged, CountUnread, Event, Hello, Item, MarkRead, Reply, RoomId, Saved, Seq, Unread, UnreadCounted, limits,
};

use super::scene::{Person, Scene, hello, now};

fn to(room: RoomId, up_to: u64) -> MarkRead {
    MarkRead { room, up_to: Seq::new(up_to), back: false }
}

fn changes(person: &mut Person) -> Vec<(u64, Item)> {
    let change = |event| match event {
        Event::AccountChanged(AccountChanged { version, item }) => Some((version.get(), item)),
        _ => None,
    };
    person.events().into_iter().filter_map(change).collect()
}

fn marker(room: RoomId, up_to: u64) -> Item {
    Item::ReadMarker { room, up_to: Seq::new(up_to) }
}

/// General with three messages by Grace, Ada's phone and Ada's laptop.
fn scene() -> (Scene, RoomId, [Person; 3]) {
    let mut scene = Scene::new();
    let (general, mut grace, phone) = (scene.general, scene.person("Grace"), scene.person("Ada"));
    let laptop = scene.again(&phone.caller);
    for n in 1..=3 {
        grace.say(&mut scene, general, n);
    }
    (scene, general, [grace, phone, laptop])
}

#[test]
fn a_marker_reaches_all_devices_of_its_account_in_order_and_nobody_else() {
    let (scene, general, [mut grace, mut phone, mut laptop]) = scene();
    for (up_to, back, version) in [(2, false, 1), (3, false, 2), (2, false, 2), (1, true, 3)] {
        phone.command(&scene, MarkRead { back, ..to(general, up_to) });
        assert_eq!(phone.reply(), Reply::Saved(Saved { version: Seq::new(version) }));
    }
    scene.deliver();
    let told = [(1, marker(general, 2)), (2, marker(general, 3)), (3, marker(general, 1))];
    assert_eq!(changes(&mut laptop), told);
    assert_eq!(changes(&mut phone), told);
    assert_eq!(changes(&mut grace), []);
    laptop.command(&scene, CountUnread { room: general, after: Seq::new(1) });
    let unread = Unread { after: Seq::new(1), head: Seq::new(3), count: 2 };
    assert_eq!(laptop.reply(), Reply::UnreadCounted(UnreadCounted { room: general, unread }));
}

#[test]
fn who_comes_back_is_told_what_changed_and_what_is_unread() {
    let (mut scene, general, [mut grace, mut phone, laptop]) = scene();
    phone.command(&scene, to(general, 1));
    phone.reply();
    scene.deliver();
    laptop.leave();
    grace.say(&mut scene, general, 4);
    let epoch = now(hubbub_chat::log::missed(&scene.chat, &phone.caller, Vec::new())).expect("it can be read").0;
    let unread = Unread { after: Seq::new(1), head: Seq::new(4), count: 3 };
    for (account_version, items) in [(None, vec![marker(general, 1)]), (Some(Seq::new(1)), Vec::new())] {
        let mut laptop = scene.socket(&phone.caller);
        laptop.command(&scene, Hello { epoch: Some(epoch), account_version, ..hello() });
        let welcome = laptop.welcome();
        assert_eq!((welcome.account_version, welcome.items), (Seq::new(1), items));
        assert_eq!(welcome.rooms[0].unread, Some(unread));
    }
    assert_eq!(scene.again(&grace.caller).closed, None);
}

#[test]
fn a_marker_that_moves_while_a_device_connects_is_not_missed() {
    let (scene, general, [_, mut phone, _]) = scene();
    let mut tablet = scene.socket(&phone.caller);
    tablet.command_only(&scene, hello());
    phone.command(&scene, to(general, 2));
    tablet.settle();
    let welcome = tablet.welcome();
    scene.deliver();
    phone.command(&scene, to(general, 3));
    scene.deliver();
    let told: Vec<_> = changes(&mut tablet).into_iter().filter(|(at, _)| *at > welcome.account_version.get()).collect();
    assert_eq!(told.last(), Some(&(2, marker(general, 3))));
    assert_eq!(told.len() as u64, 2 - welcome.account_version.get(), "no version is left out");
}

#[test]
fn every_heartbeat_tells_where_the_account_log_stands() {
    let (mut scene, general, [_, mut phone, mut laptop]) = scene();
    phone.command(&scene, to(general, 2));
    scene.deliver();
    laptop.events();
    scene.wait(Duration::from_millis(u64::from(limits::HEARTBEAT_MS)));
    laptop.tick(&scene);
    let heartbeat = |event| if let Event::Heartbeat(heartbeat) = event { Some(heartbeat) } else { None };
    let heartbeat = laptop.events().into_iter().find_map(heartbeat).expect("it is due");
    assert_eq!(heartbeat.account_version, Seq::new(1));
}
