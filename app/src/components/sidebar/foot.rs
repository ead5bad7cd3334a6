//! Who one is here.

use hubbub_protocol::path;
use leptos::prelude::*;

use crate::{
    components::ui::{Avatar, AvatarSize, Icon},
    state::use_chat,
    text,
};

/// One's own name, which leads to the settings, and the way out.
#[component]
pub(super) fn Foot() -> impl IntoView {
    let chat = use_chat();
    let me = chat.account();
    view! {
        <div class="sidebar__foot">
            <Avatar account=me.clone() size=AvatarSize::Medium/>
            <a class="sidebar__me" href=path::ACCOUNT_SETTINGS title=text::SETTINGS>
                <bdi>{me.name}</bdi>
                <span class="visually-hidden">", "{text::SETTINGS}</span>
            </a>
            // A form of its own, which also works without scripts.
            <form method="post" action=chat.sign_out_url()>
                <button type="submit" class="icon-button" aria-label=text::SIGN_OUT title=text::SIGN_OUT>
                    <Icon name="#log-out"/>
                </button>
            </form>
        </div>
    }
}
