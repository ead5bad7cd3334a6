//! `cargo xtask bench`: Hubbub and its peers, measured on this machine with one command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;
use crate::{process, release, say, setup};

mod browser;
mod machine;
mod options;
mod peers;

pub(crate) use options::Options;

/// Builds what is measured, asks for the peers and lets the laboratory measure.
pub(crate) fn bench(workspace: &Workspace, options: &Options) -> Result<()> {
    let server = match &options.server {
        Some(server) => server.canonicalize().with_context(|| format!("{} is not there", server.display()))?,
        None => build(workspace)?,
    };
    say::line("Building the laboratory and the peers written in Rust.");
    let packages = ["--package", "hubbub-lab", "--package", "hubbub-peers"];
    process::run(workspace.cargo(["build", "--release", "--locked"]).args(packages))?;

    let folder = workspace.target().join("bench");
    fs::create_dir_all(&folder)?;
    let file = folder.join("peers.json");
    let peers = peers::prepare(workspace, &folder, &options.peers)?;
    fs::write(&file, serde_json::to_string_pretty(&peers)?)?;

    let browser = folder.join("browser.json");
    if options.wants("page") {
        fs::write(&browser, serde_json::to_string_pretty(&browser::prepare(workspace))?)?;
    }

    let mut lab = Command::new(in_release(workspace, "hubbub-lab"));
    lab.arg("bench")
        .arg("--server")
        .arg(&server)
        .arg("--peers")
        .arg(&file)
        .arg("--keep")
        .arg(&folder)
        .args(&options.for_lab);
    if options.wants("page") {
        lab.arg("--browser").arg(&browser);
    }
    // What was measured stands above the figures.
    say::line(format!("\n{}\n", machine::describe(workspace)));
    let status = process::status(&mut lab)?;
    ensure!(status.success(), "the bench ended with {status}");
    Ok(())
}

fn build(workspace: &Workspace) -> Result<PathBuf> {
    setup::for_building(workspace)?;
    say::line("Building the page and the server.");
    let binary = release::build(workspace)?;
    release::holds_the_page(workspace, &binary)?;
    Ok(binary)
}

/// One of our programs, built for release.
fn in_release(workspace: &Workspace, program: &str) -> PathBuf {
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    Path::new(workspace.target()).join("release").join(name)
}
