//! The device of a person: one task that carries out what the client asks for, and tells it what happens.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use anyhow::{Result, bail};
use futures::{FutureExt, SinkExt, StreamExt, stream::FuturesUnordered};
use hubbub_client::{Effect, Input};
use hubbub_protocol::{LogPage, LogQuery, RoomId};
use tokio::time::{sleep_until, timeout};
use tokio_tungstenite::tungstenite::{
    self, Message,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use super::{Settings, disk::Disk, shared::Shared};
use crate::{
    clock,
    history::{Recorder, Told},
    server::{Session, Socket},
};

/// What a browser reports when a connection ended without a close frame.
const BROKEN: u16 = 1006;
const CLOSE_WITHIN: Duration = Duration::from_secs(2);

type Opening = Pin<Box<dyn Future<Output = Result<Socket>> + Send>>;
type Fetching = Pin<Box<dyn Future<Output = (u32, Result<LogPage>)> + Send>>;

struct Device {
    shared: Arc<Shared>,
    session: Session,
    settings: Settings,
    disk: Disk,
    opening: Option<Opening>,
    socket: Option<Socket>,
    fetches: FuturesUnordered<Fetching>,
}

/// Runs until it is dropped.
pub(super) async fn run(shared: Arc<Shared>, session: Session, settings: Settings, disk: Disk) {
    let fetches = FuturesUnordered::new();
    let mut device = Device { shared, session, settings, disk, opening: None, socket: None, fetches };
    loop {
        device.carry_out().await;
        device.wait().await;
    }
}

impl Device {
    /// Waits for the one thing that happens next and tells the client.
    async fn wait(&mut self) {
        let deadline = self.shared.next_deadline().map(clock::instant);
        let reading = self.shared.is_reading();
        tokio::select! {
            () = self.shared.wake.notified() => {}
            opened = pending(self.opening.as_mut()) => {
                self.opening = None;
                self.opened(opened);
            }
            Some(received) = next(self.socket.as_mut()), if reading => self.received(received).await,
            Some((request, fetched)) = self.fetches.next() => match fetched {
                Ok(page) => self.shared.handle(Input::PageFetched { request, page }),
                Err(_) => self.shared.handle(Input::FetchFailed { request }),
            },
            () = async { sleep_until(deadline.unwrap_or_else(clock::now)).await }, if deadline.is_some() => {
                self.shared.handle(Input::Tick);
            }
        }
    }

    async fn carry_out(&mut self) {
        if !self.shared.has_network() && (self.socket.is_some() || self.opening.is_some()) {
            self.lose_socket(BROKEN);
        }
        let mut has_sent = false;
        while let Some(effect) = self.shared.poll_effect() {
            match effect {
                Effect::OpenSocket => self.opening = Some(self.open()),
                Effect::CloseSocket { code } => self.close(code).await,
                Effect::SendFrame(text) => {
                    has_sent = true;
                    if let Some(socket) = &mut self.socket
                        && socket.feed(Message::text(text)).await.is_err()
                    {
                        self.lose_socket(BROKEN);
                    }
                }
                Effect::Save(unsent) => {
                    let nonce = unsent.nonce;
                    self.disk.save(unsent);
                    self.shared.handle(Input::OutboxSaved(nonce));
                }
                Effect::Forget(nonce) => self.disk.forget(nonce),
                Effect::Fetch { request, room, query } => self.fetches.push(self.fetch(request, room, query)),
                Effect::SaveRead(mark) => self.disk.save_mark(mark),
            }
        }
        if has_sent
            && let Some(socket) = &mut self.socket
            && socket.flush().await.is_err()
        {
            self.lose_socket(BROKEN);
        }
    }

    fn open(&self) -> Opening {
        if !self.shared.has_network() {
            return async { bail!("there is no network") }.boxed();
        }
        let (session, options) = (self.session.clone(), self.settings.socket);
        async move { session.open_socket(options).await }.boxed()
    }

    fn fetch(&self, request: u32, room: RoomId, query: LogQuery) -> Fetching {
        let (session, network) = (self.session.clone(), self.shared.has_network());
        async move {
            let page = async {
                anyhow::ensure!(network, "there is no network");
                session.log_page(room, query).await
            };
            (request, page.await)
        }
        .boxed()
    }

    fn opened(&mut self, opened: Result<Socket>) {
        match opened {
            Ok(socket) => {
                self.record(|recorder| recorder.add(Told::Connected));
                self.shared.set_socket(socket.get_ref().local_addr().ok().map(|address| address.port()));
                self.socket = Some(socket);
                self.shared.handle(Input::SocketOpened);
            }
            Err(_) => self.shared.handle(Input::SocketClosed { code: BROKEN }),
        }
    }

    async fn received(&mut self, received: Result<Message, tungstenite::Error>) {
        match received {
            Ok(Message::Text(text)) => {
                self.record(|recorder| recorder.add_frame(&text));
                self.shared.handle(Input::FrameReceived(text.as_str().to_owned()));
            }
            Ok(Message::Close(frame)) => {
                let code = frame.map_or(1005, |frame| frame.code.into());
                if let Some(socket) = &mut self.socket {
                    // The answer is a courtesy: if it does not get through, the server gives up by itself.
                    let _ = timeout(CLOSE_WITHIN, socket.close(None)).await;
                }
                self.lose_socket(code);
            }
            Ok(_) => {}
            Err(_) => self.lose_socket(BROKEN),
        }
    }

    fn lose_socket(&mut self, code: u16) {
        (self.socket, self.opening) = (None, None);
        self.shared.with(|state| state.close_codes.push(code));
        self.shared.set_socket(None);
        self.shared.handle(Input::SocketClosed { code });
    }

    async fn close(&mut self, code: u16) {
        self.opening = None;
        if let Some(mut socket) = self.socket.take() {
            let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
            let closing = async {
                if socket.close(Some(frame)).await.is_ok() {
                    while let Some(Ok(_)) = socket.next().await {}
                }
            };
            // A server that does not answer the close is no reason to wait for it.
            let _ = timeout(CLOSE_WITHIN, closing).await;
        }
        self.shared.set_socket(None);
    }

    fn record(&self, write: impl FnOnce(&Recorder)) {
        if let Some(recorder) = &self.settings.recorder {
            write(recorder);
        }
    }
}

async fn pending(opening: Option<&mut Opening>) -> Result<Socket> {
    match opening {
        Some(opening) => opening.await,
        None => std::future::pending().await,
    }
}

async fn next(socket: Option<&mut Socket>) -> Option<Result<Message, tungstenite::Error>> {
    match socket {
        // A stream that ends without a close frame is as broken as one that fails.
        Some(socket) => Some(socket.next().await.unwrap_or(Err(tungstenite::Error::ConnectionClosed))),
        None => std::future::pending().await,
    }
}
