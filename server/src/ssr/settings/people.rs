//! Looking after people, in the browser. A form that makes a link answers with the page and the link: it is kept nowhere,
//! so it can be shown this once only.

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{StatusCode, request::Parts},
    response::Response,
    routing::{get, post},
};
use hubbub_app::{InvitationRow, PeopleSettings, PersonRow, document::Page};
use hubbub_chat::{
    Chat, Error, Role, invitations,
    invitations::Offer,
    people,
    ports::Person,
    resets,
    rights::{Authority, ChangeRole, SetActive, Which, authorize},
    sessions,
};
use hubbub_protocol::{AccountId, InvitationId, Refusal, path};
use serde::Deserialize;

use super::{Outcome, Visitor, back, unavailable};
use crate::{
    app::AppState,
    auth::{Links, Secret},
    http::{
        Problem,
        extract::{Form, Query},
    },
    ssr::{not_found, render},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(path::PEOPLE_SETTINGS, get(show))
        .route(path::INVITE_FORM, post(invite))
        .route(path::REVOKE_FORM, post(revoke))
        .route(path::RESET_FORM, post(reset))
        .route(path::ROLE_FORM, post(change_role))
        .route(path::ACTIVE_FORM, post(set_active))
        .route(path::END_SESSIONS_FORM, post(end_sessions))
}

/// `GET /settings/people`
async fn show(
    State(state): State<AppState>,
    Visitor(session): Visitor,
    Query(outcome): Query<Outcome>,
    request: Request,
) -> Response {
    page(&state, (&session.caller).into(), outcome.said(), None, request).await
}

/// The page as it is now. For whoever may not see it, there is none.
async fn page(
    state: &AppState,
    by: Authority,
    said: Option<Result<(), Refusal>>,
    link: Option<String>,
    request: Request,
) -> Response {
    let chat = axum::extract::FromRef::from_ref(state);
    let read = async {
        let people: Vec<_> = people::list(&chat, by).await?.into_iter().map(|person| row(by, person)).collect();
        let invitations = invitations::list(&chat, by).await?.into_iter().map(|it| InvitationRow {
            id: it.id,
            role: it.role.as_str(),
            uses: it.uses,
            expires_at: it.expires_at,
        });
        Ok(PeopleSettings { people, invitations: invitations.collect(), link, said })
    };
    let (status, page) = match read.await {
        Ok(settings) => (StatusCode::OK, Page::PeopleSettings(settings)),
        Err(Error::Forbidden) => return not_found(State(state.clone()), request).await,
        Err(error) => unavailable(error),
    };
    render(state, request, status, page).await
}

fn row(by: Authority, Person { standing, has_password, .. }: Person) -> PersonRow {
    let may_be = |role: &Role| *role == standing.role || authorize(by, ChangeRole(*role), standing.clone()).is_ok();
    let may_change = authorize(by, SetActive::Deactivated, standing.clone()).is_ok();
    PersonRow {
        id: standing.account.id,
        name: standing.account.name.clone(),
        role: standing.role.as_str(),
        is_active: standing.is_active,
        has_password,
        roles: if may_change {
            Role::ALL.iter().filter(|it| may_be(it)).map(|it| it.as_str()).collect()
        } else {
            vec![]
        },
    }
}

/// The page with a new link on it, or with the reason why there is none.
async fn with_link(state: &AppState, by: Authority, link: Result<String, Error>, parts: Parts) -> Response {
    match link {
        Ok(link) => page(state, by, None, Some(link), Request::from_parts(parts, Body::empty())).await,
        Err(error) => back(path::PEOPLE_SETTINGS, Err(error.into())),
    }
}

#[derive(Debug, Deserialize)]
struct Invite {
    role: String,
    uses: u32,
    days: u32,
}

/// `POST /settings/people/invite`
async fn invite(
    State(state): State<AppState>,
    State(chat): State<Chat>,
    State(links): State<Links>,
    Visitor(session): Visitor,
    parts: Parts,
    Form(Invite { role, uses, days }): Form<Invite>,
) -> Response {
    let (by, secret) = (Authority::from(&session.caller), Secret::new());
    let made = async {
        let offer = Offer { role: parsed(&role)?, days, uses };
        invitations::make(&chat, by, offer, secret.hash()).await?;
        Ok(links.to(path::JOIN_FORM, &secret))
    };
    with_link(&state, by, made.await, parts).await
}

#[derive(Debug, Deserialize)]
struct Revoke {
    invitation: InvitationId,
}

/// `POST /settings/people/revoke`
async fn revoke(
    State(chat): State<Chat>,
    Visitor(session): Visitor,
    Form(Revoke { invitation }): Form<Revoke>,
) -> Response {
    done(invitations::revoke(&chat, (&session.caller).into(), invitation).await)
}

#[derive(Debug, Deserialize)]
struct About {
    account: AccountId,
}

/// `POST /settings/people/password`
async fn reset(
    State(state): State<AppState>,
    State(chat): State<Chat>,
    State(links): State<Links>,
    Visitor(session): Visitor,
    parts: Parts,
    Form(About { account }): Form<About>,
) -> Response {
    let (by, secret) = (Authority::from(&session.caller), Secret::new());
    let made = resets::make(&chat, by, account, secret.hash()).await;
    with_link(&state, by, made.map(|_| links.to(path::NEW_PASSWORD_FORM, &secret)), parts).await
}

/// `POST /settings/people/sign-out`
async fn end_sessions(
    State(chat): State<Chat>,
    Visitor(session): Visitor,
    Form(About { account }): Form<About>,
) -> Response {
    done(sessions::end(&chat, (&session.caller).into(), account, Which::All).await.map(drop))
}

#[derive(Debug, Deserialize)]
struct SetRole {
    account: AccountId,
    role: String,
}

/// `POST /settings/people/role`
async fn change_role(
    State(chat): State<Chat>,
    Visitor(session): Visitor,
    Form(SetRole { account, role }): Form<SetRole>,
) -> Response {
    let by = (&session.caller).into();
    done(async { people::change_role(&chat, by, account, parsed(&role)?).await }.await)
}

#[derive(Debug, Deserialize)]
struct Activate {
    account: AccountId,
    active: bool,
}

/// `POST /settings/people/active`
async fn set_active(
    State(chat): State<Chat>,
    Visitor(session): Visitor,
    Form(Activate { account, active }): Form<Activate>,
) -> Response {
    let active = if active { SetActive::Active } else { SetActive::Deactivated };
    done(people::set_active(&chat, (&session.caller).into(), account, active).await)
}

fn done(result: Result<(), Error>) -> Response {
    back(path::PEOPLE_SETTINGS, result.map_err(Problem::from))
}

fn parsed(role: &str) -> Result<Role, Error> {
    role.parse().map_err(|_| Error::Invalid { field: "role", reason: "must be guest, member, administrator or owner" })
}
