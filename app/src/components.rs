//! What pages are made of.

pub(crate) mod announcer;
pub(crate) mod banner;
pub(crate) mod composer;
pub(crate) mod empty;
pub(crate) mod keyboard;
pub(crate) mod list;
pub(crate) mod message;
pub(crate) mod not_loaded;
pub(crate) mod on_demand;
pub(crate) mod opener;
pub(crate) mod regions;
pub(crate) mod room_header;
pub(crate) mod room_view;
pub(crate) mod sidebar;
pub(crate) mod text_field;
pub(crate) mod timeline;
pub(crate) mod toast;
pub(crate) mod typing;
pub(crate) mod ui;
