//! The real server from outside: over HTTP, over sockets, on the command line and through signals.

mod cli;
mod connections;
mod headers;
mod log;
mod origins;
mod rooms;
mod sessions;
mod shutdown;
mod support;
