//! The cases, in the order and with the numbers of Autobahn.

pub(super) mod closes;
pub(super) mod fragments;
pub(super) mod large;
pub(super) mod lengths;
pub(super) mod pings;
pub(super) mod reserved;
pub(super) mod text;
pub(super) mod utf8;
