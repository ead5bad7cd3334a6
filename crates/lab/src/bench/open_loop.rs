//! Sends at a fixed rate, whatever becomes of them: what is late is late from the moment it was due.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use hubbub_protocol::RoomId;
use tokio::time::Instant;

use super::{
    dialect::{self, Speaker},
    link::Heard,
    load::{Load, PATIENCE, until},
    room::BODY,
};
use crate::{clock, latencies::Latencies};

/// Digits at the start of a body that number it.
const DIGITS: usize = 8;
/// A step through the clients that meets all of them in an order nobody expects; a prime above their number.
const STEP: usize = 10_007;

/// What was measured, from the moment a send was due.
#[derive(Debug, Default)]
pub(super) struct Measured {
    /// Until its author had the acknowledgement.
    pub(super) acknowledged: Latencies,
    /// Until a member of the room had the message, its author included.
    pub(super) delivered: Latencies,
}

/// Lets clients send in turn, so many messages a second over all of them; the n-th client is in the n-th room.
pub(super) fn send(
    load: &mut Load,
    speaker: &mut Speaker,
    rooms: &[RoomId],
    per_second: u32,
    time: Duration,
) -> Result<Measured> {
    let start = clock::now() + Duration::from_millis(100);
    let due = |number: usize| start + Duration::from_secs(1) * u32::try_from(number).unwrap_or(u32::MAX) / per_second;
    let count = usize::try_from(time.as_secs() * u64::from(per_second))?;
    let members = |room: RoomId| rooms.iter().filter(|other| **other == room).count();
    let (mut sent, mut expected, mut first_id) = (0, 0, None);
    let mut measured = Measured::default();
    while sent < count || measured.acknowledged.count() < count || measured.delivered.count() < expected {
        while sent < count && clock::now() >= due(sent) {
            let who = sent * STEP % rooms.len();
            let (id, text) = speaker.message_to(rooms[who], &numbered(sent));
            first_id.get_or_insert(id);
            load.say(who, &text)?;
            expected += members(rooms[who]);
            sent += 1;
        }
        let wait = if sent < count { until(due(sent)) } else { Duration::from_millis(20) };
        load.turn(wait, |_, heard| {
            match heard {
                Heard::Messages(_, payload) => {
                    if let Some(number) = number(payload) {
                        measured.delivered.add(since(due(number)));
                    }
                }
                Heard::Answer(payload) => {
                    let id = dialect::answered(payload).context("an answer without a number")?;
                    let number = first_id.and_then(|first| id.checked_sub(first)).context("an answer to nothing")?;
                    measured.acknowledged.add(since(due(usize::try_from(number)?)));
                }
                Heard::Ready => {}
            }
            Ok(())
        })?;
        if clock::now() > due(count) + PATIENCE {
            let (acknowledged, delivered) = (measured.acknowledged.count(), measured.delivered.count());
            bail!("of {count} sends {acknowledged} were acknowledged; {delivered} of {expected} deliveries came");
        }
    }
    Ok(measured)
}

fn since(due: Instant) -> Duration {
    clock::now().saturating_duration_since(due)
}

fn numbered(number: usize) -> String {
    format!("{number:0DIGITS$}{}", &BODY[DIGITS..])
}

/// The number in the body of a message, wherever in the frame that is.
fn number(payload: &[u8]) -> Option<usize> {
    const FIELD: &[u8] = br#""body":""#;
    let start = payload.windows(FIELD.len()).position(|window| window == FIELD)? + FIELD.len();
    std::str::from_utf8(payload.get(start..start + DIGITS)?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_recognised_by_the_number_in_its_body() {
        let body = numbered(4_711);
        assert_eq!(body.len(), 120);
        let payload = format!(r#"{{"event":"log_appended","seq":9,"body":"{body}"}}"#);
        assert_eq!(number(payload.as_bytes()), Some(4_711));
        assert_eq!(number(br#"{"body":"Good morning"}"#), None);
    }
}
