//! Two people who chat all the time and must not notice anything.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result};
use hubbub_protocol::RoomId;
use tokio::task::JoinSet;

use crate::{Person, Server, clock, latencies::Latencies};

/// Well below what an account may send.
const PAUSE: Duration = Duration::from_millis(150);

pub(super) struct Neighbours {
    done: Arc<AtomicBool>,
    chatting: JoinSet<Result<Latencies>>,
}

impl Neighbours {
    pub(super) async fn gather(server: Server) -> Result<Self> {
        let (ada, grace) = (Person::sign_up(&server, "Ada").await?, Person::sign_up(&server, "Grace").await?);
        let room = ada.create_room("Garden").await?;
        grace.open(room).await?;
        let done = Arc::new(AtomicBool::new(false));
        let mut chatting = JoinSet::new();
        chatting.spawn(chat(ada, grace, room, done.clone()));
        Ok(Self { done, chatting })
    }

    /// Ends the chat and says how long each message took from one to the other.
    pub(super) async fn stop(mut self) -> Result<Latencies> {
        self.done.store(true, Ordering::Relaxed);
        self.chatting.join_next().await.context("nobody chatted")?.context("the chat panicked")?
    }
}

async fn chat(ada: Person, grace: Person, room: RoomId, done: Arc<AtomicBool>) -> Result<Latencies> {
    let mut latencies = Latencies::default();
    let mut ticks = clock::paced(PAUSE);
    let mut turns = [(&ada, &grace), (&grace, &ada)].into_iter().cycle();
    while !done.load(Ordering::Relaxed) {
        let Some((speaker, listener)) = turns.next() else { break };
        ticks.tick().await;
        let sent = clock::now();
        let body = format!("message {}", latencies.count());
        speaker.say(room, &body);
        listener.expect("the neighbour's message", |client| crate::person::ends_with(client, room, &body)).await?;
        latencies.add(sent.elapsed());
        speaker.expect_settled().await?;
    }
    anyhow::ensure!(ada.close_codes().is_empty() && grace.close_codes().is_empty(), "a neighbour was disconnected");
    Ok(latencies)
}
