//! The hot paths, and the programs that walk them.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::callgrind;
use crate::process;
use crate::workspace::Workspace;

/// Something that happens so often that what it costs must not grow unnoticed.
pub(super) struct HotPath {
    /// Its name in the record.
    pub(super) name: &'static str,
    /// What is counted.
    pub(super) what: &'static str,
    /// How often it happens in the short run, and in the long one.
    pub(super) few: u64,
    pub(super) many: u64,
    walk: Walk,
}

/// What walks a path as often as its last argument says.
enum Walk {
    /// An example beside the code, with these arguments first.
    Example(&'static str, &'static [&'static str]),
    /// The server itself, of which the laboratory fetches pages.
    Server,
}

pub(super) const PATHS: &[HotPath] = &[
    HotPath {
        name: "encode",
        what: "a message that nobody hears, from the bus to a ready frame",
        few: 1_000,
        many: 6_000,
        walk: Walk::Example("fan_out", &["0"]),
    },
    HotPath {
        name: "fan_out",
        what: "a message to 1,000 connections, from the bus to their sockets",
        few: 10,
        many: 60,
        walk: Walk::Example("fan_out", &["1000"]),
    },
    HotPath { name: "commit", what: "one commit of 64 sends", few: 10, many: 30, walk: Walk::Example("commit", &[]) },
    HotPath {
        name: "page",
        what: "the page of a room with its 50 newest messages, from the request to the answer",
        few: 10,
        many: 50,
        walk: Walk::Server,
    },
];

/// Builds everything that walks a path, but for the server.
pub(super) fn build(workspace: &Workspace) -> Result<()> {
    let build = ["build", "--release", "--locked", "--package"];
    process::run(workspace.cargo(build).args(["hubbub-lab"]))?;
    let examples = ["hubbub-realtime", "--package", "hubbub-store", "--example", "fan_out", "--example", "commit"];
    process::run(workspace.cargo(build).args(examples))
}

impl HotPath {
    /// Walks it so many times under callgrind.
    pub(super) fn command(&self, workspace: &Workspace, server: &Path, profile: &Path, times: u64) -> Command {
        let release = workspace.target().join("release");
        let (callgrind, times) = (callgrind::words(profile), times.to_string());
        match self.walk {
            Walk::Example(example, arguments) => {
                let mut command = workspace.command(&callgrind[0]);
                command.args(&callgrind[1..]).arg(release.join("examples").join(example)).args(arguments).arg(times);
                command
            }
            Walk::Server => {
                let mut command = workspace.command(&release.join("hubbub-lab").to_string_lossy());
                command.arg("--server").arg(server).args(["fetch-pages", "--requests", &times, "--keep"]);
                command.arg(profile.with_file_name("archive")).arg("--").args(callgrind);
                command
            }
        }
    }
}
