//! The route table and what surrounds every page.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

use crate::pages::{not_found::NotFound, sign_in::SignIn, workspace::Workspace};

/// Where the first room is.
const FIRST_ROOM: &str = "/rooms/general";

/// The whole application, the same on both sides.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // Effects run in the browser only, and first after hydration: tests wait for this mark.
    Effect::new(|_| {
        if let Some(body) = document().body() {
            // Setting an attribute with a constant name cannot fail.
            let _ = body.set_attribute("data-hydrated", "");
        }
    });
    view! {
        <Title formatter=crate::text::title/>
        <Router>
            <Routes fallback=|| view! { <NotFound/> }>
                <Route path=path!("/") view=|| view! { <Redirect path=FIRST_ROOM/> } ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignIn ssr=SsrMode::Async/>
                <ParentRoute path=path!("/rooms") view=Workspace ssr=SsrMode::Async>
                    // The workspace shows the page of the address itself.
                    <Route path=path!("") view=|| ()/>
                    <Route path=path!(":slug") view=|| ()/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
