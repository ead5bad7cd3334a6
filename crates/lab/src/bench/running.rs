//! A server of the bench as a process: alone on its core, and watched from outside.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::cores::Cores;
use crate::{clock, server_process::Usage};

const READY_WITHIN: Duration = Duration::from_mins(1);

/// A running server; it is killed when it is dropped.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    address: SocketAddr,
    home: TempDir,
}

impl Running {
    /// Starts the command on the server's core and waits until it accepts connections.
    ///
    /// `{address}` in an argument stands for where to listen; `PORT` in the environment is the port alone.
    pub(super) fn start(runtime: &Runtime, cores: Cores, command: &[String]) -> Result<Self> {
        let mut running = Self::spawn(cores, command)?;
        let address = running.address;
        let accepts = || TcpStream::connect(address).is_ok();
        if !runtime.block_on(clock::holds_within(READY_WITHIN, Duration::from_millis(5), accepts)) {
            bail!("{} does not accept connections: {}", command.join(" "), running.last_words());
        }
        running.lives()?;
        Ok(running)
    }

    /// The same without waiting.
    pub(super) fn spawn(cores: Cores, command: &[String]) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("hubbub-bench-").tempdir()?;
        let address = free_address()?;
        let (program, arguments) = command.split_first().context("an empty command")?;
        let mut started = Command::new(program);
        started.args(arguments.iter().map(|argument| argument.replace("{address}", &address.to_string())));
        started.env("PORT", address.port().to_string());
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_a_setting(&name.to_string_lossy())) {
            started.env_remove(name); // The run must not depend on what the shell of its caller has set.
        }
        // Everybody who chooses a name comes in. As a variable, because older servers and peers do not know it.
        started.env("HUBBUB_OPEN", "true");
        let log = File::create(home.path().join("log"))?;
        started.current_dir(home.path()).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let child = cores.on_servers(|| started.spawn())?.with_context(|| format!("{program} cannot be started"))?;
        Ok(Self { child, address, home })
    }

    /// Where it listens.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it and its children use of the machine.
    pub(super) fn usage(&self) -> Result<Usage> {
        family(self.child.id()).into_iter().map(Usage::of).try_fold(Usage::default(), |sum, one| Ok(sum + one?))
    }

    /// Fails if it has ended by itself.
    pub(super) fn lives(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            Some(status) => bail!("the server ended with {status}: {}", self.last_words()),
            None => Ok(()),
        }
    }

    /// Asks it to end (SIGTERM) and waits until it has.
    pub(super) async fn end(mut self, within: Duration) -> Result<()> {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).context("a process has an id")?;
        kill_process(id, Signal::TERM).context("the server has ended already")?;
        let ended = || self.child.try_wait().is_ok_and(|status| status.is_some());
        let in_time = clock::holds_within(within, Duration::from_millis(5), ended).await;
        ensure!(in_time, "the server did not end within {within:?} of SIGTERM");
        let status = self.child.wait()?;
        ensure!(status.success(), "the server ended with {status}: {}", self.last_words());
        Ok(())
    }

    /// The end of what it wrote.
    pub(super) fn last_words(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(3)..].join(" | ")
    }

    fn log(&self) -> PathBuf {
        self.home.path().join("log")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What this process has used so far.
pub(super) fn own_processor_time() -> Result<Duration> {
    Ok(Usage::of(std::process::id())?.processor)
}

fn is_a_setting(variable: &str) -> bool {
    variable.starts_with("HUBBUB_") || variable.starts_with("LEPTOS_")
}

fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("there is no free port")?;
    Ok(listener.local_addr()?)
}

/// A process and all that descend from it.
fn family(process: u32) -> Vec<u32> {
    let mut family = vec![process];
    let mut next = 0;
    while let Some(one) = family.get(next) {
        let tasks = fs::read_dir(format!("/proc/{one}/task")).into_iter().flatten().flatten();
        let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
        let children: Vec<u32> = lists
            .flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
            .collect();
        family.extend(children);
        next += 1;
    }
    family
}
