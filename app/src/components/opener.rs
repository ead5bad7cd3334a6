//! A button that opens something of the later part.

use leptos::prelude::*;

use super::ui::Icon;
use crate::{later::Part, state::use_chat};

/// An icon with a name.
#[component]
pub(crate) fn Opener(
    /// What it opens.
    part: Part,
    /// What that is called.
    name: &'static str,
    /// Its icon in the sprite.
    icon: &'static str,
    /// Classes, `icon-button` among them.
    #[prop(default = "icon-button")]
    class: &'static str,
) -> impl IntoView {
    let chat = use_chat();
    view! {
        <button type="button" class=class aria-label=name aria-haspopup="dialog" title=name on:click=move |_| chat.open(part.clone())>
            <Icon name=icon/>
        </button>
    }
}
