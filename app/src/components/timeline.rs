//! The messages of a room.

mod day;
mod gap;
mod new_divider;
mod notice;
mod older;
mod pill;
mod row;
mod scroll;
mod start;

use hubbub_protocol::Room;
use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    banner::Banner,
    keyboard::{self, Place},
    list::{Item, ItemKey, list},
    message::pressed,
};
use crate::{
    live::live,
    ports::platform,
    state::{Row, use_chat},
    text,
};
use older::Older;
use pill::Pill;
use row::RowView;
pub(crate) use scroll::Scroll;
use start::Start;

/// The list, newest below.
#[component]
pub(crate) fn Timeline(
    /// Which room.
    room: Room,
    /// Where the list stands.
    scroll: Scroll,
) -> impl IntoView {
    let (chat, platform) = (use_chat(), platform());
    let id = room.id;
    let rows = move || {
        let item = |row: &Row| {
            let (key, row) = (ItemKey::Row(row.key), row.clone());
            Item::new(key, move || view! { <RowView room=id row/> })
        };
        chat.rows(id).iter().map(item).collect()
    };
    scroll.watch();
    let keydown = move |event: KeyboardEvent| {
        if let Some(action) = keyboard::action(Place::Row, &event)
            && scroll.walk(action)
        {
            event.prevent_default();
        }
    };
    view! {
        <div class="timeline">
            <div class="timeline__scroll" node_ref=scroll.view on:scroll=move |_| scroll.moved()>
                {live(move || if chat.at_start(id) {
                    view! { <Start room=room.clone()/> }.into_any()
                } else {
                    view! { <Older room=id/> }.into_any()
                })}
                <ol
                    class="timeline__rows"
                    role="list"
                    aria-label=text::MESSAGES
                    data-region="messages"
                    node_ref=scroll.list
                    on:keydown=keydown
                    on:click=move |event| pressed(&event, &*platform)
                    on:focusin=move |event| scroll.focused(&event)
                >
                    {list(rows)}
                </ol>
                <div id="latest" tabindex="-1" class="timeline__end"></div>
            </div>
            <Banner/>
            <Pill scroll/>
        </div>
    }
}
