//! The page: components over the headless client and over a platform that each side provides.

mod components;
pub mod document;
pub mod later;
mod live;
mod meaning;
mod pages;
mod place;
pub mod ports;
pub mod state;
pub mod text;

pub use pages::{AccountSettings, Entry, InvitationRow, PeopleSettings, PersonRow, Way, Workspace};
pub use place::{FIRST_ROOM, Place, named_message};
