//! One's own account: the password, and where one is signed in.

use hubbub_protocol::{Refusal, SessionSummary, path};
use leptos::prelude::*;

use super::{Deed, Frame, moment};
use crate::{pages::entry::Line, text};

/// What the page of one's own account shows.
#[derive(Debug, Clone)]
pub struct AccountSettings {
    /// What one is called.
    pub name: String,
    /// Whether one has a password; otherwise there is nothing but a name so far.
    pub has_password: bool,
    /// Where one is signed in, the newest first.
    pub sessions: Vec<SessionSummary>,
    /// Whether there are others to look after.
    pub looks_after_people: bool,
    /// What was just done, or why it was not.
    pub said: Option<Result<(), Refusal>>,
}

/// The page.
#[component]
pub(crate) fn AccountPage(
    /// What it shows.
    settings: AccountSettings,
) -> impl IntoView {
    let AccountSettings { name, has_password, sessions, looks_after_people, said } = settings;
    view! {
        <Frame here=path::ACCOUNT_SETTINGS looks_after_people said>
            <h1 dir="auto">{name.clone()}</h1>
            <section class="settings__part">
                <h2>{text::PASSWORD}</h2>
                <form class="settings__form" method="post" action=path::CHANGE_PASSWORD_FORM>
                    <input type="hidden" name="username" value=name autocomplete="username"/>
                    {has_password.then(|| view! {
                        <Line name="old" kind="password" label=text::OLD_PASSWORD autocomplete="current-password" error=None/>
                    })}
                    <Line
                        name="new" kind="password" label=text::NEW_PASSWORD hint=text::PASSWORD_HINT
                        autocomplete="new-password" error=None
                    />
                    <button type="submit" class="button button--primary">{text::CHANGE_PASSWORD}</button>
                </form>
            </section>
            <section class="settings__part">
                <h2>{text::SESSIONS}</h2>
                <ul class="settings__list">{sessions.into_iter().map(session).collect_view()}</ul>
            </section>
        </Frame>
    }
}

fn session(SessionSummary { id, client, began_at, seen_at, current }: SessionSummary) -> impl IntoView {
    let client = if client.is_empty() { text::UNKNOWN_CLIENT.to_owned() } else { client };
    view! {
        <li class="settings__row">
            <div class="settings__what">
                <strong dir="auto">{client}</strong>
                <small>{text::SIGNED_IN_SINCE} " " {moment(began_at)} ", " {text::LAST_USED} " " {moment(seen_at)}</small>
            </div>
            {if current {
                view! { <span>{text::THIS_ONE}</span> }.into_any()
            } else {
                let about = vec![("session", id.to_string())];
                view! { <Deed action=path::END_SESSION_FORM about label=text::SIGN_OUT/> }.into_any()
            }}
        </li>
    }
}
