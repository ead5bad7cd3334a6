//! Times as people read them: UTC while rendering and hydrating, local and in the words of the locale from the next
//! frame on.

use std::sync::Arc;

use hubbub_protocol::Timestamp;
use leptos::prelude::*;

use crate::ports::{Platform, TimeStyle};

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Writes times. All methods are reactive: they follow the switch to local time, and `day` follows midnight.
#[derive(Clone, Copy)]
pub struct Clock {
    platform: StoredValue<Arc<dyn Platform>>,
    local: RwSignal<bool>,
    today: RwSignal<i64>,
}

impl Clock {
    pub(crate) fn new(platform: Arc<dyn Platform>) -> Self {
        let today = platform.wall().as_millis().div_euclid(DAY_MS);
        Self { platform: StoredValue::new(platform), local: RwSignal::new(false), today: RwSignal::new(today) }
    }

    /// Hours and minutes, such as "14:05".
    pub fn time(self, at: Timestamp) -> String {
        self.write(at, TimeStyle::Time)
    }

    /// Date and time.
    pub fn full(self, at: Timestamp) -> String {
        self.write(at, TimeStyle::Full)
    }

    /// "Today", "Yesterday", or the date.
    pub fn day(self, at: Timestamp) -> String {
        match self.today.get() - self.day_number(at) {
            0 => "Today".to_owned(),
            1 => "Yesterday".to_owned(),
            _ => self.write(at, TimeStyle::Day),
        }
    }

    /// The moment for machines, for the `datetime` of a `<time>`.
    pub fn machine(self, at: Timestamp) -> String {
        let (year, month, day) = date(at);
        let second = at.as_millis().div_euclid(1000).rem_euclid(60);
        format!("{year:04}-{month:02}-{day:02}T{}:{second:02}Z", time(at))
    }

    /// Which day the moment belongs to, counted from 1970.
    pub(crate) fn day_number(self, at: Timestamp) -> i64 {
        let offset = if self.local.get() { i64::from(self.platform.get_value().utc_offset_minutes(at)) } else { 0 };
        (at.as_millis() + offset * MINUTE_MS).div_euclid(DAY_MS)
    }

    /// Switches to local time, unless it was switched before.
    pub(crate) fn use_local(self) {
        if !self.local.get_untracked() {
            self.local.set(true);
            self.turn();
        }
    }

    /// Looks whether another day has begun, and says in how many milliseconds the next one does.
    pub(crate) fn turn(self) -> u64 {
        let now = self.platform.get_value().wall();
        let today = untrack(|| self.day_number(now));
        if self.today.get_untracked() != today {
            self.today.set(today);
        }
        let offset = i64::from(self.platform.get_value().utc_offset_minutes(now));
        let left = DAY_MS - (now.as_millis() + offset * MINUTE_MS).rem_euclid(DAY_MS);
        u64::try_from(left).unwrap_or_default()
    }

    fn write(self, at: Timestamp, style: TimeStyle) -> String {
        if self.local.get() {
            return self.platform.get_value().format(at, style);
        }
        let (year, month, day) = date(at);
        let month = MONTHS.get(usize::from(month) - 1).copied().unwrap_or_default();
        match style {
            TimeStyle::Time => time(at),
            TimeStyle::Day => format!("{day} {month} {year}"),
            TimeStyle::Full => format!("{day} {month} {year}, {} UTC", time(at)),
        }
    }
}

fn time(at: Timestamp) -> String {
    let minutes = at.as_millis().div_euclid(MINUTE_MS).rem_euclid(24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Year, month and day in UTC. Years are counted from March here, so that the leap day is the last of its year.
fn date(at: Timestamp) -> (i64, u8, u8) {
    let days = at.as_millis().div_euclid(DAY_MS) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_follow_the_calendar() {
        for (millis, expected) in [
            (0, (1970, 1, 1)),
            (951_782_400_000, (2000, 2, 29)),
            (951_868_800_000, (2000, 3, 1)),
            (1_767_225_599_999, (2025, 12, 31)),
            (1_767_225_600_000, (2026, 1, 1)),
            (-1, (1969, 12, 31)),
        ] {
            assert_eq!(date(Timestamp::from_millis(millis)), expected, "{millis}");
        }
    }

    #[test]
    fn times_have_two_digits() {
        assert_eq!(time(Timestamp::from_millis(5 * 3_600_000 + 7 * 60_000)), "05:07");
    }
}
