//! `/sign-in` and `/sign-out` as plain forms, for pages without scripts. They answer with redirects only.

use axum::{
    extract::State,
    http::{HeaderMap, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use hubbub_chat::{Chat, sessions as use_case};
use hubbub_protocol::{ErrorCode, path};
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use super::{Problem, extract::Form, redirect};
use crate::auth::{Session, Sessions};

/// The fields of the form.
#[derive(Debug, Deserialize)]
pub(crate) struct SignInForm {
    name: String,
    /// Where the person wanted to go before they had to sign in.
    next: Option<String>,
}

/// `POST /sign-in`
pub(crate) async fn sign_in(
    State(sessions): State<Sessions>,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    let next = form.next.as_deref().and_then(redirect::within_this_hubbub);
    match sessions.sign_up(&form.name, &headers).await {
        Ok((_, token)) => {
            let cookie = AppendHeaders([(SET_COOKIE, sessions.cookie(&token))]);
            (cookie, Redirect::to(next.as_deref().unwrap_or("/"))).into_response()
        }
        Err(error) => {
            let problem = Problem::from(error);
            Redirect::to(&back_to_form(problem.refusal().code, &form.name, next.as_deref())).into_response()
        }
    }
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

/// The form again, with what was wrong and what was typed.
fn back_to_form(code: ErrorCode, name: &str, next: Option<&str>) -> String {
    let code = serde_json::to_value(code).ok();
    let code = code.as_ref().and_then(|code| code.as_str()).expect("an error code is a text on the wire");
    // Longer names are refused anyway, and an address must stay within what browsers and proxies take.
    let name: String = name.chars().take(100).collect();
    let mut query = Serializer::new(String::new());
    query.append_pair("error", code).append_pair("name", &name);
    query.extend_pairs(next.map(|next| ("next", next)));
    format!("{}?{}", path::SIGN_IN_FORM, query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_comes_back_with_what_was_typed() {
        assert_eq!(back_to_form(ErrorCode::NameTaken, "Ada", None), "/sign-in?error=name_taken&name=Ada");
        assert_eq!(
            back_to_form(ErrorCode::Invalid, "A&b=\r\n é", Some("/rooms/garden?a")),
            "/sign-in?error=invalid&name=A%26b%3D%0D%0A+%C3%A9&next=%2Frooms%2Fgarden%3Fa"
        );
    }
}
