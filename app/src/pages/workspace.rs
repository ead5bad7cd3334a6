//! The frame around every room: the chat starts here.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::{Outlet, Redirect};

use crate::{ports::chat_api, state::provide_chat};

/// The frame around every room.
#[component]
pub(crate) fn Workspace() -> impl IntoView {
    let api = chat_api();
    let home = Resource::new(
        || (),
        move |()| {
            let api = Arc::clone(&api);
            async move { api.home().await }
        },
    );
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match home.await {
                    Ok(home) => {
                        provide_chat(home);
                        view! { <Outlet/> }.into_any()
                    }
                    Err(_) => view! { <Redirect path="/sign-in"/> }.into_any(),
                }
            })}
        </Suspense>
    }
}
