//! Rooms and their logs over HTTP.

use hubbub_protocol::{ErrorCode, LogPage, LogQuery, RoomId, RoomSummary, Seq, Timestamp, path};

use crate::support::TestServer;

#[tokio::test]
async fn a_new_person_is_in_general() {
    let mut server = TestServer::start().await;
    let mut ada = server.browser_of("Ada").await;
    let rooms: Vec<RoomSummary> = ada.get(path::ROOMS).await.json();
    let [general] = rooms.as_slice() else { panic!("{rooms:?}") };
    assert_eq!((general.room.name.as_str(), general.room.slug.as_str()), ("General", "general"));
    assert_eq!((general.joined, general.head), (true, Seq::ZERO));

    server.restart().await;
    assert_eq!(ada.get(path::ROOMS).await.json::<Vec<RoomSummary>>(), rooms, "it is made only once");
}

#[tokio::test]
async fn the_log_of_a_new_room_is_empty() {
    let server = TestServer::start().await;
    let mut ada = server.browser_of("Ada").await;
    let rooms: Vec<RoomSummary> = ada.get(path::ROOMS).await.json();
    let room = rooms[0].room.id;
    let page: LogPage = ada.get(&path::room_log(room, LogQuery::default())).await.json();
    assert_eq!((page.room, page.head, page.entries), (room, Seq::ZERO, Vec::new()));
}

#[tokio::test]
async fn a_log_that_is_not_there_cannot_be_told_from_one_that_cannot_be() {
    let server = TestServer::start().await;
    let mut ada = server.browser_of("Ada").await;
    let nowhere = path::room_log(RoomId::new(Timestamp::default(), [1; 10]), LogQuery::default());
    for path in [nowhere.as_str(), "/api/v1/rooms/general/log", "/api/v1/rooms/%00/log"] {
        let answer = ada.get(path).await;
        assert_eq!((answer.status, answer.refusal().code), (404, ErrorCode::NotFound), "{path}");
    }
}

#[tokio::test]
async fn a_query_that_is_not_as_described_is_refused() {
    let server = TestServer::start().await;
    let mut ada = server.browser_of("Ada").await;
    let rooms: Vec<RoomSummary> = ada.get(path::ROOMS).await.json();
    let log = path::room_log(rooms[0].room.id, LogQuery::default());
    for query in ["before=x", "after=-1", "limit=many"] {
        let answer = ada.get(&format!("{log}?{query}")).await;
        assert_eq!((answer.status, answer.refusal().code), (400, ErrorCode::Malformed), "{query}");
    }
    let answer = ada.get(&format!("{log}?limit=1000000&of_a_later_version=1")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[tokio::test]
async fn who_is_not_signed_in_reads_nothing() {
    let server = TestServer::start().await;
    let room = RoomId::new(Timestamp::default(), [1; 10]);
    for path in [path::ROOMS.to_owned(), path::room_log(room, LogQuery::default())] {
        let answer = server.browser().get(&path).await;
        assert_eq!((answer.status, answer.refusal().code), (401, ErrorCode::Unauthenticated), "{path}");
    }
}
