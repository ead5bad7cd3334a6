//! Messages: sending, changing and deleting them, each exactly once.

mod cancel;
mod change;
mod delete;
mod edit;
mod info;
mod send;

pub use cancel::cancel;
pub(crate) use change::{change, find};
pub use delete::delete;
pub use edit::edit;
pub use info::info;
pub use send::send;

use hubbub_protocol::limits;

use crate::{Error, Result};

fn check_body(body: &str) -> Result<()> {
    if body.len() > limits::MESSAGE_BODY {
        Err(Error::TooLarge { field: "body", limit: limits::MESSAGE_BODY })
    } else if body.trim().is_empty() {
        Err(Error::Invalid { field: "body", reason: "must not be empty" })
    } else if body.contains('\0') {
        Err(Error::Invalid { field: "body", reason: "must not hold the character U+0000" })
    } else {
        Ok(())
    }
}
