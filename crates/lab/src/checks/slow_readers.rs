//! Check 17: some people stop reading; the server does not grow for them, and the others do not notice.
//!
//! Control and test rounds alternate, and medians are compared: a machine that is busy with something else for a
//! while then disturbs both alike.

mod crowd;
mod sluggards;

use std::{path::Path, time::Duration};

use anyhow::{Context, Result};
use hubbub_protocol::CloseCode;

use crate::{
    ServerProcess,
    checks::{make_room, sign_in_all},
    clock,
    latencies::Latencies,
    random::Random,
    report::{Report, kibibytes, millis},
};

use crowd::Crowd;
use sluggards::Sluggards;

/// A reader who cannot keep up is told or dropped within this time (P13).
const DROPPED_WITHIN: Duration = Duration::from_secs(15);
/// What a slow reader may cost the server, in its own memory and in the kernel's.
const GROWTH_PER_SLOW_READER: u64 = 1024 * 1024;

/// A look at the server takes a little of the machine, in either half of a round.
const LOOK: Duration = Duration::from_millis(500);

/// How much is read and how slowly.
#[derive(Debug, Clone)]
pub struct Plan {
    /// People in the room who keep reading; they write, too.
    pub healthy: usize,
    /// People in the room who stop reading.
    pub slow: usize,
    /// Messages of 1 KiB in a second, over everybody who is healthy.
    pub messages_per_second: u32,
    /// Rounds, each once without and once with slow readers.
    pub rounds: usize,
    /// How long one half of a round takes.
    pub half_round: Duration,
    /// What the healthy may notice: their p99 with slow readers over the one without.
    pub ratio: f64,
    /// Decides when in a second whom speaks.
    pub seed: u64,
}

impl Plan {
    /// The size the programme asks for on every change.
    pub const fn new(seed: u64) -> Self {
        let half_round = Duration::from_secs(8);
        Self { healthy: 180, slow: 20, messages_per_second: 500, rounds: 4, half_round, ratio: 1.2, seed }
    }
}

/// What one half of a round measured.
struct Half {
    delivery: Latencies,
    growth: u64,
    /// The most that waited in the kernel.
    unsent: u64,
    dropped_after: Option<Duration>,
}

/// Runs the check.
pub async fn run(plan: &Plan, binary: &Path) -> Result<Report> {
    let mut report = Report::new("slow-readers");
    let Plan { healthy, slow, messages_per_second, rounds, half_round, .. } = plan;
    report.fact(format!(
        "{healthy} healthy and {slow} slow readers, {messages_per_second} messages/s of 1 KiB, \
         {rounds} rounds of 2 × {half_round:?}, seed {}",
        plan.seed
    ));
    let mut process = ServerProcess::start(binary).await?;
    let sessions = sign_in_all(process.server(), healthy + slow, "Grace").await?;
    let (slow, healthy) = sessions.split_at(*slow);
    let room = make_room(healthy.first().context("somebody must be healthy")?, "Garden").await?;
    let mut random = Random::new(plan.seed);
    let sluggards = Sluggards::gather(slow, room, &mut random).await?;
    let mut crowd = Crowd::gather(healthy, room, plan.messages_per_second, &mut random).await?;
    crowd.talk_for(Duration::from_secs(2)).await; // Warms up what is slow the first time on either side.
    let (mut control, mut test) = (Vec::new(), Vec::new());
    for _ in 0..*rounds {
        control.push(half(plan, &process, &mut crowd, None).await?);
        test.push(half(plan, &process, &mut crowd, Some(&sluggards)).await?);
        report.require_ok(sluggards.converge(room).await);
    }
    report.require_ok(process.is_sound());
    report.require(crowd.lost() == 0, || format!("{} healthy readers lost their connection", crowd.lost()));
    tell_delivery(&mut report, plan, &control, &test);
    tell_slow(&mut report, plan, &sluggards, &test);
    Ok(report)
}

