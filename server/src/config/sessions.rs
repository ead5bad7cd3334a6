//! `[sessions]`: how long people stay signed in.

use hubbub_chat::sessions::Terms;

use super::{Key, Layers, Problem};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

pub(super) const IDLE_DAYS: Key = Key {
    section: "sessions",
    name: "idle_days",
    flag: "session-idle-days",
    variable: "HUBBUB_SESSION_IDLE_DAYS",
    value_name: "DAYS",
    bare: None,
    help: "Days without use after which somebody has to sign in again",
    default: Some("30"),
    otherwise: "",
};

pub(super) const LONGEST_DAYS: Key = Key {
    section: "sessions",
    name: "longest_days",
    flag: "session-longest-days",
    variable: "HUBBUB_SESSION_LONGEST_DAYS",
    value_name: "DAYS",
    bare: None,
    help: "Days after which everybody has to sign in again",
    default: Some("90"),
    otherwise: "",
};

/// How long people stay signed in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sessions {
    idle_days: u16,
    longest_days: u16,
}

impl Sessions {
    pub(super) fn read(layers: &mut Layers) -> Self {
        Self {
            // A wrong value has left a problem behind, so what stands in for it here is never used.
            idle_days: layers.value(&IDLE_DAYS, days).unwrap_or(1),
            longest_days: layers.value(&LONGEST_DAYS, days).unwrap_or(u16::MAX),
        }
    }

    /// What does not fit together.
    pub(super) fn validate(self) -> Option<Problem> {
        (self.idle_days > self.longest_days).then(|| {
            Problem(format!(
                "a session cannot go unused for {} days when none lasts more than {}: \
                 set --session-idle-days to no more than --session-longest-days",
                self.idle_days, self.longest_days
            ))
        })
    }

    /// The same as the use cases want it.
    pub(crate) fn terms(self) -> Terms {
        Terms { idle_ms: i64::from(self.idle_days) * DAY_MS, longest_ms: i64::from(self.longest_days) * DAY_MS }
    }
}

fn days(text: &str) -> Result<u16, String> {
    let days = text.parse().ok().filter(|days| (1..=3650).contains(days));
    days.ok_or_else(|| format!("`{text}` is not a number of days from 1 to 3650"))
}
