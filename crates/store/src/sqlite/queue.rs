//! A bounded queue that can be closed, in front of threads.

use std::sync::{
    PoisonError, RwLock,
    mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
};

use hubbub_chat::ports::StoreError;

/// The end where units come in.
pub(super) struct Queue<T>(RwLock<Option<SyncSender<T>>>);

impl<T> Queue<T> {
    /// A queue for at most `capacity` units that wait, and the end where they go out.
    pub(super) fn new(capacity: usize) -> (Self, Receiver<T>) {
        let (sender, receiver) = sync_channel(capacity);
        (Self(RwLock::new(Some(sender))), receiver)
    }

    /// Hands a unit over at once, or gives it back with the reason.
    pub(super) fn push(&self, unit: T) -> Result<(), (T, StoreError)> {
        let sender = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let Some(sender) = &*sender else { return Err((unit, StoreError::Closed)) };
        sender.try_send(unit).map_err(|error| match error {
            TrySendError::Full(unit) => (unit, StoreError::Busy),
            TrySendError::Disconnected(unit) => (unit, StoreError::Closed),
        })
    }

    /// Takes nothing more. What is queued still goes out, and then the other end learns that it was all.
    pub(super) fn close(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).take();
    }
}
