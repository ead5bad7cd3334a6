//! Everybody on this server, for those who look after them; and invitations.

use hubbub_protocol::{AccountId, InvitationId, Refusal, Timestamp, path};
use leptos::prelude::*;

use super::{Deed, Frame, moment};
use crate::text;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct PeopleSettings {
    /// Everybody, in the order of their names.
    pub people: Vec<PersonRow>,
    /// The invitations that work, the newest first.
    pub invitations: Vec<InvitationRow>,
    /// A link that was just made, which is shown this once.
    pub link: Option<String>,
    /// What was just done, or why it was not.
    pub said: Option<Result<(), Refusal>>,
}

/// Somebody.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// Which account.
    pub id: AccountId,
    /// What they are called.
    pub name: String,
    /// What they are, as it is sent.
    pub role: &'static str,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Whether they have a password; otherwise they have nothing but a name.
    pub has_password: bool,
    /// What whoever looks may make of them; nothing if they may do nothing about them.
    pub roles: Vec<&'static str>,
}

/// An invitation that works.
#[derive(Debug, Clone)]
pub struct InvitationRow {
    /// Which invitation.
    pub id: InvitationId,
    /// What people become by it, as it is sent.
    pub role: &'static str,
    /// How many more it lets in.
    pub uses: u32,
    /// Until when.
    pub expires_at: Timestamp,
}

/// The page.
#[component]
pub(crate) fn PeoplePage(
    /// What it shows.
    settings: PeopleSettings,
) -> impl IntoView {
    let PeopleSettings { people, invitations, link, said } = settings;
    view! {
        <Frame here=path::PEOPLE_SETTINGS looks_after_people=true said>
            <h1>{text::PEOPLE}</h1>
            {link.map(|link| view! {
                <p class="settings__new">
                    <strong>{text::NEW_LINK}</strong>
                    <code>{link}</code>
                    <small>{text::NEW_LINK_HINT}</small>
                </p>
            })}
            <section class="settings__part">
                <h2>{text::INVITE}</h2>
                <form class="settings__form settings__form--row" method="post" action=path::INVITE_FORM>
                    <label class="field">
                        <span class="field__label">{text::AS}</span>
                        <select class="field__input" name="role">
                            <option value="member">{text::role("member")}</option>
                            <option value="guest">{text::role("guest")}</option>
                        </select>
                    </label>
                    {number("uses", text::FOR_HOW_MANY, "1", "100")}
                    {number("days", text::FOR_HOW_LONG, "7", "90")}
                    <button type="submit" class="button button--primary">{text::MAKE_LINK}</button>
                </form>
                <ul class="settings__list">{invitations.into_iter().map(invitation).collect_view()}</ul>
            </section>
            <section class="settings__part">
                <h2>{text::EVERYBODY}</h2>
                <ul class="settings__list">{people.into_iter().map(person).collect_view()}</ul>
            </section>
        </Frame>
    }
}

fn number(name: &'static str, label: &'static str, value: &'static str, most: &'static str) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <input class="field__input" type="number" name=name value=value min="1" max=most required/>
        </label>
    }
}

fn invitation(InvitationRow { id, role, uses, expires_at }: InvitationRow) -> impl IntoView {
    let about = vec![("invitation", id.to_string())];
    view! {
        <li class="settings__row">
            <div class="settings__what">
                <strong>{text::role(role)}</strong>
                <small>{text::places(uses)} ", " {text::UNTIL} " " {moment(expires_at)}</small>
            </div>
            <Deed action=path::REVOKE_FORM about label=text::TAKE_BACK/>
        </li>
    }
}

fn person(PersonRow { id, name, role, is_active, has_password, roles }: PersonRow) -> impl IntoView {
    let about = move || vec![("account", id.to_string())];
    let note = match (is_active, has_password) {
        (false, _) => text::DEACTIVATED,
        (true, false) => text::NAME_ONLY,
        (true, true) => "",
    };
    let deeds = (!roles.is_empty()).then(|| {
        let options = roles.into_iter().map(move |it| {
            view! { <option value=it selected=it == role>{text::role(it)}</option> }
        });
        let (active, label) = if is_active { ("false", text::DEACTIVATE) } else { ("true", text::ACTIVATE) };
        view! {
            <form class="settings__inline" method="post" action=path::ROLE_FORM>
                <input type="hidden" name="account" value=id.to_string()/>
                <select class="settings__select" name="role" aria-label=text::role_of(&name)>{options.collect_view()}</select>
                <button type="submit" class="button button--small">{text::CHANGE}</button>
            </form>
            {is_active.then(|| view! {
                <Deed action=path::RESET_FORM about=about() label=text::PASSWORD_LINK/>
                <Deed action=path::END_SESSIONS_FORM about=about() label=text::SIGN_OUT_EVERYWHERE/>
            })}
            <Deed
                action=path::ACTIVE_FORM
                about=vec![("account", id.to_string()), ("active", active.to_owned())]
                label
            />
        }
    });
    view! {
        <li class="settings__row">
            <div class="settings__what">
                <strong dir="auto">{name.clone()}</strong>
                <small>{text::role(role)} " " {note}</small>
            </div>
            <div class="settings__deeds">{deeds}</div>
        </li>
    }
}
