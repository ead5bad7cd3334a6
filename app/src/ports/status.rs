//! The response that the page is rendered into.

/// What a page may do to its response; nothing in the browser.
pub trait PageStatus: Send + Sync {
    /// There is nothing at this address.
    fn not_found(&self);
    /// The page could not be made now.
    fn unavailable(&self);
}
