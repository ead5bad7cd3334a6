//! Away and back again: nothing is missed, nothing is said twice, and the outbox keeps its order.

use anyhow::{Result, ensure};
use hubbub_lab::{
    Person,
    person::Settings,
    server::{Session, SocketOptions},
};
use hubbub_protocol::{Change, CloseCode, Entry, LogQuery, RoomId, limits};

use crate::support::TestServer;

/// Ada and Grace, both looking at the same room.
async fn ada_and_grace(server: &TestServer) -> Result<(Person, Person, RoomId)> {
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.open(room).await?;
    Ok((ada, grace, room))
}

/// Ada says so many things while Grace is away; afterwards Grace sees all of them.
async fn check_missed(count: usize, gap_expected: bool) -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace, room) = ada_and_grace(&server).await?;
    ada.say(room, "before");
    grace.expect_messages(room, ["before"]).await?;
    grace.go_offline();
    let mut expected = vec!["before".to_owned()];
    for number in 1..=count {
        let line = format!("missed {number}");
        ada.say(room, &line);
        expected.push(line);
    }
    ada.expect_settled().await?;
    grace.go_online();
    let head = ada.session().log_page(room, LogQuery::default()).await?.head;
    grace.expect_shown(room, head).await?;
    let has_gap = grace.shows(room).iter().any(|line| line.starts_with("(gap"));
    ensure!(has_gap == gap_expected, "a gap is {}shown", if has_gap { "" } else { "not " });
    grace.read_everything(room).await?;
    grace.expect_messages(room, &expected).await
}

#[tokio::test]
async fn forty_one_missed_messages_are_all_there() -> Result<()> {
    check_missed(41, false).await
}

#[tokio::test]
async fn six_hundred_missed_messages_are_all_there() -> Result<()> {
    check_missed(limits::RESUME_ENTRIES + 100, true).await
}

#[tokio::test]
async fn what_is_written_offline_goes_out_once_and_in_order() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace, room) = ada_and_grace(&server).await?;
    ada.go_offline();
    let said = ["one", "two", "three"];
    for line in said {
        ada.say(room, line);
    }
    ada.expect_unsent(3).await?;
    assert_eq!(ada.shows(room), said);
    ada.go_online();
    grace.expect_messages(room, said).await?;
    ada.expect_messages(room, said).await?;
    ada.expect_settled().await?;
    assert_eq!(ada.session().whole_log(room).await?.len(), said.len());
    Ok(())
}

#[tokio::test]
async fn the_outbox_survives_a_reload_without_a_network() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace, room) = ada_and_grace(&server).await?;
    ada.go_offline();
    ada.say(room, "one");
    ada.say(room, "two");
    ada.expect_saved(2).await?;
    let ada = ada.reload().await?;
    ada.expect_unsent(2).await?;
    ada.go_online();
    ada.say(room, "three");
    grace.expect_messages(room, ["one", "two", "three"]).await?;
    ada.expect_settled().await
}

#[tokio::test]
async fn an_answer_that_was_lost_does_not_double_the_message() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace, room) = ada_and_grace(&server).await?;
    let mut said = Vec::new();
    // The connection breaks at a different moment each time: before, while or after the message is stored.
    for number in 0..20_u32 {
        let line = format!("line {number}");
        ada.say(room, &line);
        said.push(line);
        for _ in 0..number {
            tokio::task::yield_now().await;
        }
        ada.go_offline();
        ada.go_online();
        ada.expect_settled().await?;
    }
    grace.expect_messages(room, &said).await?;
    assert_eq!(ada.session().whole_log(room).await?.len(), said.len());
    Ok(())
}

/// How a server goes away and comes back.
enum Outage {
    Restart,
    Crash,
}

async fn check_outage(outage: Outage) -> Result<()> {
    let mut server = TestServer::start().await;
    let (ada, grace, room) = ada_and_grace(&server).await?;
    ada.say(room, "before");
    grace.expect_messages(room, ["before"]).await?;
    // Written in the very moment in which the server goes, so that it may or may not have got through.
    ada.say(room, "meanwhile");
    match outage {
        Outage::Restart => server.restart().await,
        Outage::Crash => server.crash().await,
    }
    grace.say(room, "after");
    for person in [&ada, &grace] {
        person.expect_live().await?;
        person.expect_settled().await?;
    }
    let log = ada.session().whole_log(room).await?;
    let text =
        |entry: Entry| if let Change::MessageSent { message } = entry.change { Some(message.body) } else { None };
    let said: Vec<_> = log.into_iter().filter_map(text).collect();
    for person in [&ada, &grace] {
        person.expect_messages(room, &said).await?;
    }
    // Two of them went out at the same time, so only the first has its place.
    let mut sorted = said;
    sorted[1..].sort();
    assert_eq!(sorted, ["before", "after", "meanwhile"]);
    Ok(())
}

#[tokio::test]
async fn a_restart_in_the_middle_of_a_conversation_loses_nothing() -> Result<()> {
    check_outage(Outage::Restart).await
}

#[tokio::test]
async fn a_crash_in_the_middle_of_a_conversation_loses_nothing() -> Result<()> {
    check_outage(Outage::Crash).await
}

#[tokio::test]
async fn a_restart_is_announced_to_everybody() -> Result<()> {
    let mut server = TestServer::start().await;
    let (ada, grace, _) = ada_and_grace(&server).await?;
    server.restart().await;
    for person in [&ada, &grace] {
        person.expect_closed(&[CloseCode::ServiceRestart.code()]).await?;
        person.expect_live().await?;
    }
    Ok(())
}

#[tokio::test]
async fn who_reads_too_slowly_is_sent_away_and_catches_up() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let room = ada.create_room("Garden").await?;
    let grace = slow_reader(ada.session().server.sign_in("Grace").await?).await?;
    grace.open(room).await?;
    grace.stop_reading();
    let long = "x".repeat(limits::MESSAGE_BODY);
    // More than the kernel keeps for a connection that nobody reads from, and the server's own queue besides.
    for _ in 0..500 {
        ada.say(room, &long);
    }
    ada.expect_settled().await?;
    grace.read_on();
    let head = ada.session().log_page(room, LogQuery::default()).await?.head;
    // The code reaches her only if the server could still write it.
    grace.expect_closed(&[CloseCode::SlowConsumer.code(), 1006]).await?;
    grace.expect_shown(room, head).await?;
    ensure!(ada.close_codes().is_empty(), "Ada was disturbed: {:?}", ada.close_codes());
    Ok(())
}

/// Somebody whose kernel takes in as little as it can, so that the server notices early.
async fn slow_reader(session: Session) -> Result<Person> {
    let socket = SocketOptions { kernel_receive_buffer: Some(4 * 1024), ..SocketOptions::default() };
    Person::with_session(session, Settings { seed: 7, socket, recorder: None }).await
}
