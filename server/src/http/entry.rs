//! The forms by which people come in and go, for pages without scripts. They answer with redirects only.

use axum::{
    extract::State,
    http::{HeaderMap, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use hubbub_chat::{Chat, sessions as use_case};
use hubbub_protocol::{Refusal, path};
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use super::{
    Problem,
    extract::{Form, Link},
    redirect,
};
use crate::auth::{Network, Secret, Session, Sessions};

/// The fields of a form.
#[derive(Debug, Deserialize)]
pub(crate) struct EntryForm {
    #[serde(default)]
    name: String,
    /// Absent where a name is enough.
    password: Option<String>,
    /// Where the person wanted to go before they had to sign in.
    next: Option<String>,
}

/// `POST /sign-in`
pub(crate) async fn sign_in(
    State(sessions): State<Sessions>,
    from: Network,
    headers: HeaderMap,
    Form(form): Form<EntryForm>,
) -> Response {
    let way = if form.password.is_some() { path::SIGN_IN_WITH_PASSWORD } else { path::SIGN_IN_FORM };
    let signed_in = sessions.sign_in(&form.name, form.password, from, &headers).await;
    finish(&sessions, way, &form.name, form.next.as_deref(), signed_in.map(|(_, token)| token))
}

/// `POST /sign-out`
pub(crate) async fn sign_out(
    State(sessions): State<Sessions>,
    State(chat): State<Chat>,
    session: Option<Session>,
) -> Result<impl IntoResponse, Problem> {
    if let Some(session) = session {
        use_case::sign_out(&chat, &session.caller).await?;
    }
    Ok((AppendHeaders([(SET_COOKIE, sessions.cleared_cookie())]), Redirect::to(path::SIGN_IN_FORM)))
}

/// `POST /set-up/<secret>`
pub(crate) async fn set_up(
    State(sessions): State<Sessions>,
    Link(secret): Link,
    from: Network,
    headers: HeaderMap,
    Form(EntryForm { name, password, .. }): Form<EntryForm>,
) -> Response {
    let came = sessions.set_up(&secret, &name, password.unwrap_or_default(), from, &headers).await;
    finish(&sessions, &path::with_secret(path::SET_UP_FORM, secret.reveal()), &name, None, came)
}

/// `POST /join/<secret>`
pub(crate) async fn join(
    State(sessions): State<Sessions>,
    Link(secret): Link,
    from: Network,
    headers: HeaderMap,
    Form(EntryForm { name, password, .. }): Form<EntryForm>,
) -> Response {
    let came = sessions.join(&secret, &name, password.unwrap_or_default(), from, &headers).await;
    finish(&sessions, &path::with_secret(path::JOIN_FORM, secret.reveal()), &name, None, came)
}

/// `POST /new-password/<secret>`
pub(crate) async fn new_password(
    State(sessions): State<Sessions>,
    Link(secret): Link,
    from: Network,
    headers: HeaderMap,
    Form(EntryForm { password, .. }): Form<EntryForm>,
) -> Response {
    let came = sessions.reset(&secret, password.unwrap_or_default(), from, &headers).await;
    finish(&sessions, &path::with_secret(path::NEW_PASSWORD_FORM, secret.reveal()), "", None, came)
}

/// Leads on with a session, or back to the form.
fn finish(sessions: &Sessions, form: &str, name: &str, next: Option<&str>, came: Result<Secret, Problem>) -> Response {
    let next = next.and_then(redirect::within_this_hubbub);
    match came {
        Ok(token) => {
            let cookie = AppendHeaders([(SET_COOKIE, sessions.cookie(&token))]);
            (cookie, Redirect::to(next.as_deref().unwrap_or("/"))).into_response()
        }
        Err(problem) => Redirect::to(&back_to(form, problem.refusal(), name, next.as_deref())).into_response(),
    }
}

/// The form again, with what was wrong and the name that was typed. The password is not among it.
pub(crate) fn back_to(form: &str, refusal: &Refusal, name: &str, next: Option<&str>) -> String {
    let code = serde_json::to_value(refusal.code).ok();
    let code = code.as_ref().and_then(|code| code.as_str()).expect("an error code is a text on the wire");
    // Longer names are refused anyway, and an address must stay within what browsers and proxies take.
    let name: String = name.chars().take(100).collect();
    let mut query = Serializer::new(String::new());
    query.append_pair("error", code);
    query.extend_pairs(refusal.field.as_ref().map(|field| ("field", field)));
    query.extend_pairs(refusal.limit.map(|limit| ("limit", limit.to_string())));
    query.extend_pairs(refusal.retry_after_ms.map(|wait| ("wait", wait.to_string())));
    query.extend_pairs((!name.is_empty()).then_some(("name", &name)));
    query.extend_pairs(next.map(|next| ("next", next)));
    let sign = if form.contains('?') { '&' } else { '?' };
    format!("{form}{sign}{}", query.finish())
}

#[cfg(test)]
mod tests {
    use hubbub_protocol::ErrorCode;

    use super::*;

    #[test]
    fn the_form_comes_back_with_what_was_typed() {
        let taken = Refusal::new(ErrorCode::NameTaken, "");
        assert_eq!(back_to("/sign-in", &taken, "Ada", None), "/sign-in?error=name_taken&name=Ada");
        let invalid = Refusal::new(ErrorCode::Invalid, "").field("password").limit(10_usize);
        assert_eq!(
            back_to("/sign-in?with=password", &invalid, "A&b=\r\n é", Some("/rooms/garden?a")),
            "/sign-in?with=password&error=invalid&field=password&limit=10&name=A%26b%3D%0D%0A+%C3%A9\
             &next=%2Frooms%2Fgarden%3Fa"
        );
        let fast = Refusal::new(ErrorCode::RateLimited, "").retry_after_ms(900);
        assert_eq!(back_to("/join/x", &fast, "", None), "/join/x?error=rate_limited&wait=900");
    }
}
