//! The real server from outside: over HTTP, over sockets, on the command line and through signals.

mod administration;
mod cli;
mod connections;
mod control;
mod converging;
mod direct;
mod entering;
mod headers;
mod hostile;
mod log;
mod messages;
mod origins;
mod pages;
mod reading;
mod realtime;
mod reconnect;
mod revocation;
mod rooms;
mod sessions;
mod shutdown;
mod support;
