//! Ways in: plain forms that work without scripts.

use hubbub_protocol::{Refusal, path};
use leptos::prelude::*;

use crate::{components::ui::Logo, text};

/// A form by which somebody comes in.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Which way in.
    pub way: Way,
    /// Where the form goes.
    pub action: String,
    /// The name that was typed the last time, or that is known already.
    pub name: String,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
    /// Where to go afterwards.
    pub next: Option<String>,
}

/// Ways in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// With a name alone, where the server is open.
    Name,
    /// With a name and a password.
    Password,
    /// As the first owner.
    SetUp,
    /// By an invitation.
    Invitation,
    /// With a new password for an account that is there.
    NewPassword,
}

impl Way {
    /// What the page is called.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Name | Self::Invitation => text::JOIN_TITLE,
            Self::Password => text::SIGN_IN_TITLE,
            Self::SetUp => text::SET_UP_TITLE,
            Self::NewPassword => text::NEW_PASSWORD_TITLE,
        }
    }

    fn lead(self) -> &'static str {
        match self {
            Self::Name => text::JOIN_LEAD,
            Self::Password => text::SIGN_IN_LEAD,
            Self::SetUp => text::SET_UP_LEAD,
            Self::Invitation => text::INVITED_LEAD,
            Self::NewPassword => text::NEW_PASSWORD_LEAD,
        }
    }

    fn button(self) -> &'static str {
        match self {
            Self::Name | Self::Invitation => text::JOIN,
            Self::Password => text::SIGN_IN,
            Self::SetUp => text::SET_UP,
            Self::NewPassword => text::SAVE_PASSWORD,
        }
    }

    fn has_password(self) -> bool {
        self != Self::Name
    }

    fn is_known(self) -> bool {
        matches!(self, Self::Password)
    }
}

/// The page of a form.
#[component]
pub(crate) fn EntryPage(
    /// What it asks for.
    entry: Entry,
) -> impl IntoView {
    let Entry { way, action, name, refusal, next } = entry;
    let error_of = |field| refusal.as_ref().and_then(|refusal| text::entry_error(refusal, field));
    let (mut name_error, mut password_error) = (error_of("name"), error_of("password"));
    if way == Way::NewPassword {
        password_error = password_error.or_else(|| name_error.take());
    }
    let name_hint = if way.is_known() { "" } else { text::YOUR_NAME_HINT };
    let password_hint = if way.is_known() { "" } else { text::PASSWORD_HINT };
    let begins_with_name = name.is_empty() || name_error.is_some();
    // Whoever has a password may sign in with it on an open server too, and the other way round.
    let other_way = (way == Way::Name).then_some((text::WITH_PASSWORD, path::SIGN_IN_WITH_PASSWORD));
    view! {
        <main class="sign-in">
            <form class="sign-in__card" method="post" action=action>
                <Logo class="sign-in__logo"/>
                <div>
                    <h1>{way.title()}</h1>
                    <p class="sign-in__lead">{way.lead()}</p>
                </div>
                {next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
                {if way == Way::NewPassword {
                    // For the browser's own store of passwords, and for people to see whose it is.
                    view! {
                        <p class="sign-in__who" dir="auto">{name.clone()}</p>
                        <input type="hidden" name="username" value=name autocomplete="username"/>
                    }.into_any()
                } else {
                    view! {
                        <Line
                            name="name" kind="text" label=text::YOUR_NAME hint=name_hint value=name
                            error=name_error autocomplete="username" autofocus=begins_with_name
                        />
                    }.into_any()
                }}
                {way.has_password().then(|| view! {
                    <Line
                        name="password" kind="password" label=text::PASSWORD hint=password_hint
                        error=password_error
                        autocomplete=if way.is_known() { "current-password" } else { "new-password" }
                        autofocus=!begins_with_name
                    />
                })}
                <button type="submit" class="button button--primary">{way.button()}</button>
                {other_way.map(|(label, to)| view! { <a class="sign-in__other" href=to>{label}</a> })}
            </form>
        </main>
    }
}

/// One line of the form.
#[component]
pub(super) fn Line(
    name: &'static str,
    kind: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional_no_strip)] error: Option<String>,
    autocomplete: &'static str,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let (hint_id, error_id) = ([name, "-hint"].concat(), [name, "-error"].concat());
    let described = [hint_id.as_str(), " ", &error_id].concat();
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <input
                class="field__input"
                type=kind
                name=name
                value=value
                autocomplete=autocomplete
                autofocus=autofocus
                required
                dir="auto"
                aria-label=label
                aria-describedby=described
                aria-invalid=error.is_some().then_some("true")
            />
            <span class="field__hint" id=hint_id>{hint}</span>
            <span class="field__error" id=error_id role="alert">{error.unwrap_or_default()}</span>
        </label>
    }
}
