//! Writing out many queues together.

use std::sync::{Arc, MutexGuard};

use hubbub_ring::Write;

use super::{Queue, State, Written};

/// A queue that nobody else touches meanwhile.
struct Held<'a> {
    queue: &'a Queue,
    state: MutexGuard<'a, State>,
}

impl Queue {
    /// Writes out what waits in all of these, with one system call where that is possible.
    ///
    /// Each of them is listed by whoever found it unwritten and nobody else holds more than one, so that nobody waits
    /// for anybody in a circle.
    pub(crate) fn write_out_all(queues: &[Arc<Self>]) {
        let mut held: Vec<_> = queues.iter().map(|queue| Held { queue, state: queue.lock() }).collect();
        // The usual case is one stretch of events for everybody; who has more than that has it written by itself.
        let (indices, mut writes): (Vec<_>, Vec<_>) =
            held.iter().enumerate().filter_map(|(index, held)| Some((index, held.single()?))).unzip();
        if writes.len() > 1 {
            hubbub_ring::write_each(&mut writes);
            let outcomes: Vec<_> = writes.into_iter().map(Write::outcome).collect();
            for (index, outcome) in indices.into_iter().zip(outcomes) {
                // What has failed is tried again, by itself, and so is what is left.
                if let Ok(length @ 1..) = outcome {
                    held[index].state.advance(length);
                }
            }
        }
        for Held { queue, state } in &mut held {
            queue.write_listed(state);
        }
    }

    /// Writes what waits, unless that is the task's own business by now.
    fn write_listed(&self, state: &mut State) {
        state.is_listed = false;
        if !state.is_stuck && self.write(state) != Written::Everything {
            state.wake();
        }
    }
}

impl Held<'_> {
    /// The write that this queue comes to, if it is one.
    fn single(&self) -> Option<Write<'_>> {
        let state = &self.state;
        if state.is_stuck || state.outgoing.len() != 1 {
            return None;
        }
        Some(Write::new(self.queue.wire.socket()?, &state.outgoing.front()?.bytes))
    }
}
