//! `/healthz`: whether the server takes requests, for whatever watches over it.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use hubbub_store::SqliteStore;

use crate::lifecycle::Shutdown;

/// What the health of the server depends on.
#[derive(Debug, Clone)]
pub(crate) struct Health {
    /// It writes nothing more after a commit failed.
    pub(crate) store: Arc<SqliteStore>,
    /// Once it has begun, requests belong to the next server.
    pub(crate) shutdown: Shutdown,
}

/// `GET /healthz`
pub(crate) async fn show(State(health): State<Health>) -> (StatusCode, &'static str) {
    if health.shutdown.has_begun() {
        (StatusCode::SERVICE_UNAVAILABLE, "draining\n")
    } else if !health.store.stats().accepts_writes {
        (StatusCode::SERVICE_UNAVAILABLE, "the database takes no writes; restart the server\n")
    } else {
        (StatusCode::OK, "ok\n")
    }
}

#[cfg(test)]
mod tests {
    use hubbub_protocol::Epoch;
    use hubbub_store::Options;

    use super::*;

    #[tokio::test]
    async fn a_server_that_is_about_to_end_takes_no_requests() {
        let dir = tempfile::tempdir().expect("a directory");
        let options = Options::new(Epoch::from_bytes([7; 16]));
        let store = SqliteStore::open(dir.path().join("hubbub.db"), &options).expect("a database");
        let health = Health { store: Arc::new(store), shutdown: Shutdown::default() };
        assert_eq!(show(State(health.clone())).await, (StatusCode::OK, "ok\n"));
        health.shutdown.begin();
        assert_eq!(show(State(health)).await, (StatusCode::SERVICE_UNAVAILABLE, "draining\n"));
    }
}
