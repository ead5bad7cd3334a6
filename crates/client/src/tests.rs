//! Ada's client against a model of a server: room logs, acknowledgements, and everything that can go wrong between.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod catching_up;
mod connecting;
mod deeds;
mod people;
mod random;
mod reading;
mod rooms;
mod sending;
mod server;
mod world;
