//! Where messages are written.

mod limit;
mod reply;

use std::sync::Arc;

use hubbub_protocol::{Room, limits};
use leptos::{html, prelude::*};

use super::{
    keyboard::Action,
    opener::Opener,
    text_field::{TextField, text_field},
    typing::Typing,
    ui::Icon,
};
use crate::{
    later::Part,
    live::live,
    state::{Chat, use_chat},
    text,
};
use limit::Limit;
use reply::reply;

/// The id of the field.
pub(crate) const FIELD: &str = "composer";

/// The composer of a room. Nothing disables it; what cannot be sent now waits in the outbox.
#[component]
pub(crate) fn Composer(
    /// Which room.
    room: Room,
    /// The field, for keys that lead to it.
    field: NodeRef<html::Textarea>,
    /// A message was sent.
    on_send: Callback<()>,
) -> impl IntoView {
    let chat = use_chat();
    let id = room.id;
    let send = move || {
        if let Some(body) = untrack(|| sendable(&chat.draft(id))) {
            chat.send(id, body);
            on_send.run(());
        }
    };
    let press = move |_| {
        send();
        // The next message can be written at once, also where a click takes the focus.
        focus();
    };
    let key = Callback::new(move |action| match action {
        Action::Send => {
            send();
            true
        }
        Action::EditLast => untrack(|| chat.draft(id)).is_empty() && chat.edit_last(id),
        Action::Leave => stop_replying(chat, id),
        _ => false,
    });
    let name = text::message_to(&room.name);
    let text = TextField {
        ids: (FIELD, "composer-limit"),
        class: "composer__field",
        name: name.clone(),
        node_ref: field,
        was_asked_for: false,
        read: Arc::new(move || chat.draft(id)),
        write: Callback::new(move |text| chat.set_draft(id, text)),
        press: key,
    };
    view! {
        <div class="composer" data-region="composer">
            <Typing room=id/>
            <form class="composer__form" aria-label=name on:submit=|event| event.prevent_default()>
                <div class="composer__box">
                    {reply(id)}
                    {text_field(text)}
                    <Opener
                        part=Part::DraftEmoji { room: id, field }
                        name=text::EMOJI
                        icon="#smile"
                        class="icon-button composer__emoji"
                    />
                    <button
                        type="button"
                        class="composer__send"
                        aria-label=text::SEND
                        title=text::SEND
                        disabled=live(move || sendable(&chat.draft(id)).is_none())
                        on:click=press
                    >
                        <Icon name="#send" class="icon icon--directed"/>
                    </button>
                </div>
                <Limit room=id/>
            </form>
            <noscript><p class="composer__noscript">{text::NEEDS_SCRIPTS}</p></noscript>
        </div>
    }
}

/// Puts the focus into the field.
pub(crate) fn focus() {
    super::regions::focus("#composer");
}

/// The next message answers none. Whether it did.
fn stop_replying(chat: Chat, room: hubbub_protocol::RoomId) -> bool {
    let replied = untrack(|| chat.replying_to(room)).is_some();
    if replied {
        chat.reply(room, None);
    }
    replied
}

/// The text as it is sent, if there is something to send, and not too much.
pub(crate) fn sendable(draft: &str) -> Option<String> {
    let body = without_blank_lines(draft);
    (!body.trim().is_empty() && body.len() <= limits::MESSAGE_BODY).then(|| body.to_owned())
}

/// The text without what nobody sees: blank lines around it. Spaces before the first word may be meant.
fn without_blank_lines(draft: &str) -> &str {
    draft.trim_end().trim_start_matches(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_and_endless_messages_are_not_sent() {
        assert_eq!(sendable(" \n"), None);
        assert_eq!(sendable("\n  indented\n"), Some("  indented".to_owned()));
        assert!(sendable(&"a".repeat(limits::MESSAGE_BODY)).is_some());
        assert_eq!(sendable(&"a".repeat(limits::MESSAGE_BODY + 1)), None);
    }
}
