//! A room.

use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_params_map};

use super::not_found::NothingHere;
use crate::{
    components::{empty::Empty, room_view::RoomView},
    ports::{ApiError, page_status},
    state::use_chat,
    text,
};

/// The page of a room.
#[component]
pub(crate) fn RoomPage() -> impl IntoView {
    let params = use_params_map();
    let chat = use_chat();
    let data = Resource::new(
        move || params.read().get("slug").unwrap_or_default(),
        move |slug| async move { chat.load(slug).await },
    );
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(data) => view! { <RoomView data/> }.into_any(),
                    Err(ApiError::NotFound) => view! { <NothingHere/> }.into_any(),
                    Err(ApiError::SignedOut) => view! { <Redirect path="/sign-in"/> }.into_any(),
                    Err(ApiError::Unavailable) => {
                        page_status().unavailable();
                        view! {
                            <Empty icon="#wifi-off" title=text::UNAVAILABLE hint=text::UNAVAILABLE_HINT>
                                <button type="button" class="button" on:click=move |_| data.refetch()>{text::TRY_NOW}</button>
                            </Empty>
                        }
                        .into_any()
                    }
                }
            })}
        </Transition>
    }
}
