//! Settings: documents with plain forms, which need no scripts.

mod account;
mod people;

use hubbub_protocol::{Refusal, Timestamp, path};
use leptos::prelude::*;

use crate::{ports::platform, state::Clock, text};

pub(crate) use account::AccountPage;
pub use account::AccountSettings;
pub(crate) use people::PeoplePage;
pub use people::{InvitationRow, PeopleSettings, PersonRow};

/// What is around every page of settings.
#[component]
fn Frame(
    /// The address of this page.
    here: &'static str,
    /// Whether there is more than one's own account to look after.
    looks_after_people: bool,
    /// What was just done, or why it was not.
    said: Option<Result<(), Refusal>>,
    children: Children,
) -> impl IntoView {
    let link = move |to: &'static str, label| {
        view! { <a class="settings__link" href=to aria-current=(to == here).then_some("page")>{label}</a> }
    };
    view! {
        <main class="settings">
            <nav class="settings__links" aria-label=text::SETTINGS>
                <a class="settings__link" href="/">{text::BACK_TO_CHAT}</a>
                {link(path::ACCOUNT_SETTINGS, text::YOUR_ACCOUNT)}
                {looks_after_people.then(|| link(path::PEOPLE_SETTINGS, text::PEOPLE))}
            </nav>
            {said.map(|said| {
                let (class, text) = text::said(said.as_ref().err());
                view! { <p class=class role="status">{text}</p> }
            })}
            {children()}
        </main>
    }
}

/// A button that does one thing, as a form of its own.
#[component]
fn Deed(
    /// Where the form goes.
    action: &'static str,
    /// What it is about, by name and value.
    about: Vec<(&'static str, String)>,
    /// What it does.
    label: &'static str,
) -> impl IntoView {
    let fields = about.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    view! {
        <form method="post" action=action>
            {fields.collect_view()}
            <button type="submit" class="button button--small">{label}</button>
        </form>
    }
}

/// A moment as people read it.
fn moment(at: Timestamp) -> impl IntoView {
    let clock = Clock::new(platform());
    view! { <time datetime=clock.machine(at)>{clock.full(at)}</time> }
}
