//! Every message to every client, its sender included: axum and a tokio broadcast channel, as the tutorials do it.

use axum::{
    Router,
    extract::{
        State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    response::Response,
    routing::get,
};
use futures::{SinkExt, StreamExt};
use tokio::{
    net::TcpListener,
    sync::broadcast::{self, Sender, error::RecvError},
};

/// Messages that a slow client may be behind.
const BEHIND: usize = 1_024;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port = std::env::var("PORT")?.parse()?;
    let (room, _) = broadcast::channel::<Message>(BEHIND);
    let router = Router::new().route("/ws", get(upgrade)).with_state(room);
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn upgrade(upgrade: WebSocketUpgrade, State(room): State<Sender<Message>>) -> Response {
    upgrade.on_upgrade(move |socket| serve(socket, room))
}

async fn serve(socket: WebSocket, room: Sender<Message>) {
    let mut messages = room.subscribe();
    let (mut sink, mut stream) = socket.split();
    let hearing = async {
        loop {
            match messages.recv().await {
                Ok(message) => {
                    if sink.send(message).await.is_err() {
                        return;
                    }
                }
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    };
    let saying = async {
        while let Some(Ok(message)) = stream.next().await {
            if matches!(message, Message::Text(_)) {
                // There is nobody to hear it only when this connection has just ended.
                let _ = room.send(message);
            }
        }
    };
    tokio::select! {
        () = hearing => {}
        () = saying => {}
    }
}
