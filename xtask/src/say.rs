//! What the runner tells the person in front of it.

use std::fmt::Display;
use std::io::{self, Write};

/// One line of progress or result, on the standard output.
pub(crate) fn line(text: impl Display) {
    // A closed output (`cargo xtask test | head`) must not stop the work.
    let _ = writeln!(io::stdout(), "{text}");
}

/// What went wrong, on the standard error.
pub(crate) fn problem(text: impl Display) {
    // As above.
    let _ = writeln!(io::stderr(), "{text}");
}
