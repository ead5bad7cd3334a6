//! The WebSocket: one task per socket, no logic.

use std::{
    cell::RefCell,
    future::poll_fn,
    pin::{Pin, pin},
};

use futures::{
    SinkExt, StreamExt,
    channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
    future::{Either, select},
    sink::Sink,
};
use gloo_net::websocket::{Message, State, WebSocketError, futures::WebSocket};
use hubbub_app::ports::Happening;
use hubbub_protocol::{SUBPROTOCOL, path};
use wasm_bindgen_futures::spawn_local;

use crate::platform::Reporter;

/// What browsers report when a connection could not be made or was cut.
const ABNORMAL: u16 = 1006;

/// The one socket of the page.
#[derive(Default)]
pub(crate) struct Socket {
    orders: RefCell<Option<UnboundedSender<Order>>>,
}

/// What the task of a socket is told.
enum Order {
    Send(String),
    Close(u16),
}

impl Socket {
    /// Opens a socket, which reports what happens to it.
    pub(crate) fn open(&self, reporter: Reporter) {
        let (sender, orders) = unbounded();
        self.orders.replace(Some(sender));
        // The task belongs to the page, not to a component, and ends with its socket.
        spawn_local(async move {
            let code = match WebSocket::open_with_protocol(&url(), SUBPROTOCOL) {
                Ok(socket) => run(socket, orders, &reporter).await,
                Err(_) => Some(ABNORMAL),
            };
            if let Some(code) = code {
                reporter.report(Happening::SocketClosed { code });
            }
        });
    }

    /// Sends a text frame.
    pub(crate) fn send(&self, text: String) {
        self.order(Order::Send(text));
    }

    /// Closes the socket, which reports nothing any more.
    pub(crate) fn close(&self, code: u16) {
        self.order(Order::Close(code));
        self.orders.replace(None);
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &*self.orders.borrow() {
            // A task that is gone has reported its end already.
            let _ = orders.unbounded_send(order);
        }
    }
}

/// Serves the socket until it is closed; the code, unless that was ordered.
async fn run(mut socket: WebSocket, mut orders: UnboundedReceiver<Order>, reporter: &Reporter) -> Option<u16> {
    let opened = poll_fn(|context| Pin::new(&mut socket).poll_ready(context));
    // Nothing is sent before the socket reported that it is open, so the first order can only be to close.
    if let Either::Right((order, _)) = select(pin!(opened), orders.next()).await {
        close(socket, order.as_ref());
        return None;
    }
    if matches!(socket.state(), State::Open) {
        reporter.report(Happening::SocketOpened);
    }
    loop {
        match select(socket.next(), orders.next()).await {
            Either::Left((Some(Ok(Message::Text(text))), _)) => reporter.report(Happening::FrameReceived(text)),
            Either::Left((Some(Err(WebSocketError::ConnectionClose(event))), _)) => return Some(event.code),
            Either::Left((None, _)) => return Some(ABNORMAL),
            // Binary frames are not part of the protocol, and a close follows every error.
            Either::Left(_) => {}
            Either::Right((Some(Order::Send(text)), _)) => {
                if socket.send(Message::Text(text)).await.is_err() {
                    return Some(ABNORMAL);
                }
            }
            Either::Right((order, _)) => {
                close(socket, order.as_ref());
                return None;
            }
        }
    }
}

fn close(socket: WebSocket, order: Option<&Order>) {
    let code = match order {
        Some(Order::Close(code)) => Some(*code),
        _ => None,
    };
    // A browser refuses codes that are none of the page's business; dropping the socket closes it anyway.
    let _ = socket.close(code, None);
}

fn url() -> String {
    let location = crate::window().location();
    // A location always has both; without them there is no socket to be had.
    let host = location.host().unwrap_or_default();
    let scheme = if location.protocol().is_ok_and(|protocol| protocol == "https:") { "wss://" } else { "ws://" };
    [scheme, &host, path::WS].concat()
}
