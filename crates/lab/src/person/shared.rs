//! What a person and the task of their device share: the client, the switches, and a way to wait for either.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::{Result, ensure};
use hubbub_client::{Change, Client, Effect, Input, Moment};
use tokio::{
    sync::{Notify, watch},
    time::timeout,
};

use crate::clock;

/// How long a person waits for anything before it counts as not happening.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// Thousands of people see thousands come and go; nobody looks that far back.
const CHANGES_KEPT: usize = 64;

#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    /// Wakes the device: there may be effects, or a switch was turned.
    pub(super) wake: Notify,
    /// Wakes those who wait: something may have changed.
    changed: watch::Sender<()>,
}

#[derive(Debug)]
pub(super) struct State {
    client: Client,
    network: bool,
    reading: bool,
    pub(super) has_socket: bool,
    pub(super) port: Option<u16>,
    /// The newest first.
    pub(super) changes: Vec<Change>,
    pub(super) close_codes: Vec<u16>,
}

impl Shared {
    pub(super) fn new(client: Client, network: bool) -> Self {
        let state = State {
            client,
            network,
            reading: true,
            has_socket: false,
            port: None,
            changes: Vec::new(),
            close_codes: Vec::new(),
        };
        Self { state: Mutex::new(state), wake: Notify::new(), changed: watch::Sender::new(()) }
    }

    /// Gives the client something, and lets everybody look at what came of it.
    pub(super) fn handle(&self, input: Input) {
        self.with(|state| {
            state.client.handle(clock::moment(), input);
            while let Some(change) = state.client.poll_change() {
                if is_told_once(&change) {
                    state.changes.truncate(CHANGES_KEPT - 1);
                    state.changes.insert(0, change);
                }
            }
        });
        self.wake.notify_one();
        self.changed.send_replace(());
    }

    pub(super) fn poll_effect(&self) -> Option<Effect> {
        self.with(|state| state.client.poll_effect())
    }

    pub(super) fn next_deadline(&self) -> Option<Moment> {
        self.with_client(Client::next_deadline)
    }

    pub(super) fn with_client<T>(&self, read: impl FnOnce(&Client) -> T) -> T {
        self.with(|state| read(&state.client))
    }

    pub(super) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.lock())
    }

    pub(super) fn set_network(&self, network: bool) {
        self.with(|state| state.network = network);
        self.wake.notify_one();
    }

    pub(super) fn has_network(&self) -> bool {
        self.with(|state| state.network)
    }

    pub(super) fn set_reading(&self, reading: bool) {
        self.with(|state| state.reading = reading);
        self.wake.notify_one();
    }

    pub(super) fn is_reading(&self) -> bool {
        self.with(|state| state.reading)
    }

    pub(super) fn forget_changes(&self) {
        self.with(|state| state.changes.clear());
    }

    /// The device opened or lost its socket.
    pub(super) fn set_socket(&self, port: Option<u16>) {
        self.with(|state| (state.has_socket, state.port) = (port.is_some(), port));
        self.changed.send_replace(());
    }

    /// Waits until the condition holds.
    pub(super) async fn until(&self, mut condition: impl FnMut(&State) -> bool) -> Result<()> {
        let mut changed = self.changed.subscribe();
        let waiting = async {
            while !condition(&self.lock()) {
                // The sender lives in `self`, so there is always a next change to wait for.
                let _ = changed.changed().await;
            }
        };
        let arrived = timeout(PATIENCE, waiting).await.is_ok();
        ensure!(arrived, "waited {PATIENCE:?} in vain");
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    pub(super) fn client(&self) -> &Client {
        &self.client
    }
}

/// Whether a change is news by itself; the others only say where to look.
fn is_told_once(change: &Change) -> bool {
    !matches!(
        change,
        Change::Connection | Change::Rooms | Change::Timeline(_) | Change::Presence(_) | Change::Typing(_)
    )
}
