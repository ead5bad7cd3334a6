//! How many sends a server acknowledges, and how fast: every sender waits for its answer before the next send.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use hubbub_protocol::{Reply, RoomId, SendMessage};
use tokio::{
    task::JoinSet,
    time::{Instant, timeout},
};

use crate::{
    ServerProcess,
    bare::BareConnection,
    checks::{make_room, sign_in_all},
    clock,
    latencies::Latencies,
    random::Random,
    report::{Report, millis},
    server::{Session, SocketOptions},
};

/// How many send for how long.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Senders, each in a room of its own.
    pub senders: usize,
    /// For how long.
    pub time: Duration,
    /// Decides nonces.
    pub seed: u64,
}

impl Plan {
    /// The usual size.
    pub const fn new(seed: u64) -> Self {
        Self { senders: 64, time: Duration::from_secs(5), seed }
    }
}

/// What one sender, or all of them, measured.
#[derive(Default)]
struct Tally {
    acknowledged: Latencies,
    held_back: usize,
}

/// Runs the measurement.
pub async fn run(plan: &Plan, binary: &Path) -> Result<Report> {
    let mut report = Report::new("throughput");
    let mut process = ServerProcess::start(binary).await?;
    let mut random = Random::new(plan.seed);
    let mut ready = Vec::new();
    for (number, session) in sign_in_all(process.server(), plan.senders, "Linus").await?.iter().enumerate() {
        let room = make_room(session, &format!("Room {number}")).await?;
        ready.push((connect(session).await?, room, random.fork()));
    }
    let (busy_before, began) = (process.usage()?.processor, clock::now());
    let mut senders = JoinSet::new();
    for (connection, room, random) in ready {
        senders.spawn(send_until(connection, room, random, began + plan.time));
    }
    let mut all = Tally::default();
    while let Some(sent) = senders.join_next().await {
        let sent = sent.context("a sender panicked")??;
        all.acknowledged.merge(&sent.acknowledged);
        all.held_back += sent.held_back;
    }
    let (took, busy) = (began.elapsed(), process.usage()?.processor.saturating_sub(busy_before));
    report.require_ok(process.is_sound());
    tell(&mut report, plan, &all, took, busy);
    Ok(report)
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
fn tell(report: &mut Report, plan: &Plan, all: &Tally, took: Duration, busy: Duration) {
    let count = all.acknowledged.count();
    let rate = count as f64 / took.as_secs_f64();
    report.fact(format!("{} senders in as many rooms for {took:.1?}: {rate:.0} acknowledged sends/s", plan.senders));
    let quantiles = [all.acknowledged.p50(), all.acknowledged.p99()].map(millis);
    report.fact(format!("send to acknowledgement: p50 {}, p99 {}", quantiles[0], quantiles[1]));
    let share = 100.0 * busy.as_secs_f64() / took.as_secs_f64();
    report.fact(format!("the server used {share:.0} % of one core; {} sends were held back by a limit", all.held_back));
    report.require(count > 0, || "nothing was acknowledged".to_owned());
}

async fn connect(session: &Session) -> Result<BareConnection> {
    Ok(BareConnection::open(session, SocketOptions::default()).await?.0)
}

async fn send_until(mut connection: BareConnection, room: RoomId, mut random: Random, end: Instant) -> Result<Tally> {
    let mut tally = Tally::default();
    while clock::now() < end {
        let sent = clock::now();
        let message = SendMessage::new(room, random.nonce(), "Good morning");
        match connection.ask(message).await? {
            Reply::MessageAcknowledged(_) => tally.acknowledged.add(sent.elapsed()),
            Reply::Refused { error } => {
                ensure!(error.code.is_retryable(), "a send was refused: {}", error.message);
                tally.held_back += 1;
                let pause = Duration::from_millis(error.retry_after_ms.unwrap_or(100).into());
                // Reads on while it is held back, as a client does.
                let _ = timeout(pause, connection.closed()).await;
            }
            other => anyhow::bail!("a send was answered with {other:?}"),
        }
    }
    Ok(tally)
}
