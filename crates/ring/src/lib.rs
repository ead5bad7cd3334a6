//! Writes to many sockets with one system call, where the system can do that.
//!
//! A message goes to everybody in a room, and to write it is most of what it costs: on Linux a tenth to a sixth of that
//! is entering and leaving the kernel for each socket. `io_uring` enters it once for all of them. Where there is no
//! `io_uring`, as in a container that forbids it, every socket is written to by a call of its own.

#[cfg(target_os = "linux")]
mod uring;

use std::{io, os::fd::BorrowedFd};

use rustix::net::{self, SendFlags};

/// A socket that has gone away is an error and no signal, and nobody waits for one that is full.
const FLAGS: SendFlags = SendFlags::NOSIGNAL.union(SendFlags::DONTWAIT);

/// Something to write to one socket, and what came of it.
#[derive(Debug)]
pub struct Write<'a> {
    socket: BorrowedFd<'a>,
    bytes: &'a [u8],
    outcome: Option<io::Result<usize>>,
}

impl<'a> Write<'a> {
    /// These bytes to this socket.
    pub const fn new(socket: BorrowedFd<'a>, bytes: &'a [u8]) -> Self {
        Self { socket, bytes, outcome: None }
    }

    /// How many bytes the socket took; `WouldBlock` when that is none.
    pub fn outcome(self) -> io::Result<usize> {
        self.outcome.unwrap_or_else(|| Err(io::ErrorKind::WouldBlock.into()))
    }
}

/// Writes as much of each as its socket takes at once.
pub fn write_each(writes: &mut [Write<'_>]) {
    #[cfg(target_os = "linux")]
    uring::write_each(writes);
    for write in writes.iter_mut().filter(|write| write.outcome.is_none()) {
        write.outcome = Some(net::send(write.socket, write.bytes, FLAGS).map_err(Into::into));
    }
}

#[cfg(test)]
mod tests;
