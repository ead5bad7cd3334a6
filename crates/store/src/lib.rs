//! The durable room log: SQLite behind the ports of `hubbub-chat`, and the suite every backend must pass.

#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod error;
mod sqlite;

pub use sqlite::{OpenError, Options, SqliteStore, Stats};
