//! What a check found out: facts in sentences, and what was not as it should be.

use std::{fmt, time::Duration};

/// The result of one check.
#[derive(Debug)]
pub struct Report {
    check: &'static str,
    facts: Vec<String>,
    faults: Vec<String>,
}

impl Report {
    /// An empty report, which passes.
    pub fn new(check: &'static str) -> Self {
        Self { check, facts: Vec::new(), faults: Vec::new() }
    }

    /// Adds something worth knowing.
    pub fn fact(&mut self, fact: impl Into<String>) {
        self.facts.push(fact.into());
    }

    /// Adds what must hold; if it does not, the check has failed.
    pub fn require(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.faults.push(fault());
        }
    }

    /// Adds what failed, if it did.
    pub fn require_ok(&mut self, result: anyhow::Result<()>) {
        if let Err(error) = result {
            self.faults.push(format!("{error:#}"));
        }
    }

    /// Whether everything was as it should be.
    pub fn passed(&self) -> bool {
        self.faults.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.check, if self.passed() { "passed" } else { "FAILED" })?;
        for fact in &self.facts {
            writeln!(f, "  {fact}")?;
        }
        for fault in &self.faults {
            writeln!(f, "  FAULT: {fault}")?;
        }
        Ok(())
    }
}

/// A duration in milliseconds, as reports write it.
pub fn millis(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1_000.0)
}

/// Bytes in KiB, as reports write them.
#[expect(clippy::cast_precision_loss, reason = "a figure for people needs three digits, not fifteen")]
pub fn kibibytes(bytes: u64) -> String {
    format!("{:.1} KiB", bytes as f64 / 1_024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_fault_fails_the_whole_check() {
        let mut report = Report::new("fanout");
        report.fact("100 people");
        report.require(true, || unreachable!("nothing is wrong"));
        assert!(report.passed());
        report.require(false, || "one was not reached".to_owned());
        assert_eq!(report.to_string(), "fanout: FAILED\n  100 people\n  FAULT: one was not reached\n");
    }
}
