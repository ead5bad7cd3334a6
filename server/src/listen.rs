//! The accept loop.
//!
//! It is our own because the one of axum has no header timeout, no bound on connections, and stops accepting for a
//! second whenever the process is out of file descriptors.

pub(crate) mod capacity;
mod counted;
mod transport;

use std::{
    io::{self, Write},
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use hyper::{Request, body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{Instant, sleep_until},
};
use tower::util::MapRequest;

use crate::lifecycle::Shutdown;

pub(crate) use counted::Counted;
pub(crate) use transport::Transport;

/// How long to let go of accepting when the system has no descriptor left; the cap makes that an accident.
const OUT_OF_DESCRIPTORS: Duration = Duration::from_millis(50);

/// Bytes of the largest request head.
const HEAD_LIMIT: usize = 16 * 1024;

/// What a client is told when there are too many connections already.
const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncache-control: no-store\r\n\
                      connection: close\r\ncontent-length: 0\r\n\r\n";

/// An address that is ours.
#[derive(Debug)]
pub(crate) struct Listener {
    socket: TcpListener,
    address: SocketAddr,
}

/// Why an address did not become ours.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ListenError {
    /// Somebody else has it.
    #[error("another program listens on {0} already: stop it, or choose another port with --listen")]
    InUse(SocketAddr),
    /// Only privileged programs may have it.
    #[error("listening on {0} is not permitted: choose a port above 1023 with --listen, and put a proxy in front")]
    Forbidden(SocketAddr),
    /// It belongs to another machine.
    #[error("{0} is not an address of this machine: choose one of its own with --listen")]
    Elsewhere(SocketAddr),
    /// Anything else.
    #[error("it is not possible to listen on {address}")]
    Other {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

/// The other end of a connection, which each of its requests knows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// What connections may cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// How many may be open at once.
    pub(crate) connections: usize,
    /// How long one may take, or stay idle, until a whole request header has arrived.
    pub(crate) header_timeout: Duration,
}

impl Listener {
    /// Takes an address; port 0 becomes a free one.
    pub(crate) async fn bind(address: SocketAddr) -> Result<Self, ListenError> {
        let bound = TcpListener::bind(address).await.and_then(|socket| Ok((socket.local_addr()?, socket)));
        match bound {
            Ok((address, socket)) => Ok(Self { socket, address }),
            Err(source) => Err(match source.kind() {
                io::ErrorKind::AddrInUse => ListenError::InUse(address),
                io::ErrorKind::PermissionDenied => ListenError::Forbidden(address),
                io::ErrorKind::AddrNotAvailable => ListenError::Elsewhere(address),
                _ => ListenError::Other { address, source },
            }),
        }
    }

    /// The address with its real port.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves connections until the shutdown begins; those that are open then go on in the background.
    pub(crate) async fn serve(self, router: Router, limits: Limits, shutdown: &Shutdown) {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(limits.header_timeout).max_buf_size(HEAD_LIMIT);
        let free = Arc::new(Semaphore::new(limits.connections));
        // A flood of connections must not become a flood of lines: each trouble is told when it begins.
        let mut in_trouble = false;
        while let Some(accepted) = or_shutdown(self.socket.accept(), shutdown).await {
            match accepted.map(|(stream, peer)| (stream, peer, Arc::clone(&free).try_acquire_owned())) {
                Ok((stream, peer, Ok(permit))) => {
                    in_trouble = false;
                    let connection = Counted::new(stream, permit);
                    let router = router.clone();
                    shutdown.spawn(converse(http.clone(), connection, Peer(peer.ip()), router, shutdown.clone()));
                }
                Ok((stream, _, Err(_))) => {
                    if !std::mem::replace(&mut in_trouble, true) {
                        tracing::warn!("{} connections are open and further ones are turned away", limits.connections);
                    }
                    turn_away(stream);
                }
                Err(error) if concerns_one_connection(&error) => {}
                Err(error) => {
                    if !std::mem::replace(&mut in_trouble, true) {
                        tracing::error!(%error, "no connection can be accepted: {error}; raise the limit of open files");
                    }
                    // There is nothing to wait on: the kernel does not tell when a descriptor becomes free.
                    or_shutdown(sleep_until(Instant::now() + OUT_OF_DESCRIPTORS), shutdown).await;
                }
            }
        }
    }
}

/// Answers the requests of one connection. After an upgrade the socket belongs to whoever took it over.
async fn converse(http: http1::Builder, stream: Counted, peer: Peer, router: Router, shutdown: Shutdown) {
    let service = MapRequest::new(router, move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        request
    });
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)).with_upgrades();
    let mut connection = pin!(connection);
    let ended = if let Some(ended) = or_shutdown(connection.as_mut(), &shutdown).await {
        ended
    } else {
        connection.as_mut().graceful_shutdown();
        connection.await
    };
    if let Err(error) = ended {
        // Clients leave in the middle all the time; only who looks for it wants to know.
        tracing::debug!(%error, "a connection ended early: {error}");
    }
}

/// What `work` comes to, or `None` once the shutdown has begun.
async fn or_shutdown<F: Future>(work: F, shutdown: &Shutdown) -> Option<F::Output> {
    tokio::select! {
        output = work => Some(output),
        () = shutdown.requested() => None,
    }
}

/// Whether accepting failed because the client left before it was accepted.
fn concerns_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};

    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Tells a client to come back later, without waiting for it.
fn turn_away(stream: TcpStream) {
    // It is all the same if the client left: it gets no connection either way.
    let _ = stream.into_std().and_then(|mut stream| stream.write_all(BUSY));
}
