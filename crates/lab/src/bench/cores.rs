//! Which core the server gets and which the load.

use anyhow::{Context, Result};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// A core for each side, where the machine has two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cores {
    server: usize,
    load: usize,
    two: bool,
}

impl Cores {
    /// Takes the first two cores this process may use, and puts the load on the second.
    pub(super) fn take() -> Result<Self> {
        let allowed = sched_getaffinity(None).context("the cores of this process are not known")?;
        let mut cores = (0..CpuSet::MAX_CPU).filter(|core| allowed.is_set(*core));
        let server = cores.next().context("this process may use no core")?;
        let load = cores.next();
        let cores = Self { server, load: load.unwrap_or(server), two: load.is_some() };
        stay_on(cores.load)?;
        Ok(cores)
    }

    /// Starts something on the server's core: a child stays where its parent was.
    pub(super) fn on_servers<T>(self, start: impl FnOnce() -> T) -> Result<T> {
        stay_on(self.server)?;
        let started = start();
        stay_on(self.load)?;
        Ok(started)
    }

    /// Runs something that is no load on both cores.
    pub(super) fn on_all<T>(self, run: impl FnOnce() -> T) -> Result<T> {
        stay_on_any(&[self.server, self.load])?;
        let ran = run();
        stay_on(self.load)?;
        Ok(ran)
    }
}

impl std::fmt::Display for Cores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.two {
            write!(f, "Server on core {}, load on core {}", self.server, self.load)
        } else {
            write!(f, "Server and load share the one core there is, so the figures mean little")
        }
    }
}

fn stay_on(core: usize) -> Result<()> {
    stay_on_any(&[core])
}

fn stay_on_any(cores: &[usize]) -> Result<()> {
    let mut set = CpuSet::new();
    for core in cores {
        set.set(*core);
    }
    sched_setaffinity(None, &set).with_context(|| format!("the cores {cores:?} cannot be used"))
}
