//! A connection after the switch of protocols: bare bytes, which are written by whoever has some.

use std::io::{self, IoSlice};

use hubbub_realtime::Wire;
use tokio::{net::TcpStream, sync::OwnedSemaphorePermit};

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

    /// Reads what is there; `WouldBlock` when that is nothing.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.try_read(buffer)
    }

    /// Waits until there may be something to read.
    pub(crate) async fn readable(&self) -> io::Result<()> {
        self.stream.readable().await
    }

    /// Waits until it may take more.
    pub(crate) async fn writable(&self) -> io::Result<()> {
        self.stream.writable().await
    }
}

impl Wire for Transport {
    fn write(&self, frames: &[IoSlice<'_>]) -> io::Result<usize> {
        match frames {
            [frame] => self.stream.try_write(frame),
            frames => self.stream.try_write_vectored(frames),
        }
    }
}
