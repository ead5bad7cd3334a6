//! The HTTP interface: a file per noun; each handler extracts, calls one use case and answers.

pub(crate) mod entry;
pub(crate) mod extract;
pub(crate) mod health;
pub(crate) mod log;
pub(crate) mod messages;
pub(crate) mod people;
pub(crate) mod pins;
mod problem;
mod redirect;
pub(crate) mod rooms;
pub(crate) mod sessions;
pub(crate) mod threads;

pub(crate) use problem::{Problem, no_such_path, wrong_method};
