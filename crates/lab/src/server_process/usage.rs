//! What a process uses, read from `/proc`.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result};

/// What a process uses of the machine.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    /// Resident memory in bytes.
    pub memory: u64,
    /// Processor time of its threads so far.
    pub processor: Duration,
    /// Open file descriptors, sockets included.
    pub descriptors: usize,
}

impl Usage {
    pub(super) fn of(process: u32) -> Result<Self> {
        let root = format!("/proc/{process}");
        let status = fs::read_to_string(format!("{root}/status")).context("the process is gone")?;
        let mut processor = Duration::ZERO;
        for thread in fs::read_dir(format!("{root}/task"))? {
            // A thread may end while the list is read.
            let times = fs::read_to_string(thread?.path().join("schedstat")).unwrap_or_default();
            processor += Duration::from_nanos(first_number(&times).unwrap_or(0));
        }
        let memory = resident(&status).context("the process has no VmRSS")?;
        let descriptors = fs::read_dir(format!("{root}/fd"))?.count();
        Ok(Self { memory, processor, descriptors })
    }
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    first_number(line).map(|kibibytes| kibibytes * 1024)
}

fn first_number(text: &str) -> Option<u64> {
    text.split_whitespace().next()?.parse().ok()
}

/// Whether the process holds the server side of the connection from `client` to `server` (ports of this machine).
pub(super) fn holds_connection(process: u32, server: u16, client: u16) -> Result<bool> {
    let table = fs::read_to_string("/proc/net/tcp").context("the list of connections cannot be read")?;
    let Some(inode) = inode(&table, server, client) else { return Ok(false) };
    let socket = format!("socket:[{inode}]");
    let held = fs::read_dir(format!("/proc/{process}/fd"))?.flatten();
    Ok(held.filter_map(|fd| fs::read_link(fd.path()).ok()).any(|target| target == Path::new(&socket)))
}

/// The inode of the socket with these ports; zero, as of a socket that nobody holds any more, counts as none.
fn inode(table: &str, local: u16, remote: u16) -> Option<u64> {
    let port = |address: &str| u16::from_str_radix(address.rsplit(':').next()?, 16).ok();
    table.lines().skip(1).find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let matches = port(fields.get(1)?)? == local && port(fields.get(2)?)? == remote;
        let inode = fields.get(9)?.parse().ok()?;
        (matches && inode != 0).then_some(inode)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resident_memory_is_read_in_bytes() {
        assert_eq!(resident("Name:\thubbub\nVmRSS:\t   12 kB\nThreads:\t9\n"), Some(12 * 1024));
    }

    #[test]
    fn a_connection_is_found_by_its_ports_while_somebody_holds_it() {
        let line = |inode: u64| {
            format!(
                "  sl  local_address rem_address st …\n   0: 0100007F:1F90 0100007F:C350 01 0:0 00:0 0 0 0 {inode} 1 0\n"
            )
        };
        assert_eq!(inode(&line(77), 8080, 50_000), Some(77));
        assert_eq!(inode(&line(77), 50_000, 8080), None);
        assert_eq!(inode(&line(0), 8080, 50_000), None);
    }

    #[test]
    fn this_process_uses_memory_and_descriptors() {
        let usage = Usage::of(std::process::id()).expect("this process runs");
        assert!(usage.memory > 0 && usage.descriptors > 0 && usage.processor > Duration::ZERO);
    }
}
