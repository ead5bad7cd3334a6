//! What people should know about the connection.

use leptos::prelude::*;

use super::ui::{Icon, LINK, button};
use crate::{
    live::shown,
    state::{Banner as State, BannerKind, use_chat},
    text,
};

/// At most one banner, over the top of the timeline, so that nothing moves when it comes and goes.
#[component]
pub(crate) fn Banner() -> impl IntoView {
    let chat = use_chat();
    view! { <div role="status">{shown(move || chat.banner().map(|banner| view! { <Shown banner/> }))}</div> }
}

#[component]
fn Shown(banner: State) -> impl IntoView {
    let chat = use_chat();
    let (icon, sentence, action) = match banner.kind {
        BannerKind::Reconnecting => ("#wifi-off", text::RECONNECTING, text::TRY_NOW),
        BannerKind::NewBuild => ("#refresh-cw", text::NEW_BUILD, text::RELOAD),
        BannerKind::SignedOut => ("#log-out", text::SIGNED_OUT, text::SIGN_IN),
        BannerKind::Outdated => ("#refresh-cw", text::OUTDATED, text::RELOAD),
    };
    let act = move || match banner.kind {
        BannerKind::Reconnecting => chat.try_now(),
        _ => chat.reload(),
    };
    view! {
        <div class="banner">
            <Icon name=icon/>
            <span class="banner__text">
                {sentence}
                {(banner.unsent > 0).then(|| view! { " " <strong>{text::unsent(banner.unsent)}</strong> })}
            </span>
            {button(LINK, action, act)}
        </div>
    }
}
