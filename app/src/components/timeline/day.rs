//! Where a day begins.

use hubbub_protocol::Timestamp;
use leptos::prelude::*;

use crate::{live::live, state::use_chat};

/// A heading that stays in view as long as its day does.
#[component]
pub(super) fn Day(
    /// A moment of that day.
    day: Timestamp,
) -> impl IntoView {
    let clock = use_chat().clock();
    view! { <li class="day"><h2 class="day__label">{live(move || clock.day(day))}</h2></li> }
}
