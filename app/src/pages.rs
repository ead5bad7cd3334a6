//! One page per address.

mod entry;
mod link_over;
mod not_found;
mod room;
mod rooms;
mod settings;
mod unavailable;
mod workspace;

pub(crate) use entry::EntryPage;
pub use entry::{Entry, Way};
pub(crate) use link_over::LinkOver;
pub(crate) use not_found::NotFound;
pub(crate) use settings::{AccountPage, PeoplePage};
pub use settings::{AccountSettings, InvitationRow, PeopleSettings, PersonRow};
pub(crate) use unavailable::Unavailable;
pub use workspace::Workspace;
