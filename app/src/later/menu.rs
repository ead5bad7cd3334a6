//! What one can do with a message.

use std::sync::Arc;

use hubbub_protocol::{Room, path};
use leptos::{ev::MouseEvent, prelude::*, wasm_bindgen::JsCast, web_sys::Element};

use super::{
    Part,
    acting::message as actions,
    floating::{floating, hide},
    react,
};
use crate::{
    components::ui::Icon,
    state::{MessageRow, MessageState, use_chat},
    text,
};

/// One line of the menu.
struct Choice {
    icon: &'static str,
    label: &'static str,
    /// The key that does the same on the row.
    key: &'static str,
    does: Box<dyn Fn() + Send + Sync>,
}

fn choice(
    icon: &'static str,
    label: &'static str,
    key: &'static str,
    does: impl Fn() + Send + Sync + 'static,
) -> Choice {
    Choice { icon, label, key, does: Box::new(does) }
}

/// The menu. What one may not do is not in it.
pub(super) fn menu(room: Room, message: Arc<MessageRow>, close: Callback<()>) -> AnyView {
    let is_whole = message.target().is_some() && message.facts(|facts| facts.deleted.is_none());
    let emoji = is_whole.then(|| react::choice(room.id, Arc::clone(&message)));
    let lines: Vec<_> = choices(&room, &message).into_iter().map(line).collect();
    let items = view! { {emoji} {lines} };
    floating("menu", text::ACTIONS, "floating floating--menu", close, items.into_any())
}

fn choices(room: &Room, message: &Arc<MessageRow>) -> Vec<Choice> {
    let chat = use_chat();
    let id = room.id;
    let copy_text = {
        let message = Arc::clone(message);
        choice("#copy", text::COPY_TEXT, "", move || chat.copy(untrack(|| message.body()), text::TEXT_COPIED))
    };
    let Some(target) = message.target() else {
        let nonce = message.nonce;
        let cancel = choice("#trash", text::CANCEL_SENDING, "", move || chat.cancel(nonce));
        let is_refused = matches!(message.state(), MessageState::Refused(..));
        return if is_refused { vec![copy_text] } else { vec![copy_text, cancel] };
    };
    let copy_link = {
        let address = path::message_page(&room.slug, target.seq);
        choice("#link", text::COPY_LINK, "C", move || actions::copy_link(chat, &address))
    };
    let opens = |icon, label, what: Part| choice(icon, label, "", move || chat.open(what.clone()));
    let info = opens("#info", text::MESSAGE_INFO, Part::Info(id, Arc::clone(message)));
    if message.facts(|facts| facts.deleted.is_some()) {
        return vec![copy_link, info];
    }
    let is_pinned = message.facts(|facts| facts.pinned.is_some());
    let (icon, label) = if is_pinned { ("#pin-off", text::UNPIN) } else { ("#pin", text::PIN) };
    let mut choices = vec![choice("#reply", text::REPLY, "R", move || actions::reply(chat, id, target))];
    if message.mine {
        let message = Arc::clone(message);
        choices.push(choice("#pencil", text::EDIT, "E", move || actions::edit(chat, id, &message)));
    }
    choices.extend([
        copy_text,
        copy_link,
        choice("#mail", text::MARK_UNREAD, "U", move || chat.mark_unread(id, target.seq)),
        choice(icon, label, "", move || chat.pin(id, target, !is_pinned)),
        opens("#forward", text::FORWARD, Part::Forward(id, Arc::clone(message))),
        info,
    ]);
    if message.mine {
        choices.push(choice("#trash", text::DELETE, "", move || chat.delete(id, target)));
    }
    choices
}

fn line(Choice { icon, label, key, does }: Choice) -> AnyView {
    let press = move |event: MouseEvent| {
        // First, so that the focus is back where it was when something else takes it.
        if let Some(button) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            hide(&button);
        }
        does();
    };
    let is_final = label == text::DELETE || label == text::CANCEL_SENDING;
    let class = if is_final { "floating__item floating__item--danger" } else { "floating__item" };
    let key = (!key.is_empty()).then(|| view! { <kbd class="floating__key" aria-hidden="true">{key}</kbd> });
    view! {
        <button type="button" class=class role="menuitem" tabindex="-1" on:click=press>
            <Icon name=icon/>
            <span class="floating__label">{label}</span>
            {key}
        </button>
    }
    .into_any()
}
