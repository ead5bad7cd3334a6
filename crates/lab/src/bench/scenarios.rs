//! The scenarios: each measures in rounds and comes back with tables.

pub(super) mod fanout;
pub(super) mod growth;
pub(super) mod idle;
pub(super) mod latency;
pub(super) mod page;
pub(super) mod sends;
pub(super) mod start;
