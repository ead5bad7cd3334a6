//! What the person at the terminal, and the CI, get to read.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::Counts;
use crate::say;

/// The steps so far.
#[derive(Default)]
pub(super) struct Report {
    total: Counts,
    steps: Vec<String>,
}

impl Report {
    /// A step that is one check. Says whether it passed.
    pub(super) fn gate(&mut self, name: &str, check: impl FnOnce() -> Result<()>) -> bool {
        let counts = self.suite(name, || {
            check()?;
            Ok(Counts::one(true))
        });
        counts.failed == 0
    }

    /// A step that counts for itself.
    pub(super) fn suite(&mut self, name: &str, run: impl FnOnce() -> Result<Counts>) -> Counts {
        say::line(format!("\n== {name}"));
        let began = now();
        let counts = run().unwrap_or_else(|error| {
            say::problem(format!("{name}: {error:#}"));
            Counts::one(false)
        });
        self.note(name, counts, &seconds(began.elapsed()));
        counts
    }

    /// A step that could not be tried counts as failed.
    pub(super) fn did_not_run(&mut self, name: &str, because: &str) {
        say::line(format!("\n== {name}"));
        self.note(name, Counts::one(false), because);
    }

    /// The summary, and the last line. Says whether everything passed.
    pub(super) fn finish(self) -> bool {
        say::line("\n== summary");
        for step in &self.steps {
            say::line(step);
        }
        say::line(format!("\n{}", self.total));
        self.total.failed == 0
    }

    fn note(&mut self, name: &str, counts: Counts, remark: &str) {
        let verdict = if counts.failed == 0 { "ok    " } else { "FAILED" };
        let step = format!("{verdict} {name}: {counts} ({remark})");
        say::line(&step);
        self.steps.push(step);
        self.total += counts;
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the runner measures how long a step takes")]
fn now() -> Instant {
    Instant::now()
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn every_step_counts_and_one_failure_fails_all() {
        let mut report = Report::default();
        assert!(report.gate("fmt", || Ok(())));
        report.suite("tests", || Ok(Counts { passed: 5, failed: 0 }));
        assert_eq!(report.total, Counts { passed: 6, failed: 0 });

        assert!(!report.gate("clippy", || bail!("a warning")));
        report.did_not_run("lab", "there is no release build");
        assert_eq!(report.total, Counts { passed: 6, failed: 2 });
        assert!(!report.finish());
    }

    #[test]
    fn nothing_but_passes_is_a_pass() {
        let mut report = Report::default();
        report.gate("fmt", || Ok(()));
        assert!(report.finish());
    }
}
