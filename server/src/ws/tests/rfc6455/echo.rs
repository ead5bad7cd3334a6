//! A server that sends every message back. Nothing else is its own: it is opened, read, written and closed by what
//! opens, reads, writes and closes the sockets of Hubbub, with a limit of 16 MiB.

use axum::extract::Request;
use hubbub_realtime::{Outbound, wire};
use hubbub_websocket::Incoming;

use crate::{
    lifecycle::Shutdown,
    ws::{
        closing::{self, End},
        handshake, pump,
        socket::Socket,
        tests::{
            Scene, raw,
            raw::{BINARY, TEXT},
        },
    },
};

/// Bytes of a message.
const LIMIT: usize = 16 * 1024 * 1024;

/// The server, and what has to stay there as long as it.
pub(super) struct Echo {
    pub(super) server: raw::Server,
    _scene: Scene,
}

impl Echo {
    pub(super) async fn start() -> Self {
        let scene = Scene::new().await;
        let (realtime, ada, shutdown) = (scene.realtime.clone(), scene.ada.clone(), Shutdown::default());
        let server = raw::Server::start(move |mut request: Request| {
            let (realtime, ada, shutdown) = (realtime.clone(), ada.clone(), shutdown.clone());
            async move {
                let (response, switch) = handshake::check(&mut request).expect("it is a handshake").grant();
                shutdown.spawn(async move {
                    let permit = realtime.admit(ada.id()).expect("there is a place");
                    let (transport, socket) = switch.done(LIMIT).await.expect("it switches");
                    // The connection has nothing to say; its queue is what is written from.
                    let (_connection, outbound) = realtime.accept(permit, ada, transport, pump::now());
                    run(socket, &outbound).await;
                });
                response
            }
        })
        .await;
        Self { server, _scene: scene }
    }
}

async fn run(mut socket: impl Socket, outbound: &Outbound) {
    let end = exchange(&mut socket, outbound).await;
    closing::finish(end, &mut socket, outbound).await;
}

async fn exchange(socket: &mut impl Socket, outbound: &Outbound) -> End {
    loop {
        match socket.recv().await {
            Incoming::Text(text) => outbound.say(wire::frame(TEXT, text.as_bytes())),
            Incoming::Binary(bytes) => outbound.say(wire::frame(BINARY, &bytes)),
            Incoming::Control(answer) => outbound.say(answer),
            Incoming::Goodbye(answer) => {
                outbound.say(answer);
                return End::Goodbye;
            }
            Incoming::Unacceptable(code) => return End::Unreadable(code),
            Incoming::Gone => return End::Gone,
        }
        if !closing::write(socket, outbound).await {
            return End::Gone;
        }
    }
}
