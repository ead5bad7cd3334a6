//! Building blocks that know nothing about chat.

mod avatar;
mod icon;
mod time;

pub(crate) use avatar::{Avatar, AvatarSize};
pub(crate) use icon::Icon;
pub(crate) use time::Time;
