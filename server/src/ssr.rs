//! The pages, rendered on the server with ports that work in process.

mod api;
mod platform;
mod visitor;

use std::sync::Arc;

use axum::{
    Router,
    http::{HeaderValue, StatusCode, header, request::Parts},
    middleware::from_fn_with_state,
};
use hubbub_app::{
    App,
    ports::{PageStatus, Ports, provide_ports},
    shell::{Document, shell},
};
use leptos::{
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{
    ErrorHandler, LeptosRoutes, ResponseOptions, generate_route_list_with_exclusions_and_ssg_and_context,
};

use crate::{
    app::AppState,
    middleware::{compression, content_security_policy},
    site::Site,
};

use api::LocalApi;
use platform::NoBrowser;
use visitor::Visitor;

/// All pages, and the page for what does not exist as the answer to everything that no other route takes.
pub(crate) fn routes(state: &AppState, site: &Site) -> Router<AppState> {
    let document = Document {
        package_url: site.package_url().to_owned(),
        build: site.build().to_owned(),
        options: site.options().clone(),
    };
    let context = {
        let (state, build) = (state.clone(), site.build().to_owned());
        move || provide(&state, &build)
    };
    let (pages, _) = generate_route_list_with_exclusions_and_ssg_and_context(App, None, context.clone());
    Router::new()
        .leptos_routes_with_context(site.options(), pages, context.clone(), {
            let document = document.clone();
            move || shell(document.clone())
        })
        .fallback_service(ErrorHandler::new_with_context(context, shell, document))
        .with_state(site.options().clone())
        .layer(from_fn_with_state(state.clone(), visitor::identify))
        .layer(compression())
}

/// Runs once per page, after leptos has provided the request's `Parts`, the `ResponseOptions` and the nonce.
fn provide(state: &AppState, build: &str) {
    let response = use_context::<ResponseOptions>().unwrap_or_default();
    response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(policy) = use_nonce().and_then(|nonce| content_security_policy::page(&nonce)) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, while_developing(policy));
    }
    // There is no request while the routes are collected.
    let caller = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Visitor>().and_then(Visitor::caller));
    provide_ports(Ports {
        api: Arc::new(LocalApi::new(state, build, caller)),
        platform: Arc::new(NoBrowser::new(state)),
        status: Arc::new(ResponseStatus(response.clone())),
    });
    provide_context(response);
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

/// Sets the status of the response.
struct ResponseStatus(ResponseOptions);

impl PageStatus for ResponseStatus {
    fn not_found(&self) {
        self.0.set_status(StatusCode::NOT_FOUND);
    }

    fn unavailable(&self) {
        self.0.set_status(StatusCode::SERVICE_UNAVAILABLE);
    }
}
