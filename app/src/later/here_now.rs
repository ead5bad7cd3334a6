//! Who is in the room at this moment.

use hubbub_protocol::{Account, RoomId};
use leptos::prelude::*;

use super::floating::floating;
use crate::{
    components::{
        list::{Item, ItemKey, list},
        ui::{Avatar, AvatarSize},
    },
    live::shown,
    state::use_chat,
    text,
};

/// The list, as long as it is open.
pub(super) fn here_now(room: RoomId, close: Callback<()>) -> AnyView {
    let chat = use_chat();
    let me = chat.account().id;
    let people = move || {
        let person = move |account: Account| {
            let key = ItemKey::Person(account.id);
            Item::new(key, move || view! { <Person is_me=account.id == me account/> })
        };
        chat.presence(room).accounts.into_iter().map(person).collect()
    };
    let unnamed = move || {
        let here = chat.presence(room);
        here.count.saturating_sub(u32::try_from(here.accounts.len()).unwrap_or(0))
    };
    let list = view! {
        <h2 class="here__title">{text::HERE_NOW}</h2>
        <ul role="list" aria-label=text::HERE_NOW>
            {list(people)}
            {shown(move || match unnamed() {
                0 => None,
                count => Some(view! { <li class="here__person">{text::others(count)}</li> }),
            })}
        </ul>
    };
    floating("group", text::HERE_NOW, "floating floating--here", close, list.into_any())
}

#[component]
fn Person(account: Account, is_me: bool) -> impl IntoView {
    view! {
        <li class="here__person">
            <Avatar account=account.clone() size=AvatarSize::Medium/>
            <span class="here__name" dir="auto">{account.name}</span>
            {is_me.then(|| view! { <span class="here__me">{text::YOU}</span> })}
            <span class="presence" aria-hidden="true"></span>
        </li>
    }
}
