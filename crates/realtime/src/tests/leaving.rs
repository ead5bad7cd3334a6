//! The end: restarts, and what is left behind.

use std::{collections::HashSet, sync::Arc, time::Duration};

use futures::FutureExt as _;
use hubbub_chat::{Published, ports::Bus as _};
use hubbub_protocol::{CloseCode, ErrorCode, Event, SendMessage};
use tokio_util::sync::CancellationToken;

use super::{
    line::Line,
    scene::{Scene, nonce},
};
use crate::{LocalBus, Realtime, Settings};

#[test]
fn a_restart_is_announced_to_each_with_its_own_delay() {
    let mut scene = Scene::new();
    let mut people: Vec<_> = (0..10).map(|n| scene.person(&format!("Guest {n}"))).collect();
    scene.realtime.drain();
    let mut delays = HashSet::new();
    for person in &mut people {
        let draining = |event: &Event| if let Event::Draining(it) = event { Some(it.retry_after_ms) } else { None };
        let events = person.events();
        let delay = events.iter().find_map(draining).expect("it is announced");
        assert!(delay <= 1_000);
        delays.insert(delay);
        assert_eq!(person.closed, Some(CloseCode::ServiceRestart));
    }
    assert!(delays.len() > 1, "they must not all come back at once");
}

#[test]
fn commands_under_way_are_answered_before_a_restart() {
    let mut scene = Scene::new();
    let (room, mut ada) = (scene.general, scene.person("Ada"));
    ada.command_only(&scene, SendMessage::new(room, nonce(1), "hi"));
    scene.realtime.drain();
    ada.read();
    assert_eq!(ada.closed, Some(CloseCode::ServiceRestart));
    ada.settle();
    assert!(matches!(ada.reply(), hubbub_protocol::Reply::MessageAcknowledged(_)));
}

#[test]
fn nobody_enters_during_a_restart_and_the_last_one_ends_it() {
    let mut scene = Scene::new();
    let (ada, permit) = (scene.person("Ada"), scene.realtime.admit(hubbub_protocol::AccountId::from_bytes([9; 16])));
    assert_eq!(scene.realtime.connections(), 1);
    scene.realtime.drain();
    let refusal = scene.realtime.admit(ada.caller.id()).expect_err("the server restarts");
    assert_eq!(refusal.code, ErrorCode::Overloaded);
    assert!(scene.realtime.drained().now_or_never().is_none());
    // Whoever was let in just before is sent away as well.
    let (permit, wire) = (permit.expect("there was a place"), Arc::new(Line::open()));
    let (late, outbound) = scene.realtime.accept(permit, ada.caller.clone(), wire, scene.now);
    let closed = outbound.called().now_or_never();
    assert_eq!(closed, Some(Err(CloseCode::ServiceRestart)));
    drop((ada, late));
    assert!(scene.realtime.drained().now_or_never().is_none(), "a socket is still to be closed");
    drop(outbound);
    assert!(scene.realtime.drained().now_or_never().is_some());
}

#[test]
fn a_connection_leaves_nothing_behind() {
    let mut scene = Scene::new();
    let (general, mut ada) = (scene.general, scene.person("Ada"));
    ada.say(&mut scene, general, 1);
    ada.types(&scene, general, true);
    drop(ada);
    scene.wait(Duration::from_secs(20));
    assert_eq!(scene.realtime.connections(), 0);
    assert_eq!(scene.realtime.presence(general).count, 0);
    assert!(scene.realtime.hub().is_empty());
    assert!(scene.realtime.typings().is_empty());
    assert!(scene.realtime.presences().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_publisher_hands_out_what_is_published_until_it_is_stopped() {
    let mut scene = Scene::new();
    let (general, mut ada) = (scene.general, scene.person("Ada"));
    ada.say(&mut scene, general, 1);
    let Some(Event::LogAppended(entry)) = ada.events().into_iter().find(|it| matches!(it, Event::LogAppended(_)))
    else {
        panic!("nothing was published");
    };
    let (bus, feed) = LocalBus::new();
    let stop = CancellationToken::new();
    bus.publish(Published::Appended(entry));
    let running = scene.realtime.clone().run(feed, stop.clone());
    let heard = async {
        while !ada.events().iter().any(|event| matches!(event, Event::LogAppended(_))) {
            ada.is_called().await;
        }
        stop.cancel();
    };
    tokio::join!(running, heard);
}

#[tokio::test(start_paused = true)]
async fn a_publisher_ends_with_its_bus() {
    let scene = Scene::new();
    let (bus, feed) = LocalBus::new();
    drop(bus);
    Realtime::new(scene.chat, Settings::new("build")).run(feed, CancellationToken::new()).await;
}
