//! Two people who chat all the time and must not notice anything.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result};
use hubbub_protocol::RoomId;
use tokio::task::JoinSet;

use crate::{Person, Server, clock, latencies::Latencies, person};

/// Well below what an account may send.
const PAUSE: Duration = Duration::from_millis(150);
/// Messages of the chat before anything hostile happens.
const CONTROL: usize = 20;

pub(super) struct Neighbours {
    measured: Arc<Mutex<Latencies>>,
    chatting: JoinSet<Result<()>>,
}

impl Neighbours {
    /// Ada and Grace begin to chat.
    pub(super) async fn gather(server: Server) -> Result<Self> {
        let (ada, grace) = (Person::sign_up(&server, "Ada").await?, Person::sign_up(&server, "Grace").await?);
        let room = ada.create_room("Garden").await?;
        grace.open(room).await?;
        let measured = Arc::new(Mutex::default());
        let mut chatting = JoinSet::new();
        chatting.spawn(chat(ada, grace, room, Arc::clone(&measured)));
        Ok(Self { measured, chatting })
    }

    /// Lets them chat for a while, and says how long each message took from one to the other.
    pub(super) async fn undisturbed(&mut self) -> Result<Latencies> {
        let has_enough = || self.measured.lock().unwrap_or_else(PoisonError::into_inner).count() >= CONTROL;
        clock::holds_within(PAUSE * 100, PAUSE, has_enough).await;
        self.so_far()
    }

    /// The same for everything since then; an error if the chat has ended.
    pub(super) fn so_far(&mut self) -> Result<Latencies> {
        if let Some(ended) = self.chatting.try_join_next() {
            ended.context("the chat panicked")??;
        }
        Ok(std::mem::take(&mut *self.measured.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Chats until it is dropped or something goes wrong.
async fn chat(ada: Person, grace: Person, room: RoomId, measured: Arc<Mutex<Latencies>>) -> Result<()> {
    let mut ticks = clock::paced(PAUSE);
    for number in 0_u64.. {
        let (speaker, listener) = if number % 2 == 0 { (&ada, &grace) } else { (&grace, &ada) };
        ticks.tick().await;
        let sent = clock::now();
        let body = format!("message {number}");
        speaker.say(room, &body);
        listener.expect("the neighbour's message", |client| person::ends_with(client, room, &body)).await?;
        measured.lock().unwrap_or_else(PoisonError::into_inner).add(sent.elapsed());
        speaker.expect_settled().await?;
        let undisturbed = ada.close_codes().is_empty() && grace.close_codes().is_empty();
        anyhow::ensure!(undisturbed, "a neighbour was disconnected");
    }
    Ok(())
}
