//! The pages, rendered on the server. What a page shows is read before anything is rendered.

mod entry;
mod platform;
mod settings;
mod start;

use std::sync::Arc;

use any_spawner::Executor;
use axum::{
    Router,
    extract::{FromRef, Request, State},
    http::{HeaderValue, StatusCode, header, uri::PathAndQuery},
    response::{IntoResponse, Response},
    routing::get,
};
use hubbub_app::{
    FIRST_ROOM, Place,
    document::{Page, document},
    ports::{ApiError, provide_platform},
};
use hubbub_protocol::path;
use leptos::{nonce::use_nonce, prelude::use_context};
use leptos_axum::{ResponseOptions, render_app_async_with_context};
use url::form_urlencoded::Serializer;

use crate::{
    app::AppState,
    auth::Session,
    http::Problem,
    middleware::{compression, content_security_policy},
    site::Site,
};

use platform::NoBrowser;

/// All pages, and the page for what does not exist as the answer to everything that no other route takes.
pub(crate) fn routes() -> Router<AppState> {
    // Rendering waits for a tick of it. A second start, as in tests, is refused and harmless.
    let _ = Executor::init_tokio();
    Router::new()
        .route("/", get(first_room))
        .route(path::SIGN_IN_FORM, get(entry::sign_in))
        .route(path::SET_UP_FORM, get(entry::set_up))
        .route(path::JOIN_FORM, get(entry::join))
        .route(path::NEW_PASSWORD_FORM, get(entry::new_password))
        .merge(settings::routes())
        .route("/rooms", get(workspace))
        .route("/rooms/", get(workspace))
        .route("/rooms/{slug}", get(workspace))
        .fallback(not_found)
        .layer(compression())
}

/// `GET /`
async fn first_room() -> Response {
    see(FIRST_ROOM)
}

/// `GET /rooms` and `GET /rooms/<slug>`
async fn workspace(State(state): State<AppState>, session: Option<Session>, request: Request) -> Response {
    let path = request.uri().path();
    let Some(place) = Place::at(path) else { return not_found(State(state), request).await };
    let Some(session) = session else {
        let address = request.uri().path_and_query().map_or(path, PathAndQuery::as_str);
        let query = Serializer::new(String::new()).append_pair("next", address).finish();
        return see(&[path::SIGN_IN_FORM, "?", &query].concat());
    };
    let (status, page) = match start::read(&state, &session.caller, place).await {
        Ok(start) => {
            let status = match &start.room {
                Some((_, Err(ApiError::NotFound))) => StatusCode::NOT_FOUND,
                Some((_, Err(_))) => StatusCode::SERVICE_UNAVAILABLE,
                Some((_, Ok(_))) | None => StatusCode::OK,
            };
            (status, Page::Workspace { json: start::json(&start), start: Box::new(start) })
        }
        Err(error) => {
            // A problem tells the operator what the visitor does not need to know.
            drop(Problem::from(error));
            (StatusCode::SERVICE_UNAVAILABLE, Page::Unavailable)
        }
    };
    render(&state, request, status, page).await
}

async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    render(&state, request, StatusCode::NOT_FOUND, Page::NotFound).await
}

/// Another page, for this time.
fn see(address: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, address)]).into_response()
}

async fn render(state: &AppState, request: Request, status: StatusCode, page: Page) -> Response {
    let package = Site::from_ref(state).package().clone();
    let state = state.clone();
    let context = move || {
        set_policy();
        provide_platform(Arc::new(NoBrowser::new(&state)));
    };
    let view = move || document(package.clone(), page.clone());
    let mut response = render_app_async_with_context(context, view)(request).await;
    *response.status_mut() = status;
    response
}

/// Runs once per page, after leptos has provided the `ResponseOptions` and the nonce.
fn set_policy() {
    let policy = use_nonce().and_then(|nonce| content_security_policy::page(&nonce));
    if let (Some(response), Some(policy)) = (use_context::<ResponseOptions>(), policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, while_developing(policy));
    }
}

/// `cargo leptos watch` tells pages over a socket of its own when to reload.
fn while_developing(policy: HeaderValue) -> HeaderValue {
    if !cfg!(debug_assertions) {
        return policy;
    }
    let text = policy.to_str().unwrap_or_default();
    let text = text.replace("connect-src 'self'", "connect-src 'self' ws://127.0.0.1:3001 ws://localhost:3001");
    HeaderValue::try_from(text).unwrap_or(policy)
}
