//! What was recorded, and how far a count may be from it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::say;
use crate::workspace::Workspace;

/// Kept in the repository.
const FILE: &str = "xtask/instructions.toml";
const AGAIN: &str = "cargo xtask instructions --record";
/// How far off a count may be before somebody has to look, in hundredths of what was recorded.
const TOLERANCE: u64 = 5;

/// A figure for each hot path.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    circumstances: String,
    figures: BTreeMap<String, u64>,
}

impl Record {
    /// A record without figures, made under these circumstances.
    pub(super) fn new(circumstances: String) -> Self {
        Self { circumstances, figures: BTreeMap::new() }
    }

    pub(super) fn set(&mut self, name: &str, count: u64) {
        self.figures.insert(name.to_owned(), count);
    }

    pub(super) fn read(workspace: &Workspace) -> Result<Self> {
        Self::parse(&workspace.toml(FILE).with_context(|| format!("nothing is recorded; run `{AGAIN}`"))?)
    }

    pub(super) fn write(&self, workspace: &Workspace) -> Result<()> {
        fs::write(workspace.root().join(FILE), self.text())?;
        say::line(format!("Recorded in {FILE}."));
        Ok(())
    }

    /// A line about a count that is as recorded; an error about one that is not.
    pub(super) fn judge(&self, name: &str, what: &str, count: u64) -> Result<String> {
        let Some(&recorded) = self.figures.get(name) else {
            bail!("{name}: nothing is recorded for it; run `{AGAIN}`");
        };
        let line = format!(
            "{name}: {} instructions for {what}; recorded are {} ({})",
            grouped(count, ','),
            grouped(recorded, ','),
            change(recorded, count),
        );
        if count * 100 > recorded * (100 + TOLERANCE) {
            bail!(
                "{line}. That is more than {TOLERANCE} % above: make it less, or say why in the change and run `{AGAIN}`."
            );
        }
        if count * 100 < recorded * (100 - TOLERANCE) {
            bail!("{line}. That is better by more than {TOLERANCE} %: run `{AGAIN}`, so that it stays.");
        }
        Ok(line)
    }

    /// Under which circumstances it was recorded, when they are others now.
    pub(super) fn circumstances(&self, now: &str) -> String {
        if self.circumstances == now {
            format!("The record was made under the same circumstances: {now}.")
        } else {
            format!("The record was made with {}; here it is {now}. That alone can be the reason.", self.circumstances)
        }
    }

    fn parse(table: &toml::Table) -> Result<Self> {
        let circumstances = table.get("circumstances").and_then(toml::Value::as_str).unwrap_or("?").to_owned();
        let figures = table.get("instructions").and_then(toml::Value::as_table);
        let figures = figures.with_context(|| format!("{FILE} has no table of instructions"))?;
        let figure = |(name, value): (&String, &toml::Value)| {
            let figure = value.as_integer().and_then(|figure| u64::try_from(figure).ok());
            Ok((name.clone(), figure.with_context(|| format!("{FILE}: {name} is no count"))?))
        };
        Ok(Self { circumstances, figures: figures.iter().map(figure).collect::<Result<_>>()? })
    }

    fn text(&self) -> String {
        let Self { circumstances, figures } = self;
        let mut text = format!(
            "# What the hot paths cost in instructions, written by `{AGAIN}`.\n\
             # `cargo xtask test` fails when one is off by more than {TOLERANCE} %; docs/TESTING.md says how it counts.\n\n\
             circumstances = \"{circumstances}\"\n\n[instructions]\n"
        );
        for (name, count) in figures {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name} = {}", grouped(*count, '_'));
        }
        text
    }
}

/// A number with its thousands kept apart.
pub(super) fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// How much more or less, in per cent with one decimal.
fn change(before: u64, now: u64) -> String {
    let sign = if now < before { '-' } else { '+' };
    let thousandths = before.abs_diff(now) * 1_000 / before.max(1);
    format!("{sign}{}.{} %", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let mut record = Record::new("rustc 1.95.0".to_owned());
        record.set("encode", 8_000);
        record.set("page", 3_343_000);
        record
    }

    #[test]
    fn what_is_written_is_read_again() {
        let table = record().text().parse().expect("it is TOML");
        assert_eq!(Record::parse(&table).expect("it is a record"), record());
        assert!(record().text().contains("page = 3_343_000"), "{}", record().text());
    }

    #[test]
    fn five_hundredths_off_are_tolerated_and_more_are_not() {
        let judge = |count| record().judge("encode", "a message", count);
        for count in [7_600, 8_000, 8_400] {
            judge(count).expect("it is as recorded");
        }
        let worse = judge(8_401).expect_err("it is worse").to_string();
        assert!(worse.contains("8,401 instructions for a message; recorded are 8,000 (+5.0 %)"), "{worse}");
        assert!(worse.contains("more than 5 % above") && worse.contains(AGAIN), "{worse}");
        let better = judge(7_599).expect_err("it is better").to_string();
        assert!(better.contains("(-5.0 %)") && better.contains(AGAIN), "{better}");
    }

    #[test]
    fn a_path_that_was_never_recorded_is_named() {
        let problem = record().judge("commit", "a commit", 1).expect_err("there is no figure").to_string();
        assert!(problem.contains("commit: nothing is recorded") && problem.contains(AGAIN), "{problem}");
    }

    #[test]
    fn another_compiler_is_named() {
        assert!(record().circumstances("rustc 1.96.0").contains("made with rustc 1.95.0; here it is rustc 1.96.0"));
        assert!(record().circumstances("rustc 1.95.0").contains("same circumstances"));
    }

    #[test]
    fn thousands_are_kept_apart() {
        let texts = [0, 999, 1_000, 1_234_567].map(|number| grouped(number, ','));
        assert_eq!(texts, ["0", "999", "1,000", "1,234,567"]);
    }
}
