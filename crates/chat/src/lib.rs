//! Use cases and rules of the chat.
//!
//! A module per noun, a function per verb, the caller first. This crate knows no HTTP, no SQL and no socket:
//! it states what it needs as ports and is handed their implementations.

pub mod account_log;
pub mod accounts;
mod caller;
pub mod emoji;
mod error;
pub mod invitations;
pub mod log;
#[cfg(any(test, feature = "memory"))]
pub mod memory;
pub mod messages;
pub mod passwords;
pub mod people;
pub mod pins;
pub mod ports;
pub mod publish;
pub mod reactions;
pub mod reads;
pub mod resets;
pub mod rights;
pub mod rooms;
pub mod sessions;
pub mod threads;

use std::sync::Arc;

pub use caller::Caller;
pub use error::{Error, Result};
pub use publish::Published;
pub use rights::Role;

use ports::{Bus, Clock, IdGen, Store};

/// The ports that every use case works with; cheap to clone.
#[derive(Clone)]
pub struct Chat {
    /// Where everything durable is.
    pub store: Arc<dyn Store>,
    /// Who hears what was committed.
    pub bus: Arc<dyn Bus>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where random bytes for ids come from.
    pub ids: Arc<dyn IdGen>,
}

#[cfg(test)]
mod tests;
