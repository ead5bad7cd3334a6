//! The list of rooms, and who one is.

mod foot;
mod room_link;
mod rooms;

use leptos::prelude::*;

use super::ui::Logo;
use crate::text;
use foot::Foot;
use rooms::Rooms;

/// The column at the start side; on a phone a view of its own.
#[component]
pub(crate) fn Sidebar() -> impl IntoView {
    view! {
        <nav class="sidebar" aria-label=text::ROOMS>
            <div class="sidebar__head">
                <Logo class="sidebar__logo"/>
                <span>{text::PRODUCT}</span>
            </div>
            <Rooms/>
            <Foot/>
        </nav>
    }
}
