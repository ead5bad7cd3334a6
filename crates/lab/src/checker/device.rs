//! What must be true of the history of one device.

use std::collections::{BTreeSet, HashMap};

use hubbub_protocol::{Entry, RoomId, Seq};

use super::{Logs, Violation, log::Places};
use crate::history::{Fingerprint, History, Told};

pub(super) fn check(history: &History, logs: &Logs, places: &Places<'_>) -> Vec<Violation> {
    let mut device = Device { name: &history.device, logs, places, violations: Vec::new() };
    device.check_answers(history);
    device.check_turns(history);
    device.check_deliveries(history);
    device.check_view(history);
    device.violations
}

struct Device<'a> {
    name: &'a str,
    logs: &'a Logs,
    places: &'a Places<'a>,
    violations: Vec<Violation>,
}

impl Device<'_> {
    /// I1: what was acknowledged is in the log, where it was acknowledged and as it was written.
    fn check_answers(&mut self, history: &History) {
        let mut written = HashMap::new();
        for told in &history.told {
            match *told {
                Told::Wrote { room, nonce, body } => {
                    written.insert(nonce, (room, body));
                }
                Told::Acknowledged { room, nonce, seq } => match self.places.of_message(nonce) {
                    None => self.violations.push(Violation::Lost { room, nonce, seq }),
                    Some((stored_in, stored_at, message)) => {
                        let intended = written.get(&nonce);
                        let altered = if (stored_in, stored_at) != (room, seq) {
                            Some("place")
                        } else if intended.is_some_and(|(room, _)| *room != stored_in) {
                            Some("room")
                        } else if intended.is_some_and(|(_, body)| *body != Fingerprint::of(&message.body)) {
                            Some("body")
                        } else {
                            None
                        };
                        self.violations.extend(altered.map(|what| Violation::Altered { room, nonce, what }));
                    }
                },
                _ => {}
            }
        }
    }

    /// I5: its messages stand in each room in the order in which they were written.
    fn check_turns(&mut self, history: &History) {
        let mut last: HashMap<RoomId, Seq> = HashMap::new();
        for told in &history.told {
            let Told::Wrote { nonce, .. } = told else { continue };
            let Some((room, seq, _)) = self.places.of_message(*nonce) else { continue };
            let previous = last.insert(room, seq);
            if previous.is_some_and(|previous| previous >= seq) {
                self.violations.push(Violation::OutOfTurn { device: self.name.to_owned(), room, seq });
            }
        }
    }

    /// I4, P5 and I6: each connection delivers the log, forwards, without a gap that is not named, and nothing else.
    fn check_deliveries(&mut self, history: &History) {
        let mut delivered: HashMap<RoomId, BTreeSet<Seq>> = HashMap::new();
        for told in &history.told {
            match *told {
                Told::Connected => delivered.clear(),
                Told::Observed { room, seq, what, after_gap } => {
                    if !self.is_in_log(room, seq, what) {
                        self.violations.push(Violation::Phantom { device: self.name.to_owned(), room, seq });
                    }
                    let delivered = delivered.entry(room).or_default();
                    let last = delivered.last().copied();
                    // A repetition of what this connection has already delivered is allowed.
                    if delivered.insert(seq) && !after_gap {
                        self.violations.extend(last.and_then(|last| self.out_of_step(room, last, seq)));
                    }
                }
                _ => {}
            }
        }
    }

    fn out_of_step(&self, room: RoomId, last: Seq, seq: Seq) -> Option<Violation> {
        let device = || self.name.to_owned();
        if seq < last {
            Some(Violation::Backwards { device: device(), room, earlier: last, later: seq })
        } else if seq != last.next() {
            Some(Violation::SilentGap { device: device(), room, after: last, before: seq })
        } else {
            None
        }
    }

    /// I7: what it showed at the end is the end of the log, whole.
    fn check_view(&mut self, history: &History) {
        for told in &history.told {
            let Told::Showed { room, entries } = told else { continue };
            let log = self.logs.get(room).map_or(&[][..], Vec::as_slice);
            let expected = &log[log.len().saturating_sub(entries.len())..];
            let content = |entry: &Entry| (entry.seq, Fingerprint::of_change(&entry.change));
            let differs = entries.iter().zip(expected).find(|(shown, entry)| **shown != content(entry));
            let at = match differs {
                Some(((seq, _), _)) => Some(*seq),
                // More is shown than there is, or nothing of a room that holds something.
                None if entries.len() > log.len() => entries.last().map(|(seq, _)| *seq),
                None if entries.is_empty() => log.last().map(|entry| entry.seq),
                None => None,
            };
            self.violations.extend(at.map(|seq| Violation::Diverged {
                device: self.name.to_owned(),
                room: *room,
                seq,
            }));
        }
    }

    fn is_in_log(&self, room: RoomId, seq: Seq, what: Fingerprint) -> bool {
        let entries = self.logs.get(&room).map_or(&[][..], Vec::as_slice);
        let found = entries.binary_search_by_key(&seq, |entry| entry.seq);
        found.is_ok_and(|index| Fingerprint::of_change(&entries[index].change) == what)
    }
}
