//! `cargo xtask instructions`: what the hot paths cost in instructions, beside what was recorded.
//!
//! Times are not repeatable on a machine that others use; counts are. Each path is run twice under callgrind, a few
//! times and many times over. What is between the two counts belongs to the path alone: start, preparations and end
//! cost the same in both. All threads are counted, and the kernel is not.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use crate::workspace::Workspace;
use crate::{process, release, say, setup};

mod callgrind;
mod paths;
mod record;

use paths::{HotPath, PATHS};
use record::Record;

/// Counts on a release build of this source tree, and records the figures or holds them against the record.
pub(crate) fn by_hand(workspace: &Workspace, record: bool) -> Result<bool> {
    setup::for_counting(workspace)?;
    say::line("Building the page and the server.");
    let server = release::build(workspace)?;
    release::holds_the_page(workspace, &server)?;
    if !record {
        return Ok(check(workspace, &server)?.into_iter().all(|is_as_recorded| is_as_recorded));
    }
    let mut figures = Record::new(callgrind::circumstances(workspace));
    for (path, count) in count_all(workspace, &server)? {
        let count = count?;
        say::line(format!("{}: {} instructions", path.name, record::grouped(count, ',')));
        figures.set(path.name, count);
    }
    figures.write(workspace)?;
    Ok(true)
}

/// For each path whether it costs what was recorded, within the tolerance; says so in a line for each.
pub(crate) fn check(workspace: &Workspace, server: &Path) -> Result<Vec<bool>> {
    let recorded = Record::read(workspace)?;
    let mut verdicts = Vec::new();
    for (path, count) in count_all(workspace, server)? {
        let verdict = match count {
            Ok(count) => recorded.judge(path.name, path.what, count).map_err(|problem| {
                let profile = profile(workspace, path, path.many);
                anyhow!("{problem}\n  Where they go: callgrind_annotate {}", profile.display())
            }),
            Err(error) => Err(error.context(format!("{} could not be counted", path.name))),
        };
        match &verdict {
            Ok(line) => say::line(line),
            Err(problem) => say::problem(format!("{problem:#}")),
        }
        verdicts.push(verdict.is_ok());
    }
    if verdicts.contains(&false) {
        say::problem(recorded.circumstances(&callgrind::circumstances(workspace)));
    }
    Ok(verdicts)
}

/// Every path with its count, or why there is none.
fn count_all(workspace: &Workspace, server: &Path) -> Result<Vec<(&'static HotPath, Result<u64>)>> {
    paths::build(workspace)?;
    let folder = folder(workspace);
    // What an earlier run left must not count.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(PATHS.iter().map(|path| (path, count(workspace, server, path))).collect())
}

fn count(workspace: &Workspace, server: &Path, path: &HotPath) -> Result<u64> {
    let run = |times: u64| {
        let profile = profile(workspace, path, times);
        process::output(&mut path.command(workspace, server, &profile, times))?;
        callgrind::total(&profile)
    };
    let (few, many) = (run(path.few)?, run(path.many)?);
    Ok(many.saturating_sub(few) / (path.many - path.few))
}

/// Where callgrind writes what it has counted.
fn profile(workspace: &Workspace, path: &HotPath, times: u64) -> PathBuf {
    folder(workspace).join(format!("{}-{times}.out", path.name))
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root().join("target/instructions")
}
