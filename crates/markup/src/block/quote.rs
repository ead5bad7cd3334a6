//! What somebody else said.

use super::unindented;
use crate::{bounds::Bounds, steps, tree::Block};

/// What a line quotes. A face such as `>:(` quotes nothing.
pub(crate) fn quoted(line: &str) -> Option<&str> {
    let (indent, text) = unindented(line);
    let rest = text.strip_prefix('>').filter(|_| indent < 4)?;
    let deepest = rest.trim_start_matches('>');
    steps::take(rest.len() - deepest.len());
    // Of several marks the last one tells.
    let is_quote = deepest.is_empty() || deepest.starts_with(' ');
    is_quote.then(|| rest.strip_prefix(' ').unwrap_or(rest))
}

/// All lines that are quoted. The first one that is not is not.
pub(super) fn parse(lines: &[&str], depth: usize, bounds: &mut Bounds<'_>) -> (Block, usize) {
    let mut inner = Vec::new();
    for line in lines {
        let Some(line) = quoted(line) else { break };
        inner.push(line);
    }
    (Block::Quote(super::parse(&inner, depth + 1, bounds)), inner.len())
}
