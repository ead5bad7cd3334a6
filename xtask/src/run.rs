//! `cargo xtask run`: from a fresh clone to a running server.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{release, say, setup};

/// Sets up, builds and becomes the server.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    setup::for_building(workspace)?;
    say::line("Building the page and the server.");
    let binary = release::build(workspace)?;
    release::holds_the_page(workspace, &binary)?;
    become_server(&binary, arguments)
}

/// Replaces this process, so that Ctrl-C and other signals reach the server itself.
#[cfg(unix)]
fn become_server(binary: &Path, arguments: &[String]) -> Result<()> {
    use std::os::unix::process::CommandExt;

    let error = Command::new(binary).args(arguments).exec();
    Err(error).with_context(|| format!("{} could not be started", binary.display()))
}

#[cfg(not(unix))]
fn become_server(binary: &Path, arguments: &[String]) -> Result<()> {
    let status = Command::new(binary).args(arguments).status();
    let status = status.with_context(|| format!("{} could not be started", binary.display()))?;
    anyhow::ensure!(status.success(), "the server ended with {status}");
    Ok(())
}
