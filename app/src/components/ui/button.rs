//! A button with words on it.

use leptos::prelude::*;

/// A button that does something when it is pressed. Whatever it does, it is of one type, with one piece of code.
pub(crate) fn button(class: &'static str, label: &'static str, press: impl Fn() + Send + Sync + 'static) -> AnyView {
    let press: Box<dyn Fn() + Send + Sync> = Box::new(press);
    view! { <button type="button" class=class on:click=move |_| press()>{label}</button> }.into_any()
}

/// The classes of a button that looks like a link.
pub(crate) const LINK: &str = "button button--link";
