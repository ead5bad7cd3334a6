//! A room.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::not_found::NothingHere;
use crate::{
    components::{empty::Empty, room_view::RoomView},
    ports::{ApiError, RoomData, page_status},
    text,
};

/// The address of the room that is shown, if one is.
pub(super) type Slug = Memo<Option<String>>;

/// The page of a room.
#[component]
pub(crate) fn RoomPage(
    /// The room at this address; none while the address is leaving for another page.
    room: Resource<Option<Result<RoomData, ApiError>>>,
) -> impl IntoView {
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match room.await {
                    None => ().into_any(),
                    // A list of one: another room gets elements of its own. If they were changed in place, what was
                    // written in one room, and could be undone there, would be in the next.
                    Some(Ok(data)) => view! {
                        <For each=move || Some(data.clone()) key=|data| data.room.id let(data)>
                            <RoomView data/>
                        </For>
                    }
                    .into_any(),
                    Some(Err(ApiError::NotFound)) => view! { <NothingHere/> }.into_any(),
                    Some(Err(ApiError::SignedOut)) => view! { <Redirect path="/sign-in"/> }.into_any(),
                    Some(Err(ApiError::Unavailable)) => {
                        page_status().unavailable();
                        view! {
                            <Empty icon="#wifi-off" title=text::UNAVAILABLE hint=text::UNAVAILABLE_HINT>
                                <button type="button" class="button" on:click=move |_| room.refetch()>{text::TRY_NOW}</button>
                            </Empty>
                        }
                        .into_any()
                    }
                }
            })}
        </Transition>
    }
}
