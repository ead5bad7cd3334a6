//! Drives a running server from outside: people, load, faults, and a checker of what they saw.
//!
//! It knows the protocol and the client, and nothing of the insides of a server.

pub mod checker;
pub mod clock;
pub mod history;
pub mod http;
pub mod person;
pub mod random;
pub mod server;
pub mod server_process;

pub use person::Person;
pub use server::Server;
pub use server_process::ServerProcess;
