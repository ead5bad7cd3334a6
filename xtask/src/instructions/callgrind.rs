//! Running something under callgrind, and reading what it counted.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// The words before the program. Valgrind loads programs at fixed addresses and shows them the same processor on every
/// machine, so what remains of chance are the seeds of hash maps, which move the count by less than a thousandth.
pub(super) fn words(profile: &Path) -> Vec<String> {
    let file = format!("--callgrind-out-file={}", profile.display());
    ["valgrind", "--quiet", "--tool=callgrind", &file].map(str::to_owned).to_vec()
}

/// How many instructions a profile holds, over all threads.
pub(super) fn total(profile: &Path) -> Result<u64> {
    let text = fs::read_to_string(profile).with_context(|| format!("{} was not written", profile.display()))?;
    read(&text).with_context(|| format!("{} holds no total", profile.display()))
}

fn read(profile: &str) -> Option<u64> {
    profile.lines().rev().find_map(|line| line.strip_prefix("totals: ")).and_then(|total| total.trim().parse().ok())
}

/// What a count depends on besides the source.
pub(super) fn circumstances(workspace: &Workspace) -> String {
    let ask = |program: &str, argument: &str| {
        let answer = process::output(workspace.command(program).arg(argument)).unwrap_or_default();
        answer.lines().next().unwrap_or("?").trim().to_owned()
    };
    let (compiler, valgrind, library) =
        (ask("rustc", "--version"), ask("valgrind", "--version"), ask("ldd", "--version"));
    format!("{compiler}; {valgrind}; {library}; {}", std::env::consts::ARCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_the_last_one() {
        let profile = "events: Ir\nsummary: 12\n\nfn=(1) main\n1 12\n\ntotals: 34\n";
        assert_eq!(read(profile), Some(34));
        assert_eq!(read("events: Ir\n"), None);
    }
}
