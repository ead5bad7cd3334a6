//! One page per address.

mod not_found;
mod room;
mod rooms;
mod sign_in;
mod unavailable;
mod workspace;

pub(crate) use not_found::NotFound;
pub(crate) use sign_in::SignIn;
pub(crate) use unavailable::Unavailable;
pub use workspace::Workspace;