async fn half(plan: &Plan, server: &ServerProcess, crowd: &mut Crowd, slow: Option<&Sluggards>) -> Result<Half> {
    let before = server.usage()?.memory;
    let ports = slow.map(Sluggards::stop_reading).unwrap_or_default();
    let stopped = clock::now();
    let (mut highest, mut unsent) = (before, 0);
    let mut dropped_after = None;
    crowd.begin();
    let mut look = || {
        highest = highest.max(server.usage().map_or(0, |usage| usage.memory));
        unsent = unsent.max(server.unsent().unwrap_or(0));
        let held = server.connected_ports().unwrap_or_default();
        if dropped_after.is_none() && !ports.iter().any(|port| held.contains(port)) {
            dropped_after = Some(stopped.elapsed());
        }
        stopped.elapsed() >= plan.half_round && dropped_after.is_some()
    };
    // Goes on talking until every slow reader is dropped: a server that never drops them ends the wait by its limit.
    let limit = plan.half_round.max(DROPPED_WITHIN);
    clock::holds_within(limit, LOOK, &mut look).await;
    let delivery = crowd.pause().await;
    Ok(Half { delivery, growth: highest - before, unsent, dropped_after })
}

fn tell_delivery(report: &mut Report, plan: &Plan, control: &[Half], test: &[Half]) {
    let p99 = |halves: &[Half]| median(halves.iter().map(|half| half.delivery.p99()).collect());
    let count = |halves: &[Half]| halves.iter().map(|half| half.delivery.count()).sum::<usize>();
    let (without, with) = (p99(control), p99(test));
    let ratio = with.as_secs_f64() / without.as_secs_f64().max(f64::EPSILON);
    report.fact(format!(
        "delivery to the healthy, median of the rounds' p99: {} alone ({} deliveries), {} beside slow readers ({}), \
         ratio {ratio:.2} (bar {:.1})",
        millis(without),
        count(control),
        millis(with),
        count(test),
        plan.ratio
    ));
    let each = |halves: &[Half]| halves.iter().map(|half| millis(half.delivery.p99())).collect::<Vec<_>>().join(", ");
    report.fact(format!("each round's p99: {} alone; {} beside slow readers", each(control), each(test)));
    report.require(count(control) > 0 && count(test) > 0, || "nothing was delivered".to_owned());
    report.require(ratio <= plan.ratio, || format!("the healthy notice: p99 is {ratio:.2} times the control's"));
}

fn tell_slow(report: &mut Report, plan: &Plan, sluggards: &Sluggards, test: &[Half]) {
    let slow = u64::try_from(plan.slow.max(1)).unwrap_or(1);
    let growth = test.iter().map(|half| half.growth / slow).max().unwrap_or(0);
    let unsent = test.iter().map(|half| half.unsent / slow).max().unwrap_or(0);
    let bar = kibibytes(GROWTH_PER_SLOW_READER);
    let (process, kernel) = (kibibytes(growth), kibibytes(unsent));
    report.fact(format!(
        "memory per slow reader: at most {process} more in the server, {kernel} in the kernel (bar {bar})"
    ));
    report.require(growth + unsent < GROWTH_PER_SLOW_READER, || {
        "slow readers cost the server too much memory".to_owned()
    });
    let slowest = test.iter().map(|half| half.dropped_after).max_by_key(|after| after.unwrap_or(Duration::MAX));
    match slowest.flatten() {
        Some(after) if test.iter().all(|half| half.dropped_after.is_some()) => {
            report.fact(format!("all slow readers were dropped after at most {} (bar 15 s)", millis(after)));
        }
        _ => report.require(false, || format!("a slow reader was still connected after {DROPPED_WITHIN:?}")),
    }
    let codes = sluggards.close_codes();
    let told = codes.iter().filter(|code| **code == CloseCode::SlowConsumer.code()).count();
    report.fact(format!("{} closes of slow readers, {told} of them could still read the code 4408", codes.len()));
}

fn median(mut values: Vec<Duration>) -> Duration {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}
