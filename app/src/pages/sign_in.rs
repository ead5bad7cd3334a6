//! Signing in by name; a plain form that works without scripts.

use leptos::prelude::*;
use leptos_meta::Title;

/// The form.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    view! { <Title text="Sign in"/> <h1>"Sign in"</h1> }
}
