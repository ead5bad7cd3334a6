//! Drives a running server from outside: people, load, faults, and a checker of what they saw.
//!
//! It knows the protocol and the client, and nothing of the insides of a server.

pub mod bare;
pub mod bench;
pub mod checker;
pub mod checks;
pub mod clock;
pub mod history;
pub mod http;
pub mod latencies;
pub mod person;
pub mod random;
pub mod raw;
pub mod report;
pub mod server;
pub mod server_process;

pub use person::Person;
pub use server::Server;
pub use server_process::ServerProcess;
