//! What pages are made of.

pub(crate) mod announcer;
pub(crate) mod banner;
pub(crate) mod composer;
pub(crate) mod message;
pub(crate) mod room_header;
pub(crate) mod sidebar;
pub(crate) mod timeline;
pub(crate) mod typing;
pub(crate) mod ui;
