//! The gate, the handshake, the loop on a socket that tests control; on a real one hostile bytes and all of RFC 6455.

mod fake;
mod gate;
mod handshake;
mod hostile;
mod pump;
mod raw;
mod rfc6455;

use std::sync::Arc;

use hubbub_chat::{
    Caller, Chat,
    memory::{chat_with, sign_in},
    rooms,
};
use hubbub_protocol::{Command, CommandFrame, FEATURE_LEVEL, Hello, PROTOCOL_VERSION, RoomId};
use hubbub_realtime::{LocalBus, Realtime, Settings};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// A live side on memory, with its publisher at work.
struct Scene {
    chat: Chat,
    realtime: Realtime,
    general: RoomId,
    ada: Caller,
    _tasks: JoinSet<()>,
}

impl Scene {
    async fn new() -> Self {
        let (bus, feed) = LocalBus::new();
        let chat = chat_with(Arc::new(bus));
        rooms::ensure_general(&chat).await.expect("General can be made");
        let ada = sign_in(&chat, "Ada").await.expect("the name is free");
        let general = rooms::joined(&chat, &ada).await.expect("rooms can be listed")[0].0.id;
        let realtime = Realtime::new(chat.clone(), Settings::new("build"));
        let mut tasks = JoinSet::new();
        tasks.spawn(realtime.clone().run(feed, CancellationToken::new()));
        Self { chat, realtime, general, ada, _tasks: tasks }
    }
}

/// The text of a command frame.
fn frame(id: u32, command: impl Into<Command>) -> String {
    CommandFrame { id, command: command.into() }.encode()
}

fn hello() -> String {
    let client = "test/1".to_owned();
    frame(
        1,
        Hello {
            protocol: PROTOCOL_VERSION,
            feature_level: FEATURE_LEVEL,
            client,
            epoch: None,
            resume: Vec::new(),
            account_version: None,
        },
    )
}
