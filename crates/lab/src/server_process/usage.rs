//! What a process uses, read from `/proc`.

use std::{collections::HashSet, fs, ops::Add, time::Duration};

use anyhow::{Context, Result};

/// What a process uses of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    /// Resident memory in bytes.
    pub memory: u64,
    /// Processor time of its threads so far.
    pub processor: Duration,
    /// Open file descriptors, sockets included.
    pub descriptors: usize,
}

impl Usage {
    /// What this process uses now.
    pub(crate) fn of(process: u32) -> Result<Self> {
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

impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            memory: self.memory + other.memory,
            processor: self.processor + other.processor,
            descriptors: self.descriptors + other.descriptors,
        }
    }
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    first_number(line).map(|kibibytes| kibibytes * 1024)
}

fn first_number(text: &str) -> Option<u64> {
    text.split_whitespace().next()?.parse().ok()
}

/// The far ports of all connections to the port `server` that the process holds, on this machine.
pub(super) fn connected_ports(process: u32, server: u16) -> Result<HashSet<u16>> {
    let table = fs::read_to_string("/proc/net/tcp").context("the list of connections cannot be read")?;
    let held = fs::read_dir(format!("/proc/{process}/fd"))?.flatten();
    let held: HashSet<String> =
        held.filter_map(|fd| fs::read_link(fd.path()).ok()?.into_os_string().into_string().ok()).collect();
    let of_server = connections(&table).filter(|connection| connection.local == server);
    Ok(of_server.filter(|connection| held.contains(&connection.held_as)).map(|connection| connection.remote).collect())
}

/// Bytes that wait in the kernel on connections to the port `server`, on this machine.
///
/// They belong to no process: the kernel goes on holding and sending them after the process has closed the socket.
pub(super) fn unsent(server: u16) -> Result<u64> {
    let table = fs::read_to_string("/proc/net/tcp").context("the list of connections cannot be read")?;
    Ok(connections(&table).filter(|connection| connection.local == server).map(|connection| connection.unsent).sum())
}

struct Connection {
    local: u16,
    remote: u16,
    /// Bytes written to it that the far end has not acknowledged.
    unsent: u64,
    /// What a descriptor of it points to.
    held_as: String,
}

fn connections(table: &str) -> impl Iterator<Item = Connection> {
    let port = |address: &str| u16::from_str_radix(address.rsplit(':').next()?, 16).ok();
    table.lines().skip(1).filter_map(move |line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (local, remote) = (port(fields.get(1)?)?, port(fields.get(2)?)?);
        let unsent = u64::from_str_radix(fields.get(4)?.split(':').next()?, 16).ok()?;
        Some(Connection { local, remote, unsent, held_as: format!("socket:[{}]", fields.get(9)?) })
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
    fn connections_are_read_with_their_ports() {
        let table =
            "  sl  local_address rem_address st …\n   0: 0100007F:1F90 0100007F:C350 01 1F:0 00:0 0 0 0 77 1 0\n";
        let connection = connections(table).next().expect("there is one");
        assert_eq!(connection.unsent, 31);
        assert_eq!((connection.local, connection.remote, connection.held_as.as_str()), (8080, 50_000, "socket:[77]"));
    }

    #[test]
    fn a_connection_of_this_process_is_found_until_it_is_closed() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        let client = std::net::TcpStream::connect(address).expect("it listens");
        let (server, _) = listener.accept().expect("it is connected");
        let far = client.local_addr().expect("it has an address").port();
        let ports = || connected_ports(std::process::id(), address.port()).expect("this process runs");
        assert!(ports().contains(&far));
        drop(server);
        assert!(!ports().contains(&far));
    }

    #[test]
    fn what_nobody_reads_waits_in_the_kernel() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        let _client = std::net::TcpStream::connect(address).expect("it listens");
        let (server, _) = listener.accept().expect("it is connected");
        server.set_nonblocking(true).expect("it can be changed");
        assert_eq!(unsent(address.port()).expect("the list can be read"), 0);
        while std::io::Write::write(&mut &server, &vec![0; 64 * 1024]).is_ok() {}
        assert!(unsent(address.port()).expect("the list can be read") > 0);
    }

    #[test]
    fn this_process_uses_memory_and_descriptors() {
        let usage = Usage::of(std::process::id()).expect("this process runs");
        assert!(usage.memory > 0 && usage.descriptors > 0 && usage.processor > Duration::ZERO);
    }
}
