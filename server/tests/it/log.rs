//! Pages of a room log over HTTP.

use hubbub_lab::Person;
use hubbub_protocol::{Change, Entry, LogPage, LogQuery, RoomId, Seq, path};

use crate::support::{Ask, TestServer};

/// Ada, who has said "1", "2", … up to `count` in General.
async fn ada_after(server: &TestServer, count: u64) -> (Person, RoomId) {
    let ada = server.member("Ada").await;
    let general = ada.session().room_called("General").await.expect("there is General");
    ada.open(general).await.expect("Ada opens it");
    for number in 1..=count {
        ada.say(general, &number.to_string());
    }
    ada.expect_settled().await.expect("all of it is on disk");
    (ada, general)
}

fn said(entries: &[Entry]) -> Vec<u64> {
    let number = |entry: &Entry| match &entry.change {
        Change::MessageSent { message } => {
            assert_eq!(message.body, entry.seq.to_string());
            entry.seq.get()
        }
        _ => panic!("not a message: {entry:?}"),
    };
    entries.iter().map(number).collect()
}

#[tokio::test]
async fn a_log_is_read_in_pages_from_either_end() {
    let mut server = TestServer::start().await;
    let (ada, general) = ada_after(&server, 120).await;
    let query = |before: Option<u64>, after: Option<u64>, limit| LogQuery {
        before: before.map(Seq::new),
        after: after.map(Seq::new),
        limit,
    };
    let pages = [
        (query(None, None, None), 71..=120),
        (query(None, None, Some(3)), 118..=120),
        (query(Some(71), None, None), 21..=70),
        (query(Some(3), None, None), 1..=2),
        (query(None, Some(100), Some(5)), 101..=105),
        (query(Some(10), Some(4), None), 5..=9),
        (query(None, None, Some(1_000_000)), 1..=120),
    ];
    for crashed in [false, true] {
        for (query, expected) in pages.clone() {
            let page: LogPage = ada.session().log_page(general, query).await.expect("a page");
            assert_eq!((page.room, page.head), (general, Seq::new(120)));
            assert_eq!(said(&page.entries), expected.collect::<Vec<_>>(), "{query:?}, crashed: {crashed}");
        }
        server.crash().await;
    }
}

#[tokio::test]
async fn a_page_is_compressed_for_who_can_read_that() {
    let server = TestServer::start().await;
    let (ada, general) = ada_after(&server, 20).await;
    let bearer = format!("Bearer {}", ada.session().token);
    let ask = Ask::get(&path::room_log(general, LogQuery::default())).header("authorization", &bearer);
    let plain = ask.clone().send(server.address()).await;
    assert_eq!((plain.status, plain.header("content-encoding")), (200, ""));
    let compressed = ask.header("accept-encoding", "gzip, deflate, br").send(server.address()).await;
    assert_eq!((compressed.status, compressed.header("content-encoding")), (200, "br"));
    assert!(compressed.body.len() * 3 < plain.body.len(), "{} of {}", compressed.body.len(), plain.body.len());
}
