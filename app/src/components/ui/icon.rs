//! One icon of the sprite.

use leptos::prelude::*;

/// An icon beside words that say the same; screen readers pass over it.
#[component]
pub(crate) fn Icon(
    /// Its name in `public/icons.svg`, with the leading hash: `#send`.
    name: &'static str,
    /// Classes, `icon` among them.
    #[prop(default = "icon")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use href=["/icons.svg", name].concat()></use>
        </svg>
    }
}
