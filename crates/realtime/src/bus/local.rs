//! The bus of a single node: a channel that keeps the order of the commits.

use hubbub_chat::{Published, ports::Bus};
use tokio::sync::mpsc;

/// Takes publications from the store's writer and never makes it wait.
///
/// The channel has no bound of its own, because what was committed must not be lost: senders are refused instead
/// while too much waits in it.
#[derive(Debug)]
pub struct LocalBus(mpsc::UnboundedSender<Published>);

/// The other end of the bus, for [`crate::Realtime::run`].
#[derive(Debug)]
pub struct Feed(mpsc::UnboundedReceiver<Published>);

impl LocalBus {
    /// A bus and its other end.
    pub fn new() -> (Self, Feed) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self(sender), Feed(receiver))
    }
}

impl Bus for LocalBus {
    fn publish(&self, published: Published) {
        // Nobody listens once the server shuts down; clients read it from the log when they return.
        drop(self.0.send(published));
    }
}

impl Feed {
    /// The next publication; `None` means that the bus is gone.
    pub(crate) async fn recv(&mut self) -> Option<Published> {
        self.0.recv().await
    }

    /// The next publication, if there is one already.
    pub(crate) fn try_recv(&mut self) -> Option<Published> {
        self.0.try_recv().ok()
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}
