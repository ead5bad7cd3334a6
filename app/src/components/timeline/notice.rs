//! Who came and went.

use leptos::prelude::*;

use crate::text;

/// One quiet line.
#[component]
pub(super) fn Notice(
    /// The names of those who came.
    came: Vec<String>,
    /// The names of those who went.
    went: Vec<String>,
) -> impl IntoView {
    view! { <li class="notice" dir="auto">{text::came_and_went(&came, &went)}</li> }
}
