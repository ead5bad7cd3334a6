//! How the server ends: one token that says so and one tracker of everything that must end first.

use std::{io, process, time::Duration};

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::{
    sync::{CancellationToken, WaitForCancellationFuture},
    task::TaskTracker,
};

/// How long open connections and running requests may take after the server was asked to stop.
const GRACE: Duration = Duration::from_secs(8);

/// Says when to stop and waits for those who must finish; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shutdown {
    token: CancellationToken,
    tasks: TaskTracker,
}

impl Shutdown {
    /// Asks everything to end.
    pub(crate) fn begin(&self) {
        self.token.cancel();
    }

    /// Whether the server is on its way out.
    pub(crate) fn has_begun(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Resolves when the server is asked to stop.
    pub(crate) fn requested(&self) -> WaitForCancellationFuture<'_> {
        self.token.cancelled()
    }

    /// Runs something in the background that the server waits for before it ends.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        // Nobody joins it; a panic in it is told by the panic hook, and the tracker counts it as ended.
        drop(self.tasks.spawn(task));
    }

    /// Waits for all background work and for `others`; `false` when some of it took longer than [`GRACE`].
    pub(crate) async fn finished(&self, others: impl Future<Output = ()>) -> bool {
        self.tasks.close();
        let all = async { tokio::join!(self.tasks.wait(), others) };
        tokio::time::timeout(GRACE, all).await.is_ok()
    }
}

/// The signals that end the server.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on these signals no longer kill the process.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// The first signal begins the shutdown, the second ends the process at once.
    pub(crate) async fn obey(mut self, shutdown: Shutdown) {
        let first = self.next().await;
        tracing::info!(signal = first, "stopping because of {first}; a second signal ends the server at once");
        shutdown.begin();
        let second = self.next().await;
        tracing::warn!(signal = second, "ending at once because of a second signal, {second}");
        process::exit(1);
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
