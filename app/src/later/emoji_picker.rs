//! Finds an emoji: by its name, among those used last, or among all.

mod names;
mod recent;
mod walk;

use leptos::{
    ev::{Event, FocusEvent, KeyboardEvent, MouseEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, EventTarget},
};

use crate::{
    components::ui::{Dialog, dialog::close},
    live::{live, shown},
    ports::platform,
    state::{Emoji as Table, use_chat},
    text,
};
use names::Emoji;
use recent::Recent;

/// How many are shown at first, and how many more at the end of them.
const PAGE: usize = 240;
/// How near to the end that is.
const NEAR_PX: i32 = 400;

/// A field to search in, and a grid to choose from.
#[component]
pub(super) fn EmojiPicker(
    /// Gets the one that was chosen.
    on_pick: Callback<String>,
    /// The dialog was closed.
    closed: Callback<()>,
) -> impl IntoView {
    let platform = platform();
    // A keyboard on the screen would cover half of the emoji.
    let is_touch = platform.is_touch();
    let chat = use_chat();
    let recent = StoredValue::new(Recent::new(platform, &chat.account().id.to_string()));
    let dialog = NodeRef::<html::Dialog>::new();
    let grid = NodeRef::<html::Div>::new();
    let query = RwSignal::new(String::new());
    let limit = RwSignal::new(PAGE);

    // Whoever opens this again tries that again.
    chat.load_emoji();
    let table = move || if let Table::Here(table) = chat.emoji() { table } else { "" };
    let find = move || names::find(table(), &query.read());

    let pick = move |character: String| {
        recent.with_value(|recent| recent.add(untrack(table), &character));
        // First, so that whoever gets the emoji can take the focus from where the dialog leaves it.
        close(dialog);
        // The one who asked may be gone.
        on_pick.try_run(character);
    };
    let search = move |event: Event| {
        limit.set(PAGE);
        query.set(event_target_value(&event));
    };
    let keydown = move |event: KeyboardEvent| {
        let Some(grid) = grid.get_untracked() else { return };
        if walk::walk(&grid, &event) {
            event.prevent_default();
        }
    };
    let pick_first = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            if let Some(first) = untrack(find).first() {
                pick(first.character.to_owned());
            }
        }
    };
    let clicked = move |event: MouseEvent| {
        if let Some(character) = option(event.target()).and_then(|option| option.text_content()) {
            pick(character);
        }
    };
    let focused = move |event: FocusEvent| {
        if let (Some(grid), Some(option)) = (grid.get_untracked(), option(event.target())) {
            walk::entered(&grid, &option);
        }
    };
    let scrolled = move |_| {
        let rest = grid.get_untracked().map(|grid| grid.scroll_height() - grid.scroll_top() - grid.client_height());
        if rest.is_some_and(|rest| rest < NEAR_PX) && limit.get_untracked() < names::all(untrack(table)).count() {
            limit.update(|limit| *limit += PAGE);
        }
    };
    let recently = move || recent.with_value(|recent| recent.list(table()));
    view! {
        <Dialog title=text::EMOJI node_ref=dialog closed>
            <div class="emoji" on:keydown=keydown>
                <input
                    class="field__input"
                    // Not of the type `search`: there Escape empties the field instead of closing the dialog.
                    type="text"
                    role="searchbox"
                    inputmode="search"
                    aria-label=text::FIND_EMOJI
                    placeholder=text::FIND_EMOJI
                    autocomplete="off"
                    autofocus=!is_touch
                    on:input=search
                    on:keydown=pick_first
                />
                <div
                    class="emoji__grid"
                    tabindex="-1"
                    autofocus=is_touch
                    node_ref=grid
                    on:click=clicked
                    on:focusin=focused
                    on:scroll=scrolled
                >
                    {shown(move || {
                        let recent = if query.read().is_empty() { recently() } else { Vec::new() };
                        (!recent.is_empty()).then(|| view! { <Group title=text::RECENT_EMOJI emoji=recent/> })
                    })}
                    {shown(move || {
                        let found: Vec<Emoji> = find().into_iter().take(limit.get()).collect();
                        let title = if query.read().is_empty() { text::ALL_EMOJI } else { text::FOUND_EMOJI };
                        (!found.is_empty()).then(|| view! { <Group title emoji=found/> })
                    })}
                    <p class="emoji__none" role="status">
                        {live(move || match chat.emoji() {
                            Table::Missing => text::EMOJI_MISSING,
                            Table::Coming => text::LOADING,
                            Table::Here(_) if find().is_empty() => text::NO_EMOJI,
                            Table::Here(_) => "",
                        }.to_owned())}
                    </p>
                </div>
            </div>
        </Dialog>
    }
}

/// Emoji under a heading.
#[component]
fn Group(title: &'static str, emoji: Vec<Emoji>) -> impl IntoView {
    let option = |(at, emoji): (usize, Emoji)| {
        let name = emoji.name();
        let tab_index = if at == 0 { "0" } else { "-1" };
        view! {
            <button type="button" class="emoji__one" role="option" tabindex=tab_index title=name.clone() aria-label=name>
                {emoji.character}
            </button>
        }
    };
    view! {
        <h3 class="emoji__title">{title}</h3>
        <div class="emoji__group" role="listbox" aria-label=title>{emoji.into_iter().enumerate().map(option).collect_view()}</div>
    }
}

/// The option that this is, or is in.
fn option(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest("[role=option]").ok()?
}
