//! Rows and columns.

use crate::{
    bounds::{self, Bounds},
    cut::{behind, cut},
    inline, steps,
    tree::{Block, Column, Inline, Lean, Table},
};

/// Whether the first of these lines is the head of a table: the second one says so.
pub(super) fn begins(lines: &[&str]) -> bool {
    let [head, rule, ..] = lines else { return false };
    if !head.contains('|') || !rule.contains('|') {
        return false;
    }
    let rule = cells(rule, usize::MAX);
    let is_rule = rule.len() <= bounds::COLUMNS && rule.iter().all(|cell| lean(cell).is_some());
    is_rule && cells(head, usize::MAX).len() == rule.len()
}

/// The table that begins here, and how many lines it takes.
pub(super) fn parse(lines: &[&str], bounds: &mut Bounds<'_>) -> (Block, usize) {
    let mut table = Table { columns: Vec::new(), rows: Vec::new() };
    let mut used = 0;
    for line in lines {
        if !line.contains('|') || bounds.are_spent() {
            break;
        }
        match used {
            0 => {
                for text in cells(line, usize::MAX) {
                    table.columns.push(Column { head: cell(text, bounds), lean: Lean::Start });
                }
            }
            1 => {
                for (column, text) in table.columns.iter_mut().zip(cells(line, usize::MAX)) {
                    column.lean = lean(text).unwrap_or(Lean::Start);
                }
            }
            _ => {
                let mut row = Vec::new();
                for text in cells(line, table.columns.len()) {
                    row.push(cell(text, bounds));
                }
                table.rows.push(row);
            }
        }
        used += 1;
    }
    (Block::Table(table), used)
}

/// What stands in a cell. A stroke in it has a backslash before it.
fn cell(text: &str, bounds: &mut Bounds<'_>) -> Vec<Inline> {
    bounds.spend(1);
    let mut unescaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '|' && unescaped.ends_with('\\') {
            unescaped.pop();
        }
        unescaped.push(c);
    }
    inline::parse(&unescaped, bounds)
}

/// The cells of a line, which may begin and end with a stroke; the last of so many keeps what stands beyond it.
fn cells(line: &str, most: usize) -> Vec<&str> {
    let line = line.trim();
    let mut rest = line.strip_prefix('|').unwrap_or(line);
    if rest.ends_with('|') && !rest.ends_with("\\|") {
        rest = cut(rest, 0, rest.len() - 1);
    }
    steps::take(rest.len());
    let mut cells = Vec::new();
    let mut before = 0;
    for (at, byte) in rest.bytes().enumerate() {
        let is_escaped = at > 0 && rest.as_bytes()[at - 1] == b'\\';
        if byte == b'|' && !is_escaped && cells.len() + 1 < most {
            cells.push(cut(rest, before, at).trim());
            before = at + 1;
        }
    }
    cells.push(behind(rest, before).trim());
    cells
}

/// To which side a column leans, if this is a part of the line that says so: `:--`, `:-:` or `--:`.
fn lean(cell: &str) -> Option<Lean> {
    let dashes = cell.strip_prefix(':').unwrap_or(cell);
    let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
    let is_rule = !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-');
    is_rule.then_some(match (cell.starts_with(':'), cell.ends_with(':')) {
        (true, true) => Lean::Center,
        (false, true) => Lean::End,
        _ => Lean::Start,
    })
}
