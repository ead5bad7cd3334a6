//! Signing in by name; a plain form that works without scripts.

use hubbub_protocol::path;
use leptos::prelude::*;

use crate::{
    components::ui::{Field, Logo},
    text,
};

/// The form.
#[component]
pub(crate) fn SignIn(
    /// What was typed the last time.
    name: String,
    /// Why that was refused; empty when it was not.
    error: String,
    /// Where to go afterwards.
    next: Option<String>,
) -> impl IntoView {
    let error = StoredValue::new(error);
    view! {
        <main class="sign-in">
            <form class="sign-in__card" method="post" action=path::SIGN_IN_FORM>
                <Logo class="sign-in__logo"/>
                <div>
                    <h1>{text::SIGN_IN_TITLE}</h1>
                    <p class="sign-in__lead">{text::SIGN_IN_LEAD}</p>
                </div>
                {next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
                <Field
                    name="name"
                    label=text::YOUR_NAME
                    hint=text::YOUR_NAME_HINT
                    value=name
                    error=move || error.get_value()
                    autocomplete="nickname"
                    autofocus=true
                />
                <button type="submit" class="button button--primary">{text::SIGN_IN}</button>
            </form>
        </main>
    }
}
