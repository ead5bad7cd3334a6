//! Check 1: the server is killed again and again while people write, and nothing that was acknowledged is lost.

mod storm;

use std::{path::Path, time::Duration};

use anyhow::Result;

use crate::{
    ServerProcess,
    checker::{self, Logs, Verdict, Violation},
    clock,
    random::Random,
    report::{Report, millis},
};

use storm::Storm;

/// Every pending send must have its answer this long after a restart.
const RESOLVED_WITHIN: Duration = Duration::from_secs(10);

/// How hard the storm is.
#[derive(Debug, Clone)]
pub struct Plan {
    /// People who write and read.
    pub people: usize,
    /// Rooms they are all in.
    pub rooms: usize,
    /// Sends in a second, over all people, whether or not the server keeps up.
    pub sends_per_second: u32,
    /// How often the server is killed.
    pub cycles: usize,
    /// Decides who writes where and when the server dies.
    pub seed: u64,
    /// The check passes only if the checker finds a broken promise: for a build that has a planted fault.
    pub expect_violation: bool,
}

impl Plan {
    /// The size the programme asks for on every change.
    pub const fn new(seed: u64) -> Self {
        Self { people: 50, rooms: 20, sends_per_second: 200, cycles: 20, seed, expect_violation: false }
    }

    /// Where messages are lost, clients and server disagree for ever, so there is little to wait for.
    const fn resolved_within(&self) -> Duration {
        if self.expect_violation { Duration::from_secs(1) } else { RESOLVED_WITHIN }
    }
}

/// Times of one cycle.
#[derive(Debug, Clone, Copy)]
struct Cycle {
    ready: Duration,
    resolved: Option<Duration>,
}

/// Runs the check.
pub async fn run(plan: &Plan, binary: &Path) -> Result<Report> {
    let mut report = Report::new("kill-storm");
    let Plan { people, rooms, sends_per_second, seed, .. } = plan;
    report.fact(format!("{people} people, {rooms} rooms, {sends_per_second} sends/s, seed {seed}"));
    let mut random = Random::new(plan.seed);
    let mut process = ServerProcess::start(binary).await?;
    let mut storm = Storm::gather(plan, process.server(), &mut random).await?;
    let mut cycles = Vec::new();
    for _ in 0..plan.cycles {
        let cycle = cycle(&mut process, &mut storm, &mut random, plan.resolved_within()).await?;
        cycles.push(cycle);
        if cycle.resolved.is_none() && !plan.expect_violation {
            break; // The report names it; further kills would only hide it.
        }
    }
    storm.calm();
    if !plan.expect_violation {
        report.require_ok(storm.converges().await);
        report.require_ok(process.is_sound());
    }
    let logs = storm.logs().await?;
    let verdict = checker::check(&storm.histories(), &logs);
    tell_times(&mut report, &cycles, plan);
    tell_verdict(&mut report, &verdict, &logs, plan.expect_violation);
    report.require(verdict.acknowledged > 0, || "nothing was acknowledged, so nothing was tested".to_owned());
    Ok(report)
}

async fn cycle(process: &mut ServerProcess, storm: &mut Storm, random: &mut Random, limit: Duration) -> Result<Cycle> {
    let moment = random.between(Duration::from_millis(200), Duration::from_millis(1_500));
    tokio::time::sleep_until(clock::now() + moment).await;
    process.kill().await?;
    let ready = process.start_again().await?;
    Ok(Cycle { ready, resolved: storm.resolved_within(limit).await })
}

fn tell_times(report: &mut Report, cycles: &[Cycle], plan: &Plan) {
    let mut ready: Vec<Duration> = cycles.iter().map(|cycle| cycle.ready).collect();
    ready.sort_unstable();
    let (median, slowest) = (ready.get(ready.len() / 2), ready.last());
    let [median, slowest] = [median, slowest].map(|time| millis(time.copied().unwrap_or_default()));
    report.fact(format!("{} cycles; restart to ready: median {median}, slowest {slowest}", cycles.len()));
    let resolved: Vec<Duration> = cycles.iter().filter_map(|cycle| cycle.resolved).collect();
    let slowest = millis(resolved.iter().max().copied().unwrap_or_default());
    report.fact(format!("slowest resolution of what was pending at a kill: {slowest} after the restart"));
    report.require(plan.expect_violation || resolved.len() == plan.cycles, || {
        format!("in cycle {} a send had no answer {RESOLVED_WITHIN:?} after the restart", cycles.len())
    });
}

fn tell_verdict(report: &mut Report, verdict: &Verdict, logs: &Logs, expect_violation: bool) {
    let lost = verdict.count(|violation| matches!(violation, Violation::Lost { .. }));
    let doubled = verdict.count(|violation| matches!(violation, Violation::Doubled { .. }));
    let holes = verdict.count(|violation| matches!(violation, Violation::Hole { .. }));
    let other = verdict.violations.len() - lost - doubled - holes;
    let stored: usize = logs.values().map(Vec::len).sum();
    let Verdict { acknowledged, observed, .. } = verdict;
    report.fact(format!("{acknowledged} acknowledged, {stored} in the logs, {observed} observations"));
    report.fact(format!("{lost} lost, {doubled} doubled, {holes} holes, {other} other violations"));
    if expect_violation {
        report.require(lost > 0, || "the planted fault was not found".to_owned());
        let found = verdict.violations.iter().find(|violation| matches!(violation, Violation::Lost { .. }));
        report.fact(found.map_or_else(|| "found nothing".to_owned(), |violation| format!("found {violation}")));
    } else {
        for violation in verdict.violations.iter().take(10) {
            report.require(false, || violation.to_string());
        }
    }
}
