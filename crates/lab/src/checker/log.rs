//! What must be true of the logs alone: places without holes, and no message twice.

use std::collections::HashMap;

use hubbub_protocol::{AccountId, Change, Message, Nonce, RoomId, Seq};

use super::{Logs, Violation};

/// Where every message stands.
pub(super) struct Places<'a>(HashMap<Nonce, (RoomId, Seq, &'a Message)>);

impl<'a> Places<'a> {
    pub(super) fn of(logs: &'a Logs) -> Self {
        Self(messages(logs).map(|(room, seq, message)| (message.nonce, (room, seq, message))).collect())
    }

    pub(super) fn of_message(&self, nonce: Nonce) -> Option<(RoomId, Seq, &'a Message)> {
        self.0.get(&nonce).copied()
    }
}

pub(super) fn check(logs: &Logs) -> Vec<Violation> {
    let mut violations = holes(logs);
    violations.extend(doubles(logs));
    violations
}

fn holes(logs: &Logs) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (room, entries) in logs {
        let mut expected = Seq::new(1);
        for entry in entries {
            if entry.seq != expected {
                violations.push(Violation::Hole { room: *room, expected, found: entry.seq });
            }
            expected = entry.seq.next();
        }
    }
    violations
}

fn doubles(logs: &Logs) -> Vec<Violation> {
    let mut first: HashMap<(AccountId, Nonce), (RoomId, Seq)> = HashMap::new();
    let mut violations = Vec::new();
    for (room, seq, message) in messages(logs) {
        if let Some(before) = first.insert((message.author.id, message.nonce), (room, seq)) {
            violations.push(Violation::Doubled { nonce: message.nonce, places: [before, (room, seq)] });
        }
    }
    violations
}

fn messages(logs: &Logs) -> impl Iterator<Item = (RoomId, Seq, &Message)> {
    logs.iter().flat_map(|(room, entries)| {
        entries.iter().filter_map(|entry| match &entry.change {
            Change::MessageSent { message } => Some((*room, entry.seq, message)),
            _ => None,
        })
    })
}
