//! The mark of the product.

use leptos::prelude::*;

/// The mark beside the name; screen readers pass over it.
#[component]
pub(crate) fn Logo(
    /// Classes that say how large.
    class: &'static str,
) -> impl IntoView {
    view! { <img class=class src="/favicon.svg" alt="" width="28" height="28"/> }
}
