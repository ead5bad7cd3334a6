//! One page per address.

pub(crate) mod not_found;
pub(crate) mod room;
pub(crate) mod rooms;
pub(crate) mod sign_in;
pub(crate) mod workspace;
