//! Puts an emoji into what is being written.

use hubbub_protocol::RoomId;
use leptos::{html, prelude::*, web_sys::HtmlTextAreaElement};

use super::emoji_picker::EmojiPicker;
use crate::state::use_chat;

/// Asks for the emoji.
#[component]
pub(super) fn DraftEmoji(
    /// Whose draft it is for.
    room: RoomId,
    /// The field of the draft.
    field: NodeRef<html::Textarea>,
    /// The dialog was closed.
    closed: Callback<()>,
) -> impl IntoView {
    let chat = use_chat();
    let on_pick = Callback::new(move |emoji: String| {
        // The person may have left the room meanwhile.
        if let Some(field) = field.try_get_untracked().flatten() {
            insert(&field, &emoji);
            chat.set_draft(room, field.value());
        }
    });
    view! { <EmojiPicker on_pick closed/> }
}

/// Writes where the caret is, in place of what is selected.
fn insert(field: &HtmlTextAreaElement, text: &str) {
    let start = field.selection_start().ok().flatten().unwrap_or(u32::MAX);
    let length = u32::try_from(text.encode_utf16().count()).unwrap_or_default();
    let end = start.saturating_add(length);
    // A field for text has a caret, and a browser may refuse the focus.
    let _ = field.set_range_text(text);
    let _ = field.focus();
    let _ = field.set_selection_range(end, end);
}
