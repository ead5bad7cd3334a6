//! A room.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    ports::RoomData,
    state::{RowKind, use_chat},
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
            {move || Suspend::new(async move { data.await.ok().map(|data| view! { <RoomView data/> }) })}
        </Transition>
    }
}

#[component]
fn RoomView(data: RoomData) -> impl IntoView {
    let chat = use_chat();
    chat.show(&data);
    let room = data.room.id;
    view! {
        <h1>{data.room.name}</h1>
        <ol>
            <For each=move || chat.rows(room).get() key=|row| row.key let(row)>
                {match row.kind {
                    RowKind::Message(message) => view! { <li>{message.body.clone()}</li> }.into_any(),
                    _ => ().into_any(),
                }}
            </For>
        </ol>
    }
}
