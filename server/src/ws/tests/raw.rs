//! A real socket byte by byte, and a server with one route to open it on.

use std::{io, net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::Request,
    response::Response,
    routing::{self, MethodRouter},
};
use bytes::{Bytes, BytesMut};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    task::JoinSet,
};

use crate::{
    lifecycle::Shutdown,
    listen::{Limits, Listener},
};

pub(super) const CONTINUATION: u8 = 0;
pub(super) const TEXT: u8 = 1;
pub(super) const BINARY: u8 = 2;
pub(super) const CLOSE: u8 = 8;
pub(super) const PING: u8 = 9;
pub(super) const PONG: u8 = 10;
/// The frame is the whole message, or its last.
pub(super) const FIN: u8 = 0x80;

const MASKED: u8 = 0x80;
const MASK: [u8; 4] = [0x1f, 0xa3, 0x5c, 0xe0];

/// A listener with `/ws` alone.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    _tasks: JoinSet<()>,
}

impl Server {
    /// Opens sockets with this handler.
    pub(super) async fn start<F>(upgrade: impl Fn(Request) -> F + Clone + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Response> + Send + 'static,
    {
        let listener = Listener::bind(([127, 0, 0, 1], 0).into()).await.expect("a port is free");
        let address = listener.address();
        let route: MethodRouter = routing::get(upgrade);
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let limits = Limits { connections: 64, header_timeout: Duration::from_secs(5) };
            listener.serve(Router::new().route("/ws", route), limits, &Shutdown::default()).await;
        });
        Self { address, _tasks: tasks }
    }
}

/// A client that writes bytes as it likes.
pub(super) struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    /// Opens a socket, with this offer of extensions if it is not empty, and gives the head of the answer too.
    pub(super) async fn open(server: &Server, extensions: &str) -> (Self, String) {
        let mut stream = TcpStream::connect(server.address).await.expect("it listens");
        stream.set_nodelay(true).expect("it is a TCP socket");
        let extensions = match extensions {
            "" => String::new(),
            offer => format!("Sec-WebSocket-Extensions: {offer}\r\n"),
        };
        let request = format!(
            "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Sec-WebSocket-Protocol: hubbub.v1.json\r\n{extensions}\r\n"
        );
        stream.write_all(request.as_bytes()).await.expect("it reads");
        let (mut stream, mut answer) = (BufReader::new(stream), Vec::new());
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.expect("it answers"));
        }
        let answer = String::from_utf8(answer).expect("headers are text").to_lowercase();
        assert!(answer.starts_with("http/1.1 101"), "{answer}");
        (Self { stream }, answer)
    }

    /// Writes bytes; a server that has closed already need not take them all.
    pub(super) async fn writes(&mut self, bytes: &[u8]) {
        drop(self.stream.write_all(bytes).await);
    }

    /// Waits until there is something to read, if only the end. Dropping the future loses nothing.
    pub(super) async fn something(&mut self) {
        // What is wrong with the connection is told by whoever reads.
        let _ = self.stream.fill_buf().await;
    }

    /// The next frame, which has no mask and the shortest form of its length: its first byte and its payload. `None`
    /// at the end of the stream.
    pub(super) async fn frame(&mut self) -> io::Result<Option<(u8, Bytes)>> {
        let first = match self.stream.read_u8().await {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            first => first?,
        };
        let (length, shortest) = match self.stream.read_u8().await? {
            126 => (self.stream.read_u16().await?.into(), 126),
            127 => (self.stream.read_u64().await?, 0x1_0000),
            short => (short.into(), 0),
        };
        if length < shortest || length & !0x7f != 0 && shortest == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the length is not as a server writes it"));
        }
        let mut payload =
            BytesMut::zeroed(usize::try_from(length).expect("a length of a server is no more than is sent"));
        self.stream.read_exact(&mut payload).await?;
        Ok(Some((first, payload.freeze())))
    }
}

/// The head of a frame of a client that says it has so many bytes.
pub(super) fn head(first: u8, length: usize) -> Vec<u8> {
    let mut head = vec![first];
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(length @ 0..126), _) => head.push(MASKED | length),
        (_, Ok(length)) => {
            head.push(MASKED | 0x7e);
            head.extend(length.to_be_bytes());
        }
        _ => {
            head.push(MASKED | 0x7f);
            head.extend((length as u64).to_be_bytes());
        }
    }
    head.extend(MASK);
    head
}

/// A frame of a client.
pub(super) fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = head(first, payload.len());
    let start = frame.len();
    frame.extend_from_slice(payload);
    for four in frame[start..].chunks_mut(MASK.len()) {
        four.iter_mut().zip(MASK).for_each(|(byte, mask)| *byte ^= mask);
    }
    frame
}
