//! One WebSocket text payload: a command from the client, a reply or an event from the server.

mod command;
mod server;

pub use command::{Command, CommandFrame, DecodeError, Named, encode, encode_as};
pub use server::{Event, Reply, ReplyFrame, ServerFrame};

#[cfg(test)]
mod tests;
