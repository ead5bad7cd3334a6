//! One icon of the sprite.

use hubbub_protocol::Room;
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

/// The icon that stands before the name of a room.
pub(crate) const fn room_icon(room: &Room) -> &'static str {
    if room.kind.is_open() { "#hash" } else { "#message-circle" }
}
