//! Who and what can be named in a text.

use hubbub_protocol::{Account, Room};

/// Whom and what a text can name. Nothing else that follows an `@` or a `#` is more than words.
///
/// Server and browser show the same message alike as long as their directories know the same names.
pub trait Directory {
    /// The members. Their names are found in a text whether their ASCII letters are small or capital.
    fn people(&self) -> &[Account];
    /// The room at this address, `rose-garden` for example. The same holds for its capital letters.
    fn room(&self, slug: &str) -> Option<Room>;
}

/// A directory without names.
impl Directory for () {
    fn people(&self) -> &[Account] {
        &[]
    }

    fn room(&self, _slug: &str) -> Option<Room> {
        None
    }
}
