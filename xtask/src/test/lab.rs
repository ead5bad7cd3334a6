//! The lab's checks: load and faults on the release build, seen from outside.

use std::path::Path;

use anyhow::Result;

use super::Counts;
use crate::process;
use crate::workspace::Workspace;

/// Each is one run of the `hubbub-lab` program with these arguments and counts as one check.
///
/// The bench is run for what it needs of the server, not for its figures: those are for a quiet machine.
const CHECKS: &[&[&str]] = &[&["check"], &["bench", "--quick", "--rounds", "1", "--only", "fanout"]];

/// Runs every check, also after one has failed.
pub(super) fn run(workspace: &Workspace, server: &Path) -> Result<Counts> {
    process::run(&mut workspace.cargo(["build", "--release", "--locked", "--package", "hubbub-lab"]))?;
    let lab = workspace.target().join("release").join(format!("hubbub-lab{}", std::env::consts::EXE_SUFFIX));
    let mut counts = Counts::default();
    for arguments in CHECKS {
        let mut check = workspace.command(&lab.to_string_lossy());
        let status = process::status(check.args(*arguments).env("HUBBUB_BIN", server))?;
        counts += Counts::one(status.success());
    }
    Ok(counts)
}
