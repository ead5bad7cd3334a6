//! The text of a message.

use leptos::prelude::*;

use super::links::{Piece, pieces};

/// The text as it was written, with its addresses as links. It never becomes markup.
#[component]
pub(super) fn Body(
    /// What was written.
    source: String,
) -> impl IntoView {
    let pieces: Vec<_> = pieces(&source)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.to_owned().into_any(),
            Piece::Link(address) => view! {
                <a href=address.to_owned() target="_blank" rel="noopener noreferrer nofollow">{address.to_owned()}</a>
            }
            .into_any(),
        })
        .collect();
    view! { <div class="message__body" dir="auto">{pieces}</div> }
}
