//! Time and chance, passed in so that tests can decide about them.

use hubbub_protocol::Timestamp;

/// Wall-clock time. It is only shown; it never decides an order.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The random part of ids.
pub trait IdGen: Send + Sync + 'static {
    /// Ten bytes nobody can guess.
    fn random(&self) -> [u8; 10];
}
