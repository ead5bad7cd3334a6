//! What was measured, on what and when, in one line for the head of the tables.

use std::fs;

use crate::process;
use crate::workspace::Workspace;

/// Processor, cores, kernel, commit and date.
pub(super) fn describe(workspace: &Workspace) -> String {
    let ask = |program: &str, arguments: &[&str]| {
        let answer = process::output(workspace.command(program).args(arguments));
        answer.map_or_else(|_| "?".to_owned(), |answer| answer.trim().to_owned())
    };
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let commit = ask("git", &["rev-parse", "--short", "HEAD"]);
    let changed =
        if ask("git", &["status", "--porcelain", "--untracked-files=no"]).is_empty() { "" } else { ", changed" };
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{}, {cores} cores, Linux {}; commit {commit}{changed}; {}; load average {} before the run.",
        model(&processor),
        ask("uname", &["-r"]),
        ask("date", &["-u", "+%Y-%m-%d %H:%M UTC"]),
        load.split(' ').next().unwrap_or("?"),
    )
}

fn model(processor: &str) -> &str {
    let line = processor.lines().find_map(|line| line.strip_prefix("model name"));
    line.map_or("an unknown processor", |line| line.trim_start_matches(['\t', ' ', ':']).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_named_as_the_system_does() {
        assert_eq!(model("processor\t: 0\nmodel name\t: AMD EPYC\nflags\t: fpu\n"), "AMD EPYC");
        assert_eq!(model(""), "an unknown processor");
    }
}
