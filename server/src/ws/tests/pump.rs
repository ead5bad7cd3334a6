//! The loop, with a client that does what real ones do, in time that only passes when everybody waits.

use std::time::Duration;

use bytes::Bytes;
use hubbub_chat::sessions;
use hubbub_protocol::{CloseCode, JoinRoom, LogQuery, Nonce, SendMessage, Timestamp};
use hubbub_websocket::Incoming;
use tokio::{task::JoinSet, time::Instant};

use super::{
    super::{closing::End, pump},
    Scene,
    fake::{self, Heard},
    frame, hello,
};

impl Scene {
    /// Ada's next connection, and the task that serves it.
    fn connects(&self) -> (fake::Client, JoinSet<End>) {
        let permit = self.realtime.admit(self.ada.id()).expect("there is a place");
        let (socket, client, line) = fake::socket();
        let (connection, outbound) = self.realtime.accept(permit, self.ada.clone(), line, pump::now());
        let mut task = JoinSet::new();
        task.spawn(pump::run(socket, connection, outbound));
        (client, task)
    }

    /// The same, after hello.
    async fn is_live(&self) -> (fake::Client, JoinSet<End>) {
        let (client, task) = self.connects();
        client.says(&hello());
        client.hears(r#""result":"welcome""#).await;
        (client, task)
    }

    fn message(&self, n: u8, body: &str) -> String {
        let nonce = Nonce::new(Timestamp::default(), [n; 10]);
        frame(n.into(), SendMessage::new(self.general, nonce, body))
    }
}

async fn end(mut task: JoinSet<End>) -> End {
    task.join_next().await.expect("there is a task").expect("it does not panic")
}

#[tokio::test(start_paused = true)]
async fn a_message_is_acknowledged_and_heard() {
    let scene = Scene::new().await;
    let ((ada, _ada_task), (tab, _tab_task)) = (scene.is_live().await, scene.is_live().await);
    ada.says(&scene.message(7, "hi"));
    let acknowledged = ada.hears("message_acknowledged").await;
    assert!(acknowledged.contains(r#""reply":7"#) && acknowledged.contains(r#""seq":1"#), "{acknowledged}");
    tab.hears("log_appended").await;
}

#[tokio::test(start_paused = true)]
async fn many_events_at_once_are_written_together() {
    let scene = Scene::new().await;
    let (tab, _tab_task) = scene.is_live().await;
    let before = tab.writes();
    for n in 0..100 {
        let nonce = Nonce::new(Timestamp::from_millis(n), [9; 10]);
        let command = SendMessage::new(scene.general, nonce, format!("hi {n}"));
        hubbub_chat::messages::send(&scene.chat, &scene.ada, command).await.expect("it is sent");
    }
    tab.hears("hi 99").await;
    assert!(tab.writes() - before <= 10, "{} writes", tab.writes() - before);
}

#[tokio::test(start_paused = true)]
async fn a_goodbye_is_answered_and_ends_it() {
    let scene = Scene::new().await;
    let (ada, task) = scene.is_live().await;
    ada.sends(Incoming::Goodbye(vec![0x88, 2, 3, 0xe8].into()));
    assert_eq!(end(task).await, End::Goodbye);
    assert_eq!(ada.rest().last(), Some(&Heard::Other(vec![0x88, 2, 3, 0xe8])));
    assert_eq!(scene.realtime.connections(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_network_that_is_gone_ends_it() {
    let scene = Scene::new().await;
    let (mut ada, task) = scene.is_live().await;
    ada.vanishes();
    assert_eq!(end(task).await, End::Gone);
}

#[tokio::test(start_paused = true)]
async fn what_no_client_may_send_is_answered_with_its_code() {
    let scene = Scene::new().await;
    let (ada, task) = scene.is_live().await;
    ada.rest();
    ada.sends(Incoming::Unacceptable(CloseCode::Protocol));
    assert_eq!(end(task).await, End::Unreadable(CloseCode::Protocol));
    assert!(ada.rest().contains(&Heard::Other(vec![0x88, 2, 3, 0xea])));
}

#[tokio::test(start_paused = true)]
async fn who_is_sent_away_may_hang_up_at_once_and_is_not_waited_for_any_longer() {
    for last in [Incoming::Unacceptable(CloseCode::Protocol), Incoming::Goodbye(vec![0x88, 0].into())] {
        let scene = Scene::new().await;
        let ((mut ada, task), start) = (scene.is_live().await, Instant::now());
        ada.sends(last);
        ada.sees_the_end().await;
        ada.vanishes();
        end(task).await;
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_sent_away_and_stays_is_left_after_a_second() {
    let scene = Scene::new().await;
    let ((ada, task), start) = (scene.is_live().await, Instant::now());
    ada.sends(Incoming::Unacceptable(CloseCode::Protocol));
    end(task).await;
    assert_eq!(start.elapsed(), Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_binary_frame_is_not_understood() {
    let scene = Scene::new().await;
    let (ada, task) = scene.is_live().await;
    ada.sends(Incoming::Binary(b"{}".as_slice().into()));
    assert_eq!(end(task).await, End::Unreadable(CloseCode::Unsupported));
}

#[tokio::test(start_paused = true)]
async fn no_hello_for_ten_seconds_ends_it() {
    let scene = Scene::new().await;
    let (start, (ada, task)) = (Instant::now(), scene.connects());
    ada.says(&frame(1, JoinRoom { room: scene.general }));
    ada.hears("hello_expected").await;
    assert_eq!(end(task).await, End::Closed(CloseCode::Policy));
    let waited = start.elapsed();
    assert!(waited >= Duration::from_secs(10) && waited <= Duration::from_millis(11_100), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_answers_pings_stays_and_one_that_does_not_is_dead_within_45_seconds() {
    let scene = Scene::new().await;
    let (ada, mut task) = scene.is_live().await;
    for _ in 0..4 {
        while ada.next().await != Heard::Ping {}
        ada.sends(Incoming::Control(Bytes::new()));
    }
    assert!(task.try_join_next().is_none());
    let answered = Instant::now();
    assert_eq!(end(task).await, End::Closed(CloseCode::GoingAway));
    assert!(answered.elapsed() <= Duration::from_millis(45_100), "{:?}", answered.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_stops_reading_is_closed_within_fifteen_seconds_and_others_go_on() {
    let scene = Scene::new().await;
    let ((slow, task), (tab, _tab_task)) = (scene.is_live().await, scene.is_live().await);
    slow.stops_reading();
    let start = Instant::now();
    tab.says(&scene.message(1, "hi"));
    tab.hears("message_acknowledged").await;
    assert_eq!(end(task).await, End::Closed(CloseCode::SlowConsumer));
    assert!(start.elapsed() <= Duration::from_secs(15), "{:?}", start.elapsed());
    tab.says(&scene.message(2, "still here"));
    tab.hears("still here").await;
}

#[tokio::test(start_paused = true)]
async fn a_client_that_pauses_misses_nothing() {
    let scene = Scene::new().await;
    let ((ada, task), (tab, _tab_task)) = (scene.is_live().await, scene.is_live().await);
    ada.stops_reading();
    for n in 1..=3 {
        tab.says(&scene.message(n, &format!("hi {n}")));
        tab.hears("message_acknowledged").await;
    }
    ada.reads_on();
    for n in 1..=3 {
        let next = ada.hears("log_appended").await;
        assert!(next.contains(&format!("hi {n}")), "{next}");
    }
    assert!(!task.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_ping_is_answered() {
    let scene = Scene::new().await;
    let (ada, _task) = scene.is_live().await;
    ada.sends(Incoming::Control(vec![0x8a, 1, b'!'].into()));
    while ada.next().await != Heard::Other(vec![0x8a, 1, b'!']) {}
}

#[tokio::test(start_paused = true)]
async fn a_restart_answers_what_is_under_way_and_then_closes() {
    let scene = Scene::new().await;
    let (ada, task) = scene.is_live().await;
    ada.says(&scene.message(1, "one last thing"));
    ada.hears("message_acknowledged").await;
    scene.realtime.drain();
    scene.realtime.drained().await;
    // The process may end here, so everything has to be written already.
    let rest = ada.rest();
    let is_draining = |it: &Heard| matches!(it, Heard::Text(text) if text.starts_with(r#"{"event":"draining""#));
    assert!(rest.iter().any(is_draining), "{rest:?}");
    assert_eq!(rest.last(), Some(&Heard::Close(CloseCode::ServiceRestart)));
    assert_eq!(end(task).await, End::Closed(CloseCode::ServiceRestart));
}

/// The close frame with 4401.
const SIGNED_OUT: [u8; 4] = [0x88, 2, 0x11, 0x31];

impl Scene {
    async fn signs_out(&self) {
        sessions::sign_out(&self.chat, &self.ada).await.expect("everybody may sign out");
    }
}

#[tokio::test(start_paused = true)]
async fn the_end_of_a_session_closes_its_sockets_and_waits_for_no_command() {
    let scene = Scene::new().await;
    let (start, (ada, task)) = (Instant::now(), scene.is_live().await);
    scene.signs_out().await;
    // Whatever comes now comes too late, even if it lies there to be read.
    ada.says(&scene.message(1, "too late"));
    ada.hears_all_until(|heard| *heard == Heard::Other(SIGNED_OUT.to_vec())).await;
    assert_eq!(end(task).await, End::Closed(CloseCode::SessionEnded));
    assert!(start.elapsed() <= Duration::from_secs(1), "{:?}", start.elapsed());
    assert!(ada.rest().is_empty(), "nothing follows the close frame");
    let log = hubbub_chat::log::page(&scene.chat, &scene.ada, scene.general, LogQuery::default()).await;
    assert_eq!(log.expect("the room is there").entries, []);
}

#[tokio::test(start_paused = true)]
async fn the_end_of_a_session_ends_a_socket_that_takes_nothing() {
    let scene = Scene::new().await;
    let (ada, task) = scene.is_live().await;
    ada.stops_reading();
    ada.says(&scene.message(1, "hi"));
    let start = Instant::now();
    scene.signs_out().await;
    assert_eq!(end(task).await, End::Closed(CloseCode::SessionEnded));
    assert!(start.elapsed() <= Duration::from_millis(1_100), "{:?}", start.elapsed());
}
