//! How much of the longest message is used.

use hubbub_protocol::limits;
use leptos::prelude::*;

use crate::text;

/// A counter that comes up when the limit is near, and a sentence beyond it. The text stays as it is.
#[component]
pub(super) fn Limit(
    /// What is being written.
    draft: Signal<String>,
) -> impl IntoView {
    let bytes = Memo::new(move |_| draft.with(String::len));
    let over = move || bytes.get() > limits::MESSAGE_BODY;
    let sentence = move || match bytes.get() {
        bytes if bytes > limits::MESSAGE_BODY => text::too_long(bytes - limits::MESSAGE_BODY),
        bytes if bytes * 10 >= limits::MESSAGE_BODY * 9 => text::used(bytes),
        _ => String::new(),
    };
    view! {
        <output id="composer-limit" class="composer__limit" class:composer__limit--over=over>{sentence}</output>
    }
}
