//! The headless client of Hubbub: outbox, timelines, gaps, resume, unread, presence and typing.
//!
//! It has no I/O, no clock and no randomness of its own. [`Input`]s go into [`Client::handle`], [`Effect`]s and
//! [`Change`]s come out; browser, tests and load simulator all run this same code.

mod change;
mod client;
mod deed;
mod effect;
mod input;
mod mark;
mod moment;
mod opening;
mod out;
mod outbox;
mod rooms;
mod session;
mod timeline;
mod typing;

pub use change::Change;
pub use client::{Client, Config};
pub use deed::{Deed, Links};
pub use effect::Effect;
pub use input::Input;
pub use mark::Mark;
pub use moment::Moment;
pub use outbox::Unsent;
pub use rooms::RoomState;
pub use session::Connection;
pub use timeline::{Item, Key, SendState, Timeline};

#[cfg(test)]
mod tests;
