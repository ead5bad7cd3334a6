//! A connection that keeps its place among the permitted ones for as long as its socket is open, and loses it when
//! its client stops reading.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::OwnedSemaphorePermit,
    time::{Instant, Sleep, sleep_until},
};

use super::transport::Transport;

/// How long a client may take none of what is written to it. It would hold an answer in memory for ever.
const STALL: Duration = Duration::from_secs(30);

/// Bytes that the kernel takes before they can be sent, where it can be told: enough for a burst of long messages to
/// somebody who reads. Left to itself it takes megabytes for a client that has stopped reading, and goes on sending
/// them, stale as they are, long after the socket was closed.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 512 * 1024;

/// A socket with its permit. The two stay together after an upgrade, when the HTTP connection is long over.
#[derive(Debug)]
pub(crate) struct Counted {
    stream: TcpStream,
    /// Set while the client takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
    permit: OwnedSemaphorePermit,
}

impl Counted {
    /// Takes over a fresh connection.
    pub(super) fn new(stream: TcpStream, permit: OwnedSemaphorePermit) -> Self {
        // Frames are small and must leave at once. Where this fails the connection is broken and will say so.
        let _ = stream.set_nodelay(true);
        #[cfg(target_os = "linux")]
        let _ = socket2::SockRef::from(&stream).set_tcp_notsent_lowat(UNSENT);
        Self { stream, stalled: None, permit }
    }

    /// The same socket with the same permit, once it speaks another protocol.
    pub(crate) fn into_transport(self) -> Transport {
        Transport::new(self.stream, self.permit)
    }

    /// Gives up a write that has been waiting for too long.
    fn bounded(&mut self, written: Poll<io::Result<usize>>, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + STALL)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.bounded(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.bounded(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
        sync::Semaphore,
    };

    use super::*;

    async fn connection(places: &Arc<Semaphore>) -> (Counted, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let client = TcpStream::connect(listener.local_addr().expect("an address")).await.expect("a connection");
        let (stream, _) = listener.accept().await.expect("a connection");
        let permit = Arc::clone(places).try_acquire_owned().expect("a free place");
        (Counted::new(stream, permit), client)
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_stops_reading_is_given_up_and_its_place_is_free() {
        let places = Arc::new(Semaphore::new(1));
        let (mut connection, client) = connection(&places).await;
        let began = Instant::now();
        // More than the kernel buffers on both sides. The paused clock moves on when nothing else can.
        let error = connection.write_all(&vec![0; 64 * 1024 * 1024]).await.expect_err("nobody reads");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(began.elapsed() >= STALL, "{:?}", began.elapsed());
        assert_eq!(places.available_permits(), 0);
        drop((connection, client));
        assert_eq!(places.available_permits(), 1);
    }

    #[tokio::test]
    async fn the_kernel_holds_little_for_a_client_that_does_not_read() {
        let (mut connection, _client) = connection(&Arc::new(Semaphore::new(1))).await;
        let mut taken = 0;
        // Whatever the kernel can pass on at once, it has passed on by the time a write has to wait for that long.
        let patience = Duration::from_millis(200);
        while let Ok(Ok(count)) = tokio::time::timeout(patience, connection.write(&[0; 16 * 1024])).await {
            taken += count;
        }
        assert!(taken < 1024 * 1024, "{taken} bytes wait for a client that does not read");
    }

    #[tokio::test]
    async fn a_client_that_reads_gets_everything() {
        let (mut connection, mut client) = connection(&Arc::new(Semaphore::new(1))).await;
        let bytes = vec![7; 4 * 1024 * 1024];
        let mut received = vec![0; bytes.len()];
        let (written, read) = tokio::join!(connection.write_all(&bytes), client.read_exact(&mut received));
        written.expect("all is written");
        read.expect("all is read");
        assert_eq!(received, bytes);
        assert!(connection.stalled.is_none());
    }
}
