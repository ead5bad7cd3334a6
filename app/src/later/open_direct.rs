//! Finds people to talk to, alone or as a group.

use hubbub_protocol::{Account, People, Refusal, Slug, json, limits, path};
use leptos::{html, prelude::*};

use crate::{
    components::{
        list::{Item, ItemKey, list},
        ui::{Avatar, AvatarSize, Dialog, Icon, button, dialog},
    },
    live::live,
    ports::ApiError,
    state::use_chat,
    text,
};

/// What is known of the search.
#[derive(Clone, Copy)]
struct Search {
    /// The last thing that was looked for.
    sought: StoredValue<String>,
    found: RwSignal<Option<Result<Vec<Account>, ApiError>>>,
    chosen: RwSignal<Vec<Account>>,
    error: RwSignal<String>,
}

/// The dialog: a field that finds people, those who are found, and who is chosen.
pub(super) fn open_direct(closed: Callback<()>) -> AnyView {
    let chat = use_chat();
    let node = NodeRef::<html::Dialog>::new();
    let search = Search {
        sought: StoredValue::default(),
        found: RwSignal::new(None),
        chosen: RwSignal::new(Vec::new()),
        error: RwSignal::new(String::new()),
    };
    look_for(search, String::new());
    let done = move |outcome: Result<Slug, Refusal>| {
        // Who closed the dialog meanwhile does not want to be taken elsewhere.
        if !node.try_get_untracked().flatten().is_some_and(|dialog| dialog.open()) {
            return;
        }
        match outcome {
            Ok(slug) => {
                dialog::close(node);
                chat.go(&slug);
            }
            Err(refusal) => search.error.set(text::refusal(&refusal)),
        }
    };
    let open = move || {
        let people: Vec<_> = search.chosen.with_untracked(|chosen| chosen.iter().map(|person| person.id).collect());
        if !people.is_empty() {
            search.error.set(String::new());
            chat.open_direct(people, done);
        }
    };
    let found = move || search.found.get().and_then(Result::ok).unwrap_or_default();
    let me = chat.account().id;
    let lines = move || {
        let others = found().into_iter().filter(|person| person.id != me);
        others.map(|person| Item::new(ItemKey::Person(person.id), move || line(search, person))).collect()
    };
    let chosen = move || {
        let chosen = search.chosen.get().into_iter();
        chosen.map(|person| Item::new(ItemKey::Person(person.id), move || chip(search, person))).collect()
    };
    let state = live(move || match search.found.get() {
        None => text::LOADING.to_owned(),
        Some(Err(_)) => text::PEOPLE_MISSING.to_owned(),
        Some(Ok(people)) if people.iter().all(|person| person.id == me) => text::NOBODY_FOUND.to_owned(),
        Some(Ok(_)) => search.error.get(),
    });
    view! {
        <Dialog title=text::NEW_DIRECT node_ref=node closed>
        <ul class="chips" role="list" aria-label=text::CHOSEN>{list(chosen)}</ul>
        <input
            class="field__input"
            type="search"
            autocomplete="off"
            autofocus
            dir="auto"
            aria-label=text::FIND_PEOPLE
            placeholder=text::FIND_PEOPLE
            on:input:target=move |event| look_for(search, event.target().value())
        />
        <ul class="choice" role="list" aria-label=text::FIND_PEOPLE>{list(lines)}</ul>
        <p class="info__fact" role="status">{state}</p>
        <div class="dialog__actions">{button("button button--primary", text::OPEN_DIRECT, open)}</div>
        </Dialog>
    }
    .into_any()
}

/// Asks for the people with this in their names. Until the answer comes the former ones stay.
fn look_for(search: Search, name: String) {
    let name = name.trim().to_owned();
    let path = path::people(&name);
    search.sought.set_value(name.clone());
    let answered = move |answer: Result<String, ApiError>| {
        // An answer that comes too late is about something else, and the dialog may be gone.
        if search.sought.try_with_value(|sought| *sought == name) == Some(true) {
            let read = answer.and_then(|text| json::read::<People>(&text).map_err(|_| ApiError::Unavailable));
            search.found.set(Some(read.map(|found| found.people)));
        }
    };
    use_chat().fetch(path, answered);
}

/// One press chooses, another one takes that back.
fn line(search: Search, person: Account) -> AnyView {
    let id = person.id;
    let is_chosen = move || search.chosen.with(|chosen| chosen.iter().any(|chosen| chosen.id == id));
    let name = person.name.clone();
    let account = person.clone();
    let toggle = move |_| {
        search.chosen.update(|chosen| match chosen.iter().position(|chosen| chosen.id == id) {
            Some(place) => drop(chosen.remove(place)),
            None if chosen.len() + 1 < limits::DIRECT_PEOPLE => chosen.push(person.clone()),
            None => {}
        });
    };
    view! {
        <li>
            <button
                type="button"
                class="choice__line"
                aria-pressed=live(move || is_chosen().to_string())
                on:click=toggle
            >
                <Avatar account size=AvatarSize::Medium/>
                <span class="choice__name" dir="auto">{name}</span>
            </button>
        </li>
    }
    .into_any()
}

/// Somebody who is chosen; one press takes them out again.
fn chip(search: Search, person: Account) -> AnyView {
    let (id, label) = (person.id, text::remove(&person.name));
    let remove = move |_| search.chosen.update(|chosen| chosen.retain(|chosen| chosen.id != id));
    view! {
        <li>
            <button type="button" class="chip" aria-label=label on:click=remove>
                <bdi>{person.name}</bdi>
                <Icon name="#x" class="icon icon--small"/>
            </button>
        </li>
    }
    .into_any()
}
