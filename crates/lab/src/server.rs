//! A running server as a client sees it: an address, the HTTP API and the socket.

use std::net::SocketAddr;

use anyhow::{Context, Result, anyhow, ensure};
use hubbub_protocol::{
    Delivery, Entry, LogPage, LogQuery, RoomId, RoomSummary, SUBPROTOCOL, Seq, SignIn, SignedIn, limits, path,
};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig},
};

use crate::http;

/// An open WebSocket to the server.
pub type Socket = WebSocketStream<TcpStream>;

/// Where a server listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    address: SocketAddr,
}

impl Server {
    /// The server at this address.
    pub const fn at(address: SocketAddr) -> Self {
        Self { address }
    }

    /// The server behind `http://ADDRESS:PORT`, as it prints it when it is ready.
    pub fn from_url(url: &str) -> Result<Self> {
        let address = url.trim().trim_end_matches('/').strip_prefix("http://").map(str::parse);
        let address = address.and_then(Result::ok).with_context(|| format!("{url} is not http://ADDRESS:PORT"))?;
        Ok(Self::at(address))
    }

    /// The address itself.
    pub const fn address(self) -> SocketAddr {
        self.address
    }

    /// Makes an account of this name, with a bearer token; the server must be open.
    pub async fn sign_in(self, name: &str) -> Result<Session> {
        let request = SignIn { name: name.to_owned(), password: None, delivery: Delivery::Bearer };
        let answer = http::post(self.address, path::SESSIONS, None, &request).await?;
        let signed_in: SignedIn = answer.json().with_context(|| format!("{name} cannot sign in"))?;
        let token = signed_in.token.context("the server gave no bearer token")?;
        Ok(Session { server: self, account: signed_in.account, token })
    }
}

/// A signed-in account on one server.
#[derive(Debug, Clone)]
pub struct Session {
    /// Where.
    pub server: Server,
    /// Who.
    pub account: hubbub_protocol::Account,
    /// The proof.
    pub token: String,
}

impl Session {
    /// The open rooms.
    pub async fn rooms(&self) -> Result<Vec<RoomSummary>> {
        http::get(self.server.address, path::ROOMS, Some(&self.token)).await?.json()
    }

    /// The room with this name.
    pub async fn room_called(&self, name: &str) -> Result<RoomId> {
        let rooms = self.rooms().await?;
        let found = rooms.iter().find(|summary| summary.room.name == name);
        found.map(|summary| summary.room.id).with_context(|| format!("there is no room called {name}"))
    }

    /// One page of a room log.
    pub async fn log_page(&self, room: RoomId, query: LogQuery) -> Result<LogPage> {
        http::get(self.server.address, &path::room_log(room, query), Some(&self.token)).await?.json()
    }

    /// A room log from its first entry to its head, read page by page as any client could.
    pub async fn whole_log(&self, room: RoomId) -> Result<Vec<Entry>> {
        let limit = u32::try_from(limits::PAGE_MAX).ok();
        let mut entries = Vec::new();
        loop {
            let after = Some(entries.last().map_or(Seq::ZERO, |last: &Entry| last.seq));
            let page = self.log_page(room, LogQuery { before: None, after, limit }).await?;
            let Some(last) = page.entries.last() else { return Ok(entries) };
            ensure!(Some(last.seq) > after, "the page after {after:?} ends at {}, so the log cannot be read", last.seq);
            entries.extend(page.entries);
        }
    }

    /// Opens the socket, ready for `hello`.
    pub async fn open_socket(&self, options: SocketOptions) -> Result<Socket> {
        let stream = options.connect(self.server.address).await?;
        let mut request = format!("ws://{}{}", self.server.address, path::WS).into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("Authorization", HeaderValue::from_str(&format!("Bearer {}", self.token))?);
        headers.insert("Sec-WebSocket-Protocol", HeaderValue::from_static(SUBPROTOCOL));
        let config = WebSocketConfig::default().read_buffer_size(options.read_buffer).write_buffer_size(4 * 1024);
        let opened = client_async_with_config(request, stream, Some(config)).await;
        opened.map(|(socket, _)| socket).map_err(|error| anyhow!("the socket cannot be opened: {error}"))
    }
}

/// How a socket is opened.
#[derive(Debug, Clone, Copy)]
pub struct SocketOptions {
    /// The receive buffer of the kernel in bytes, to read slowly with; its own choice when absent.
    pub kernel_receive_buffer: Option<u32>,
    /// What the WebSocket reads at once. The library allocates it eagerly, so thousands of people need a small one.
    pub read_buffer: usize,
}

impl Default for SocketOptions {
    fn default() -> Self {
        Self { kernel_receive_buffer: None, read_buffer: 4 * 1024 }
    }
}

impl SocketOptions {
    /// A plain connection with these options.
    pub async fn connect(&self, address: SocketAddr) -> Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        if let Some(bytes) = self.kernel_receive_buffer {
            socket.set_recv_buffer_size(bytes)?;
        }
        socket.set_nodelay(true)?;
        Ok(socket.connect(address).await?)
    }
}
