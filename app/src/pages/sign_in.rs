//! Signing in by name; a plain form that works without scripts.

use hubbub_protocol::{limits, path};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::ui::{Field, Logo},
    text,
};

/// The form. What was wrong the last time is in the address.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let query = use_query_map();
    let part = move |name: &str| query.with_untracked(|query| query.get(name));
    let error = part("error").map(|code| text::sign_in_error(&code, limits::ACCOUNT_NAME));
    view! {
        <Title text=text::SIGN_IN_TITLE/>
        <main class="sign-in">
            <form class="sign-in__card" method="post" action=path::SIGN_IN_FORM>
                <Logo class="sign-in__logo"/>
                <div>
                    <h1>{text::SIGN_IN_TITLE}</h1>
                    <p class="sign-in__lead">{text::SIGN_IN_LEAD}</p>
                </div>
                {part("next").map(|next| view! { <input type="hidden" name="next" value=next/> })}
                <Field
                    name="name"
                    label=text::YOUR_NAME
                    hint=text::YOUR_NAME_HINT
                    value=part("name").unwrap_or_default()
                    error=Signal::stored(error)
                    autocomplete="nickname"
                    autofocus=true
                />
                <button type="submit" class="button button--primary">{text::SIGN_IN}</button>
            </form>
        </main>
    }
}
