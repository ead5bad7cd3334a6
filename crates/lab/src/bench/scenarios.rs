//! The scenarios: each measures in rounds and comes back with tables.

pub(super) mod fanout;
pub(super) mod idle;
