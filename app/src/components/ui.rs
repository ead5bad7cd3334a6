//! Building blocks that know nothing about chat.

mod avatar;
mod button;
pub(crate) mod dialog;
mod field;
mod icon;
mod logo;
mod time;

pub(crate) use avatar::{Avatar, AvatarSize};
pub(crate) use button::{LINK, button, row_button};
pub(crate) use dialog::Dialog;
pub(crate) use field::Field;
pub(crate) use icon::{Icon, room_icon};
pub(crate) use logo::Logo;
pub(crate) use time::Time;
