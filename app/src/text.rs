//! Every sentence shown to people.

/// The title of a page.
pub fn title(page: String) -> String {
    format!("{page} · Hubbub")
}
