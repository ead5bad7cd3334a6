//! The binary on the command line, in an empty working directory.

use std::{
    fs::Permissions,
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use super::{binary, within_patience};

/// A command line that was not run yet.
pub(crate) struct CommandLine {
    home: TempDir,
    command: Command,
}

/// `hubbub` with these arguments, on a free port, open to everybody, saying only what is wrong.
pub(crate) fn hubbub(arguments: &[&str]) -> CommandLine {
    let home = tempfile::tempdir().expect("a working directory");
    let mut command = Command::new(binary());
    let inherited = std::env::vars_os().map(|(name, _)| name);
    inherited.filter(|name| is_setting(&name.to_string_lossy())).for_each(|name| {
        command.env_remove(name);
    });
    command.current_dir(home.path()).args(arguments).kill_on_drop(true).stdin(Stdio::null());
    command.env("HUBBUB_LISTEN", "127.0.0.1:0").env("HUBBUB_LOG", "error").env("HUBBUB_OPEN", "true");
    CommandLine { home, command }
}

fn is_setting(name: &str) -> bool {
    name.starts_with("HUBBUB_") || name.starts_with("LEPTOS_") || name == "RUST_LOG"
}

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl CommandLine {
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// A file in the working directory that only its owner can read.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(&path, content).expect("the file can be written");
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("permissions");
        self
    }

    /// The permissions of a folder in the working directory, which is made if need be.
    pub(crate) fn folder(self, path: &str, mode: u32) -> Self {
        std::fs::create_dir_all(self.path(path)).expect("the folder can be made");
        std::fs::set_permissions(self.path(path), Permissions::from_mode(mode)).expect("permissions");
        self
    }

    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.home.path().join(path)
    }

    /// Runs it until it ends by itself.
    pub(crate) async fn ended(mut self) -> Ended {
        let output = within_patience("the end of the command", self.command.output()).await.expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Ended { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs it until it says that it is ready.
    pub(crate) async fn ready(mut self) -> Program {
        self.command.stdout(Stdio::piped());
        let mut child = self.command.spawn().expect("it runs");
        let mut stdout = BufReader::new(child.stdout.take().expect("a captured output")).lines();
        let line = within_patience("the line that says ready", stdout.next_line()).await.expect("text");
        Program { line: line.expect("the server is ready"), stdout, child, home: self.home }
    }
}

/// A server that runs until it is told otherwise.
pub(crate) struct Program {
    /// What it said when it was ready.
    pub(crate) line: String,
    stdout: Lines<BufReader<ChildStdout>>,
    child: Child,
    home: TempDir,
}

impl Program {
    /// Where it listens, according to its first line.
    pub(crate) fn address(&self) -> SocketAddr {
        let (_, address) = self.line.trim_end_matches(')').rsplit_once([' ', '/']).expect("an address");
        address.parse().unwrap_or_else(|_| panic!("no address in {:?}", self.line))
    }

    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.home.path().join(path)
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let id = self.child.id().and_then(|id| i32::try_from(id).ok()).expect("it runs");
        kill_process(Pid::from_raw(id).expect("an id"), signal).expect("it can be told");
    }

    /// Waits for its end, and returns what else it said.
    pub(crate) async fn ended(mut self) -> (ExitStatus, Vec<String>) {
        let status = within_patience("the end of the server", self.child.wait()).await.expect("it ends");
        let mut further = Vec::new();
        while let Ok(Some(line)) = self.stdout.next_line().await {
            further.push(line);
        }
        (status, further)
    }
}
