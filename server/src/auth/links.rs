//! Links that lead to this server from outside.

use std::sync::Arc;

use hubbub_protocol::path;

use super::Secret;

/// Where links to this server begin; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Links(Arc<str>);

impl Links {
    /// Links that begin with this origin.
    pub(crate) fn new(origin: &str) -> Self {
        Self(origin.into())
    }

    /// The link of this kind that `secret` makes work.
    pub(crate) fn to(&self, pattern: &str, secret: &Secret) -> String {
        [&*self.0, &path::with_secret(pattern, secret.reveal())].concat()
    }
}
