//! The whole route table, and what happens around every request.

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    middleware::{from_fn, from_fn_with_state},
    routing::{any, delete, get, post},
};
use hubbub_protocol::path;

use crate::{
    app::AppState,
    auth::csrf,
    http::{entry, health, log, messages, no_such_path, people, pins, rooms, sessions, threads, wrong_method},
    middleware::{BODY_LIMIT, SecurityHeaders, compression, limit_time, log_request, secure_response},
    site::Site,
    ssr, ws,
};

/// Everything this server answers to.
pub(crate) fn router(state: AppState, headers: SecurityHeaders) -> Router {
    Router::new()
        .merge(api())
        .merge(forms())
        .route(path::WS, get(ws::upgrade))
        .route(path::HEALTH, get(health::show))
        .merge(Site::from_ref(&state).routes())
        // These also answer for every path that is not named here.
        .merge(ssr::routes())
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        // From here on outwards; `middleware` says why in this order.
        .layer(from_fn_with_state(state.clone(), csrf::guard))
        .layer(from_fn(limit_time))
        .layer(from_fn(log_request))
        .layer(from_fn_with_state(headers, secure_response))
        .with_state(state)
}

fn api() -> Router<AppState> {
    Router::new()
        .route(path::SESSIONS, post(sessions::create).get(sessions::list).delete(sessions::end))
        .route(path::SESSION_OF, delete(sessions::end_one))
        .route(path::SESSION, get(sessions::show))
        .route(path::PEOPLE, get(people::search))
        .route(path::ROOMS, get(rooms::list))
        .route(path::ROOM_LOG, get(log::page))
        .route(path::MESSAGE, get(messages::info))
        .route(path::THREAD, get(threads::page))
        .route(path::PINS, get(pins::list))
        // All of `/api` is for programs: nothing below it falls through to the pages.
        .route("/api", any(no_such_path))
        .route("/api/", any(no_such_path))
        .route("/api/{*unknown}", any(no_such_path))
        .layer(compression())
}

fn forms() -> Router<AppState> {
    Router::new()
        .route(path::SIGN_IN_FORM, post(entry::sign_in))
        .route(path::SIGN_OUT_FORM, post(entry::sign_out))
        .route(path::SET_UP_FORM, post(entry::set_up))
        .route(path::JOIN_FORM, post(entry::join))
        .route(path::NEW_PASSWORD_FORM, post(entry::new_password))
}
