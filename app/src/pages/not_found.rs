//! The page for what does not exist.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ports::page_status;

/// There is nothing at this address.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    page_status().not_found();
    view! {
        <Title text="Not found"/>
        <h1>"Not found"</h1>
    }
}
