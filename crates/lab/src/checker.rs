//! Judges what all devices were told against the logs as they stand after the run.
//!
//! It knows the promises and nothing of how a server keeps them.

mod device;
mod log;
mod violation;

use std::collections::{BTreeMap, HashMap};

use hubbub_protocol::{Entry, RoomId, Seq};

use crate::history::{Fingerprint, History, Told};

pub use violation::Violation;

/// The room logs after a run, each from its first entry to its head.
pub type Logs = BTreeMap<RoomId, Vec<Entry>>;

/// What came out.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Different messages that were acknowledged.
    pub acknowledged: usize,
    /// Entries that were observed, over all devices.
    pub observed: usize,
    /// Every promise that was broken, once per place.
    pub violations: Vec<Violation>,
}

impl Verdict {
    /// How many of these violations there are.
    pub fn count(&self, is_one: impl Fn(&Violation) -> bool) -> usize {
        self.violations.iter().filter(|violation| is_one(violation)).count()
    }
}

/// Checks every invariant.
pub fn check(histories: &[History], logs: &Logs) -> Verdict {
    let mut violations = log::check(logs);
    let places = log::Places::of(logs);
    let mut acknowledged = std::collections::HashSet::new();
    let mut observed = 0;
    for history in histories {
        violations.extend(device::check(history, logs, &places));
        for told in &history.told {
            match told {
                Told::Acknowledged { nonce, .. } => {
                    acknowledged.insert(*nonce);
                }
                Told::Observed { .. } => observed += 1,
                _ => {}
            }
        }
    }
    violations.extend(disagreements(histories));
    Verdict { acknowledged: acknowledged.len(), observed, violations }
}

/// I4: at each place every observer saw the same.
fn disagreements(histories: &[History]) -> Vec<Violation> {
    let mut first: HashMap<(RoomId, Seq), (Fingerprint, &str)> = HashMap::new();
    let mut violations = Vec::new();
    for history in histories {
        for told in &history.told {
            let Told::Observed { room, seq, what, .. } = told else { continue };
            let (seen, by) = *first.entry((*room, *seq)).or_insert((*what, &history.device));
            if seen != *what {
                let devices = (by.to_owned(), history.device.clone());
                violations.push(Violation::Disagreement { room: *room, seq: *seq, devices });
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests;
