//! A line of text with its label, hint and error.

use leptos::{html, prelude::*};

use crate::live::live;

/// One field of a form. It keeps its text itself, as the browser does without scripts.
#[component]
pub(crate) fn Field(
    /// What the form calls it; unique on the page.
    name: &'static str,
    /// What people call it.
    label: &'static str,
    /// What helps to fill it in.
    hint: &'static str,
    /// What it begins with.
    #[prop(optional, into)]
    value: String,
    /// Why its content was refused; empty when it was not.
    error: impl Fn() -> String + Copy + Send + 'static,
    /// What browsers may fill in by themselves.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Reads and focuses it.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
    /// Whether the page begins here.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let (hint_id, error_id) = ([name, "-hint"].concat(), [name, "-error"].concat());
    let described = [hint_id.as_str(), " ", &error_id].concat();
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <input
                class="field__input"
                type="text"
                name=name
                value=value
                autocomplete=autocomplete
                autofocus=autofocus
                required
                dir="auto"
                node_ref=node_ref
                aria-label=label
                aria-describedby=described
                aria-invalid=live(move || (!error().is_empty()).then(|| "true".to_owned()))
            />
            <span class="field__hint" id=hint_id>{hint}</span>
            <span class="field__error" id=error_id role="alert">{live(error)}</span>
        </label>
    }
}
