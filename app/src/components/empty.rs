//! A place with nothing in it says what it is and what to do.

use leptos::prelude::*;

use super::ui::Icon;

/// An icon, a sentence, a hint, and at most one thing to do.
#[component]
pub(crate) fn Empty(
    /// Its name in the sprite.
    icon: &'static str,
    /// What this place is: the heading of the page.
    title: &'static str,
    /// What to do.
    hint: &'static str,
    /// One link or button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty__icon"><Icon name=icon class="icon icon--large"/></span>
            <h1 class="empty__title">{title}</h1>
            <p>{hint}</p>
            {children.map(|children| children())}
        </div>
    }
}
