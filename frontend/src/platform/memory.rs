//! Small things that the browser remembers, each under a name.

use web_sys::Storage;

pub(super) fn recall(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

pub(super) fn remember(name: &str, text: &str) {
    if let Some(storage) = storage() {
        // Where there is no space for it, it is forgotten.
        let _ = storage.set_item(name, text);
    }
}

/// None where the browser is told to keep nothing.
fn storage() -> Option<Storage> {
    crate::window().local_storage().ok()?
}
