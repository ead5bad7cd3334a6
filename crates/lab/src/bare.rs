//! A connection that speaks the protocol and keeps nothing: cheap enough to have hundreds, and free to misbehave.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures::{SinkExt, StreamExt};
use hubbub_protocol::{Command, CommandFrame, FEATURE_LEVEL, Hello, PROTOCOL_VERSION, Reply, ServerFrame, Welcome};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::server::{Session, Socket, SocketOptions};

const PATIENCE: Duration = Duration::from_secs(15);

/// One connection, past `hello` or not.
#[derive(Debug)]
pub struct BareConnection {
    socket: Socket,
    next_id: u32,
}

/// What came from the server.
#[derive(Debug)]
pub enum Heard {
    /// The text of a frame.
    Text(Utf8Bytes),
    /// The connection ended with this code, 1006 if without one.
    Closed(u16),
}

impl BareConnection {
    /// Opens the socket and says nothing.
    pub async fn silent(session: &Session, options: SocketOptions) -> Result<Self> {
        Ok(Self { socket: session.open_socket(options).await?, next_id: 1 })
    }

    /// Opens the socket, says hello and is welcomed.
    pub async fn open(session: &Session, options: SocketOptions) -> Result<(Self, Welcome)> {
        let mut connection = Self::silent(session, options).await?;
        match connection.ask(hello()).await? {
            Reply::Welcome(welcome) => Ok((connection, welcome)),
            other => bail!("hello was answered with {other:?}"),
        }
    }

    /// Sends a command and says under which number it will be answered.
    pub async fn send(&mut self, command: impl Into<Command>) -> Result<u32> {
        let id = self.next_id;
        self.next_id += 1;
        self.send_text(CommandFrame { id, command: command.into() }.encode()).await?;
        Ok(id)
    }

    /// Sends any text.
    pub async fn send_text(&mut self, text: String) -> Result<()> {
        self.socket.send(Message::text(text)).await.context("the frame cannot be sent")
    }

    /// Waits for the next thing the server says. Dropping the future loses nothing.
    pub async fn hear(&mut self) -> Heard {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => return Heard::Text(text),
                Some(Ok(Message::Close(frame))) => {
                    return Heard::Closed(frame.map_or(1005, |frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::Closed(1006),
            }
        }
    }

    /// Waits for the next frame; events and replies alike.
    pub async fn next_frame(&mut self) -> Result<ServerFrame> {
        match timeout(PATIENCE, self.hear()).await.context("the server said nothing")? {
            Heard::Text(text) => Ok(ServerFrame::decode(&text)?),
            Heard::Closed(code) => bail!("the server closed the connection with {code}"),
        }
    }

    /// Sends a command and waits for its reply; events that come before it are passed over.
    pub async fn ask(&mut self, command: impl Into<Command>) -> Result<Reply> {
        let id = self.send(command).await?;
        self.reply_to(id).await
    }

    /// Waits for the reply to a command; events that come before it are passed over.
    pub async fn reply_to(&mut self, id: u32) -> Result<Reply> {
        loop {
            if let ServerFrame::Reply(reply) = self.next_frame().await?
                && reply.to == id
            {
                return Ok(reply.result);
            }
        }
    }

    /// Waits until the server has closed the connection, and says with which code.
    pub async fn closed(&mut self) -> Result<u16> {
        let closing = async {
            loop {
                if let Heard::Closed(code) = self.hear().await {
                    return code;
                }
            }
        };
        timeout(PATIENCE, closing).await.context("the server did not close the connection")
    }
}

/// The greeting of a connection that holds nothing yet.
pub fn hello() -> Hello {
    Hello {
        protocol: PROTOCOL_VERSION,
        feature_level: FEATURE_LEVEL,
        client: "hubbub-lab".to_owned(),
        epoch: None,
        resume: Vec::new(),
        account_version: None,
    }
}
