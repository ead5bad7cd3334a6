//! The way from a commit to the hub.

mod local;

pub use local::{Feed, LocalBus};
