//! The browser tests: Playwright with the system's Chromium against one built server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::setup::chromium;
use crate::workspace::Workspace;
use crate::{process, release, setup};

/// The variable that tells Playwright's configuration which server to start.
const BINARY: &str = "HUBBUB_BIN";

/// `cargo xtask end2end`, and what `cargo leptos end-to-end` calls after its build.
pub(crate) fn by_hand(workspace: &Workspace, arguments: &[String]) -> Result<bool> {
    setup::for_testing(workspace)?;
    let binary = newest_build(workspace.target())?;
    let status = process::status(playwright(workspace, &binary)?.args(arguments))?;
    Ok(status.success())
}

/// `playwright test` with everything it must be told.
pub(crate) fn playwright(workspace: &Workspace, binary: &Path) -> Result<Command> {
    let chromium = chromium::find(workspace).context("no Chromium was found")?;
    let mut command = installed(workspace, "playwright");
    command.arg("test").env(BINARY, binary).env(chromium::VARIABLE, chromium);
    Ok(command)
}

/// A program of the packages in `end2end/`, started there. It is not asked of `npx`, which would
/// fetch a package of that name if it were missing.
pub(crate) fn installed(workspace: &Workspace, program: &str) -> Command {
    let folder = workspace.root().join("end2end");
    let program = folder.join("node_modules/.bin").join(program);
    let mut command = workspace.command(&program.to_string_lossy());
    command.current_dir(folder);
    command
}

/// cargo-leptos does not say whether it has just built for debugging or for release; the newer one it was.
fn newest_build(target: &Path) -> Result<PathBuf> {
    let built_at = |binary: &PathBuf| fs::metadata(binary).and_then(|file| file.modified()).ok();
    ["debug", "release"]
        .iter()
        .map(|profile| target.join(profile).join(release::binary_name()))
        .filter_map(|binary| Some((built_at(&binary)?, binary)))
        .max_by_key(|(built_at, _): &(SystemTime, PathBuf)| *built_at)
        .map(|(_, binary)| binary)
        .context("there is no build yet. Run `cargo leptos build` or `cargo xtask run` first")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_newer_of_two_builds_is_tested() {
        let target = tempfile::tempdir().expect("a temporary folder");
        assert!(newest_build(target.path()).is_err());

        let build = |profile: &str, age: u64| {
            let binary = target.path().join(profile).join(release::binary_name());
            fs::create_dir_all(target.path().join(profile)).expect("the folder can be made");
            let file = fs::File::create(&binary).expect("the file can be made");
            let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 - age);
            file.set_modified(at).expect("the time can be set");
            binary
        };
        let release = build("release", 20);
        assert_eq!(newest_build(target.path()).expect("a build"), release);
        let debug = build("debug", 10);
        assert_eq!(newest_build(target.path()).expect("a build"), debug);
        let release = build("release", 5);
        assert_eq!(newest_build(target.path()).expect("a build"), release);
    }
}
