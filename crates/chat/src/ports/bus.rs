//! The way from a commit to everybody who should hear of it.

use crate::Published;

/// Carries what was committed to the connections.
///
/// It is called in commit order and from the writer, so it must not block and must keep the order.
pub trait Bus: Send + Sync + 'static {
    /// Hands on something that is on disk.
    fn publish(&self, published: Published);
}
