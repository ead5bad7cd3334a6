//! A connection after the switch of protocols: bare bytes, which are written by whoever has some.

use std::{
    io::{self, ErrorKind, IoSlice, Read},
    net::Shutdown,
    os::fd::{AsFd as _, BorrowedFd},
};

use hubbub_realtime::Wire;
use socket2::SockRef;
use tokio::{io::Interest, net::TcpStream, sync::OwnedSemaphorePermit};

/// Whether the system tells of every arrival anew, so that a buffer that was not filled means that nothing is left.
const TELLS_ANEW: bool = cfg!(target_os = "linux");

/// A socket that several hands write to. It keeps its place among the permitted ones.
#[derive(Debug)]
pub(crate) struct Transport {
    stream: TcpStream,
    _permit: OwnedSemaphorePermit,
}

impl Transport {
    pub(super) fn new(stream: TcpStream, permit: OwnedSemaphorePermit) -> Self {
        Self { stream, _permit: permit }
    }

    /// Waits until there may be something to read.
    pub(crate) async fn readable(&self) -> io::Result<()> {
        self.stream.readable().await
    }

    /// Waits until it may take more.
    pub(crate) async fn writable(&self) -> io::Result<()> {
        self.stream.writable().await
    }

    /// Says that nothing more will be written, and throws away what still comes until the client has hung up too.
    ///
    /// Whoever closes a connection on top of something unread resets it, and the reset overtakes what was written last.
    pub(crate) async fn hang_up(&self) {
        let is_open = SockRef::from(&self.stream).shutdown(Shutdown::Write).is_ok();
        while is_open && self.readable().await.is_ok() && self.discard() {}
    }

    /// Reads for nobody; `false` at the end.
    fn discard(&self) -> bool {
        match self.stream.try_read(&mut [0; 4096]) {
            Ok(length) => length > 0,
            Err(error) => error.kind() == ErrorKind::WouldBlock,
        }
    }
}

/// Reads what is there; `WouldBlock` when that is nothing.
impl Read for &Transport {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut everything = None;
        let read = self.stream.try_io(Interest::READABLE, || {
            let length = (&*SockRef::from(&self.stream)).read(buffer)?;
            if TELLS_ANEW && (1..buffer.len()).contains(&length) {
                // Saves the call that would find nothing. What comes from now on makes the socket readable again.
                everything = Some(length);
                return Err(ErrorKind::WouldBlock.into());
            }
            Ok(length)
        });
        everything.map_or(read, Ok)
    }
}

impl Wire for Transport {
    fn write(&self, frames: &[IoSlice<'_>]) -> io::Result<usize> {
        match frames {
            [frame] => self.stream.try_write(frame),
            frames => self.stream.try_write_vectored(frames),
        }
    }

    fn socket(&self) -> Option<BorrowedFd<'_>> {
        Some(self.stream.as_fd())
    }
}
