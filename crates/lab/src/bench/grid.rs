//! Measurements of several rounds, and the Markdown table they become.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::{Error, Result};

use super::{contestant::Contestant, progress};

/// Rows times columns times rounds.
#[derive(Debug)]
pub(super) struct Grid {
    title: String,
    first: &'static str,
    rows: Vec<String>,
    columns: Vec<Column>,
    cells: BTreeMap<(usize, usize), BTreeMap<usize, f64>>,
    notes: BTreeMap<usize, String>,
}

/// What is measured.
#[derive(Debug)]
pub(super) struct Column {
    title: String,
    decimals: usize,
    /// The row beside which the others are put, and its name in the title.
    base: Option<(usize, &'static str)>,
}

impl Column {
    /// A figure with so many decimals.
    pub(super) fn new(title: impl Into<String>, decimals: usize) -> Self {
        Self { title: title.into(), decimals, base: None }
    }

    /// The figure, and what it is divided by that of another row in the same round.
    #[must_use]
    pub(super) fn beside(mut self, row: Option<usize>, name: &'static str) -> Self {
        self.base = row.map(|row| (row, name));
        self
    }
}

impl Grid {
    /// An empty grid; `first` is what the rows are.
    pub(super) fn new(title: impl Into<String>, first: &'static str, rows: Vec<String>, columns: Vec<Column>) -> Self {
        Self { title: title.into(), first, rows, columns, cells: BTreeMap::new(), notes: BTreeMap::new() }
    }

    /// Adds a measurement.
    pub(super) fn add(&mut self, row: usize, column: usize, round: usize, value: f64) {
        self.cells.entry((row, column)).or_default().insert(round, value);
    }

    /// Adds a measurement of each of the first columns.
    pub(super) fn add_row(&mut self, row: usize, round: usize, values: &[f64]) {
        for (column, value) in values.iter().enumerate() {
            self.add(row, column, round, *value);
        }
    }

    /// Adds what a reader must know about a row, once.
    pub(super) fn note(&mut self, row: usize, note: &str) {
        let notes = self.notes.entry(row).or_default();
        if !notes.contains(note) {
            let separator = if notes.is_empty() { "" } else { "; " };
            let _ = write!(notes, "{separator}{note}"); // Writing to a string cannot fail.
        }
    }

    /// Who can be measured, with their rows; of the others it says why not.
    pub(super) fn present<'a>(&mut self, contestants: &'a [Contestant]) -> Vec<(usize, &'a Contestant)> {
        let mut present = Vec::new();
        for (row, contestant) in contestants.iter().enumerate() {
            match &contestant.missing {
                Some(reason) => self.note(row, &format!("not available: {reason}")),
                None => present.push((row, contestant)),
            }
        }
        present
    }

    /// Says that a peer could not be measured; that Hubbub could not is the end of the bench.
    pub(super) fn failed(&mut self, row: usize, contestant: &Contestant, error: Error) -> Result<()> {
        if contestant.is_hubbub() {
            return Err(error.context("Hubbub failed"));
        }
        progress(&format!("{}: {error:#}", contestant.name));
        self.note(row, &format!("failed: {error}"));
        Ok(())
    }

    /// The median over all rounds.
    pub(super) fn median(&self, row: usize, column: usize) -> Option<f64> {
        median(self.cells.get(&(row, column))?.values().copied().collect())
    }

    /// The median of the ratios of each round.
    fn ratio(&self, row: usize, base: usize, column: usize) -> Option<f64> {
        let (ours, theirs) = (self.cells.get(&(row, column))?, self.cells.get(&(base, column))?);
        median(ours.iter().filter_map(|(round, value)| Some(value / theirs.get(round)?)).collect())
    }

    /// The table.
    pub(super) fn markdown(&self) -> String {
        let mut titles = vec![self.first.to_owned()];
        for column in &self.columns {
            titles.push(column.title.clone());
            titles.extend(column.base.map(|(_, name)| format!("÷ {name}")));
        }
        let mut rule = vec!["---:".to_owned(); titles.len()];
        "---".clone_into(&mut rule[0]);
        if self.has_notes() {
            titles.push("note".to_owned());
            rule.push("---".to_owned());
        }
        let mut lines = vec![titles, rule];
        lines.extend((0..self.rows.len()).map(|row| self.row(row)));
        let mut text = format!("### {}\n\n", self.title);
        for line in lines {
            let _ = writeln!(text, "| {} |", line.join(" | ")); // Writing to a string cannot fail.
        }
        text
    }

    fn row(&self, row: usize) -> Vec<String> {
        let figure =
            |value: Option<f64>, decimals: usize| value.map_or("–".to_owned(), |value| number(value, decimals));
        let mut cells = vec![self.rows[row].clone()];
        for (index, column) in self.columns.iter().enumerate() {
            cells.push(figure(self.median(row, index), column.decimals));
            if let Some((base, _)) = column.base {
                cells.push(figure(self.ratio(row, base, index), 2));
            }
        }
        if self.has_notes() {
            cells.push(self.notes.get(&row).cloned().unwrap_or_default());
        }
        cells
    }

    fn has_notes(&self) -> bool {
        !self.notes.is_empty()
    }
}

/// The middle one, or the mean of the two in the middle.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let (below, above) = (values.len().checked_sub(1)? / 2, values.len() / 2);
    Some(f64::midpoint(values[below], values[above]))
}

/// A figure with thousands apart.
pub(super) fn number(value: f64, decimals: usize) -> String {
    let written = format!("{value:.decimals$}");
    let (whole, fraction) = written.split_once('.').map_or((written.as_str(), None), |(a, b)| (a, Some(b)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    fraction.map_or_else(|| format!("{sign}{grouped}"), |fraction| format!("{sign}{grouped}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 9.0]), Some(3.0));
    }

    #[test]
    fn thousands_are_apart() {
        assert_eq!(number(1_234_567.0, 0), "1,234,567");
        assert_eq!(number(-999.95, 1), "-1,000.0");
        assert_eq!(number(0.125, 2), "0.12");
    }

    #[test]
    fn ratios_are_taken_within_a_round() {
        let columns = vec![Column::new("µs", 1).beside(Some(1), "floor")];
        let mut grid = Grid::new("Fan-out", "server", vec!["Hubbub".into(), "floor".into(), "gone".into()], columns);
        // The machine was twice as slow in the second round; the ratio does not show it.
        for (round, slowness) in [(0, 1.0), (1, 2.0), (2, 1.0)] {
            grid.add(0, 0, round, 3.0 * slowness);
            grid.add(1, 0, round, 2.0 * slowness);
        }
        grid.note(2, "not available: it is no crate");
        let expected = "### Fan-out\n\n\
            | server | µs | ÷ floor | note |\n\
            | --- | ---: | ---: | --- |\n\
            | Hubbub | 3.0 | 1.50 |  |\n\
            | floor | 2.0 | 1.00 |  |\n\
            | gone | – | – | not available: it is no crate |\n";
        assert_eq!(grid.markdown(), expected);
    }
}
