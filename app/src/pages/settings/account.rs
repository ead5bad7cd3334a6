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
    let client = named(&client);
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

/// What people call the program that introduced itself like this: browsers name each other, so the order counts.
fn named(client: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let known = |names: &[(&str, &'static str)]| {
        let name = names.iter().find(|(sign, _)| client.contains(sign));
        name.map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => text::browser_on(browser, system),
        // A bot says of itself what it is.
        _ if client.is_empty() => text::UNKNOWN_CLIENT.to_owned(),
        _ => client.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_as_people_name_them() {
        for (client, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
                "Chrome, Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36 Edg/156.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15.7; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, Mac"),
            ("marvin/1.0", "marvin/1.0"),
            ("", text::UNKNOWN_CLIENT),
        ] {
            assert_eq!(named(client), name, "{client}");
        }
    }
}
