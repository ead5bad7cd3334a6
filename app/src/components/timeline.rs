//! The messages of a room.

mod day;
mod gap;
mod new_divider;
mod notice;
mod older;
mod pill;
mod pin;
mod row;
mod scroll;
mod start;
mod toolbar;

use hubbub_protocol::Room;
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::HtmlTextAreaElement,
};

use super::{
    banner::Banner,
    keyboard::{self, Place},
    list::{Item, ItemKey, list},
    message::pressed,
};
use crate::{
    later::Act,
    live::live,
    ports::platform,
    state::{Row, use_chat},
    text,
};
use older::Older;
use pill::Pill;
use row::RowView;
pub(crate) use scroll::{Scroll, next_message};
use start::Start;
pub(crate) use toolbar::Toolbar;

/// The list, newest below.
#[component]
pub(crate) fn Timeline(
    /// Which room.
    room: Room,
    /// Where the list stands.
    scroll: Scroll,
) -> impl IntoView {
    let (chat, platform, clicks) = (use_chat(), platform(), platform());
    let id = room.id;
    let rows = move || {
        let item = |row: &Row| {
            let (key, row) = (ItemKey::Row(row.key), row.clone());
            Item::new(key, move || view! { <RowView room=id row/> })
        };
        chat.rows(id).iter().map(item).collect()
    };
    scroll.watch();
    let toolbar = Toolbar::new(room.clone(), scroll);
    let keydown = move |event: KeyboardEvent| {
        if let Some(action) = keyboard::action(Place::Row, &event)
            && !is_writing(&event)
            && chat.act(Act::Row(Box::new(toolbar), action))
        {
            event.prevent_default();
        }
    };
    let long_press = move |event: MouseEvent| {
        if platform.is_touch() && toolbar.pressed_long(event.target()) {
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
                    on:click=move |event| pressed(&event, &*clicks)
                    on:contextmenu=long_press
                    on:pointerover=move |event| toolbar.come(event.target())
                    on:focusin=move |event| {
                        scroll.focused(&event);
                        toolbar.come(event.target());
                    }
                >
                    {list(rows)}
                </ol>
                <div id="latest" tabindex="-1" class="timeline__end"></div>
            </div>
            {toolbar.view()}
            <Banner/>
            <Pill scroll/>
        </div>
    }
}

/// Whether the keys belong to a field in a row.
fn is_writing(event: &KeyboardEvent) -> bool {
    event.target().is_some_and(|target| target.has_type::<HtmlTextAreaElement>())
}
