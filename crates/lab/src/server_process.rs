//! The real binary as a process: started, killed, terminated and started again on the same port and data.

mod usage;

use std::{
    collections::HashSet,
    fs::File,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    sync::watch,
    task::JoinSet,
    time::timeout,
};

use crate::{clock, server::Server};

pub use usage::Usage;

const READY: &str = "Hubbub is ready: ";
/// What stands before the link for setting up, in the line about it.
const SET_UP: &str = "works once: ";
const READY_WITHIN: Duration = Duration::from_secs(30);
const EXIT_WITHIN: Duration = Duration::from_secs(20);

/// A server in a folder of its own, which is removed with it.
#[derive(Debug)]
pub struct ServerProcess {
    binary: PathBuf,
    arguments: Vec<String>,
    is_open: bool,
    home: TempDir,
    server: Server,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    set_up_link: watch::Receiver<Option<String>>,
    /// Reads on what the server prints, so that it never waits for somebody to read it.
    _reading: JoinSet<()>,
}

impl ServerProcess {
    /// Starts the binary in an empty folder on a free port.
    pub async fn start(binary: &Path) -> Result<Self> {
        Self::start_with(binary, &[]).await
    }

    /// The same with further arguments for `hubbub serve`. Everybody who chooses a name comes in.
    pub async fn start_with(binary: &Path, arguments: &[&str]) -> Result<Self> {
        Self::start_as(binary, arguments, true).await
    }

    /// The same as it is without being told otherwise: people need an account.
    pub async fn start_closed(binary: &Path, arguments: &[&str]) -> Result<Self> {
        Self::start_as(binary, arguments, false).await
    }

    async fn start_as(binary: &Path, arguments: &[&str], is_open: bool) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("hubbub-").tempdir()?;
        let arguments = arguments.iter().map(ToString::to_string).collect();
        let anywhere = Server::at(([127, 0, 0, 1], 0).into());
        let mut process = Self { binary: binary.to_owned(), arguments, is_open, home, server: anywhere, running: None };
        process.start_again().await?;
        Ok(process)
    }

    /// Where it listens; the same after every restart.
    pub const fn server(&self) -> Server {
        self.server
    }

    /// The folder that holds what the server keeps.
    pub fn data_dir(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Starts it on the data that is there, and says how long it took to be ready.
    pub async fn start_again(&mut self) -> Result<Duration> {
        ensure!(self.running.is_none(), "the server is still running");
        let started = clock::now();
        let mut child = self.command()?.spawn().with_context(|| format!("{} cannot run", self.binary.display()))?;
        let stdout = child.stdout.take().context("the output was not captured")?;
        let mut lines = BufReader::new(stdout).lines();
        let Ok(ready) = timeout(READY_WITHIN, ready(&mut lines)).await else {
            bail!("the server was not ready within {READY_WITHIN:?}: {}", self.last_words());
        };
        self.server = ready.with_context(|| self.last_words())?;
        let (found, set_up_link) = watch::channel(None);
        let mut reading = JoinSet::new();
        reading.spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                if let Some((_, link)) = line.split_once(SET_UP) {
                    found.send_replace(Some(link.to_owned()));
                }
            }
        });
        self.running = Some(Running { child, set_up_link, _reading: reading });
        Ok(started.elapsed())
    }

    /// The link by which its first owner comes in, which it prints after it is ready.
    pub async fn set_up_link(&self) -> Result<String> {
        let mut link = self.running.as_ref().context("the server is not running")?.set_up_link.clone();
        let link = timeout(READY_WITHIN, link.wait_for(Option::is_some)).await.context("it prints no link")??;
        link.clone().context("there is a link")
    }

    /// Ends it as a crash would: `kill -9`, without a chance to finish anything.
    pub async fn kill(&mut self) -> Result<()> {
        let mut running = self.running.take().context("the server is not running")?;
        running.child.kill().await.context("the server cannot be killed")
    }

    /// Asks it to end (SIGTERM) and waits until it has.
    pub async fn terminate(&mut self) -> Result<ExitStatus> {
        let mut running = self.running.take().context("the server is not running")?;
        let pid = running.child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        kill_process(pid.context("the server has already ended")?, Signal::TERM)?;
        let ended = timeout(EXIT_WITHIN, running.child.wait()).await;
        Ok(ended.with_context(|| format!("the server did not end within {EXIT_WITHIN:?} of SIGTERM"))??)
    }

    /// What it uses of the machine now.
    pub fn usage(&self) -> Result<Usage> {
        Usage::of(self.id()?)
    }

    /// The ports of ours from which it still holds connections.
    pub fn connected_ports(&self) -> Result<HashSet<u16>> {
        usage::connected_ports(self.id()?, self.server.address().port())
    }

    /// Bytes that the kernel still holds for its clients.
    pub fn unsent(&self) -> Result<u64> {
        usage::unsent(self.server.address().port())
    }

    /// What it wrote to its log, over all starts.
    pub fn log(&self) -> Result<String> {
        let bytes = std::fs::read(self.log_file()).context("the server's log cannot be read")?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Fails if it has ended by itself or if any of its tasks panicked.
    pub fn is_sound(&mut self) -> Result<()> {
        if let Some(running) = &mut self.running
            && let Some(status) = running.child.try_wait()?
        {
            bail!("the server ended by itself with {status}: {}", self.last_words());
        }
        let log = self.log()?;
        let panic = log.lines().find(|line| line.contains("panicked"));
        ensure!(panic.is_none(), "the server panicked: {}", panic.unwrap_or_default());
        Ok(())
    }

    fn id(&self) -> Result<u32> {
        self.running.as_ref().and_then(|running| running.child.id()).context("the server is not running")
    }

    fn log_file(&self) -> PathBuf {
        self.home.path().join("server.log")
    }

    fn last_words(&self) -> String {
        let log = self.log().unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(5)..].join(" | ")
    }

    fn command(&self) -> Result<Command> {
        let mut command = Command::new(&self.binary);
        let ours = std::env::vars_os().map(|(name, _)| name).filter(|name| {
            let name = name.to_string_lossy();
            name.starts_with("HUBBUB_") || name.starts_with("LEPTOS_")
        });
        for name in ours {
            command.env_remove(name); // The run must not depend on what the shell of its caller has set.
        }
        // As a variable, because older servers that are measured beside this one do not know it.
        command.env("HUBBUB_OPEN", if self.is_open { "true" } else { "false" });
        command.arg("serve").arg("--listen").arg(self.server.address().to_string());
        command.arg("--data-dir").arg(self.data_dir()).args(&self.arguments);
        let log = File::options().append(true).create(true).open(self.log_file())?;
        command.current_dir(self.home.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        command.kill_on_drop(true);
        Ok(command)
    }
}

async fn ready(lines: &mut Lines<BufReader<ChildStdout>>) -> Result<Server> {
    while let Some(line) = lines.next_line().await? {
        if let Some(url) = line.strip_prefix(READY) {
            return Server::from_url(url);
        }
    }
    bail!("the server ended before it was ready")
}
