//! Buttons.

use leptos::prelude::*;

/// What a button does. Whatever it is, it is of one type, with one piece of code.
pub(crate) type Press = Box<dyn Fn() + Send + Sync>;

/// A button with words on it that does something when it is pressed.
pub(crate) fn button(class: &'static str, label: &'static str, press: impl Fn() + Send + Sync + 'static) -> AnyView {
    let press: Press = Box::new(press);
    view! { <button type="button" class=class on:click=move |_| press()>{label}</button> }.into_any()
}

/// A button that shows something; the tooltip is for those who only see that. In a row of the message list, arrow keys lead to it
/// and not Tab: the whole list is one stop.
pub(crate) fn row_button(
    class: String,
    name: String,
    shown: AnyView,
    press: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let press: Press = Box::new(press);
    view! {
        <button type="button" class=class tabindex="-1" title=name on:click=move |_| press()>
            {shown}
        </button>
    }
    .into_any()
}

/// The classes of a button that looks like a link.
pub(crate) const LINK: &str = "button button--link";
