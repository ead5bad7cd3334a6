//! Reads what a client sends over a WebSocket, without a network.
//!
//! tungstenite reads the frames and knows what is owed for them. What it would write is handed out instead, because
//! in Hubbub everything that goes to a client takes one way.

mod reader;

pub use reader::{Incoming, Reader};
pub use tungstenite::Utf8Bytes;
