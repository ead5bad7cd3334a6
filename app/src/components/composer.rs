//! Where messages are written.

mod field;
mod limit;

use hubbub_protocol::{Room, limits};
use leptos::{html, prelude::*};

use super::{opener::Opener, typing::Typing, ui::Icon};
use crate::{later::Part, live::live, state::use_chat, text};
use field::Field;
use limit::Limit;

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
    let send = Callback::new(move |()| {
        let body = untrack(|| without_blank_lines(&chat.draft(id)).to_owned());
        if is_sendable(&body) {
            chat.send(id, body);
            on_send.run(());
        }
    });
    let press = move |_| {
        send.run(());
        // The next message can be written at once, also where a click takes the focus.
        if let Some(field) = field.get_untracked() {
            // A browser may refuse the focus.
            let _ = field.focus();
        }
    };
    let name = text::message_to(&room.name);
    let form_name = name.clone();
    view! {
        <div class="composer" data-region="composer">
            <Typing room=id/>
            <form class="composer__form" aria-label=form_name on:submit=|event| event.prevent_default()>
                <div class="composer__box">
                    <Field room=id name node_ref=field on_enter=send/>
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
                        disabled=live(move || !is_sendable(&chat.draft(id)))
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

/// Whether there is something to send, and not too much.
fn is_sendable(draft: &str) -> bool {
    let body = without_blank_lines(draft);
    !body.trim().is_empty() && body.len() <= limits::MESSAGE_BODY
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
        assert!(!is_sendable(" \n"));
        assert!(is_sendable("  indented\n"));
        assert!(is_sendable(&"a".repeat(limits::MESSAGE_BODY)));
        assert!(!is_sendable(&"a".repeat(limits::MESSAGE_BODY + 1)));
        assert_eq!(without_blank_lines("\n  code\n\n"), "  code");
    }
}
