//! Those who keep reading: they speak at a fixed rate and measure how long it takes until everybody else has heard.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::Result;
use hubbub_protocol::{JoinRoom, RoomId, SendMessage};
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval_at},
};

use crate::{
    bare::{BareConnection, Heard},
    clock,
    latencies::Latencies,
    random::Random,
    server::{Session, SocketOptions},
};

/// Stands before the time of sending in each body.
const MARK: &str = "sent-at=";
const BODY: usize = 1024;

pub(super) struct Crowd {
    shared: Arc<Shared>,
    _tasks: JoinSet<()>,
}

#[derive(Default)]
struct Shared {
    talking: AtomicBool,
    lost: AtomicUsize,
    measured: Mutex<Latencies>,
}

impl Crowd {
    pub(super) async fn gather(
        sessions: &[Session],
        room: RoomId,
        messages_per_second: u32,
        random: &mut Random,
    ) -> Result<Self> {
        let shared = Arc::new(Shared::default());
        let mut tasks = JoinSet::new();
        let people = u32::try_from(sessions.len()).unwrap_or(u32::MAX);
        let pace = Duration::from_secs(1) * people / messages_per_second.max(1);
        for session in sessions {
            let options = SocketOptions { read_buffer: 32 * 1024, ..SocketOptions::default() };
            let (mut connection, _) = BareConnection::open(session, options).await?;
            connection.ask(JoinRoom { room }).await?;
            let first = clock::now() + random.between(Duration::ZERO, pace);
            let listener = Listener { connection, shared: shared.clone(), room, random: random.fork() };
            tasks.spawn(listener.run(first, pace));
        }
        Ok(Self { shared, _tasks: tasks })
    }

    /// Everybody speaks from now on.
    pub(super) fn begin(&self) {
        self.shared.talking.store(true, Ordering::Relaxed);
    }

    /// Everybody is silent; says what was measured since they began, when the last message has arrived.
    pub(super) async fn pause(&mut self) -> Latencies {
        self.shared.talking.store(false, Ordering::Relaxed);
        let mut count = 0;
        let is_quiet = || {
            let measured = self.shared.measured.lock().unwrap_or_else(PoisonError::into_inner).count();
            std::mem::replace(&mut count, measured) == measured && measured > 0
        };
        clock::holds_within(Duration::from_secs(10), Duration::from_millis(200), is_quiet).await;
        std::mem::take(&mut *self.shared.measured.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Speaks for a while and forgets what was measured.
    pub(super) async fn talk_for(&mut self, time: Duration) {
        self.begin();
        tokio::time::sleep_until(clock::now() + time).await;
        self.pause().await;
    }

    /// How many connections ended although their owners kept reading.
    pub(super) fn lost(&self) -> usize {
        self.shared.lost.load(Ordering::Relaxed)
    }
}

struct Listener {
    connection: BareConnection,
    shared: Arc<Shared>,
    room: RoomId,
    random: Random,
}

impl Listener {
    async fn run(mut self, first: Instant, pace: Duration) {
        let mut ticks = interval_at(first, pace);
        // One who could not speak in time stays silent once: a burst would measure this machine, not the server.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                heard = self.connection.hear() => match heard {
                    Heard::Text(text) => self.measure(&text),
                    Heard::Closed(_) => {
                        self.shared.lost.fetch_add(1, Ordering::Relaxed);
                        return;
                    }
                },
                _ = ticks.tick() => if self.shared.talking.load(Ordering::Relaxed) {
                    self.speak().await;
                }
            }
        }
    }

    async fn speak(&mut self) {
        let mut body = format!("{MARK}{} ", clock::moment_micros());
        body.push_str(&"x".repeat(BODY - body.len()));
        let message = SendMessage::new(self.room, self.random.nonce(), body);
        // A connection that is gone is counted where it is read.
        let _ = self.connection.send(message).await;
    }

    fn measure(&self, text: &str) {
        let Some((_, rest)) = text.split_once(MARK) else { return };
        let digits = rest.split(' ').next().and_then(|digits| digits.parse::<u64>().ok());
        let Some(sent) = digits else { return };
        let took = Duration::from_micros(clock::moment_micros().saturating_sub(sent));
        self.shared.measured.lock().unwrap_or_else(PoisonError::into_inner).add(took);
    }
}
