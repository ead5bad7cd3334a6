//! A row of the list.

use hubbub_protocol::RoomId;
use leptos::prelude::*;

use super::{day::Day, gap::GapRow, new_divider::NewDivider, notice::Notice, pin::pin};
use crate::{
    components::message::Message,
    state::{Row, RowKind},
};

/// The row, whatever it is; always one `<li>`.
#[component]
pub(super) fn RowView(
    /// Where.
    room: RoomId,
    /// What.
    row: Row,
) -> impl IntoView {
    match row.kind {
        RowKind::Message(message) => view! { <Message room message/> }.into_any(),
        RowKind::Day(day) => view! { <Day day/> }.into_any(),
        RowKind::New { count } => view! { <NewDivider count/> }.into_any(),
        RowKind::Gap(gap) => view! { <GapRow room gap/> }.into_any(),
        RowKind::Pin { by, target } => pin(room, &by, target),
        RowKind::Notice { came, went } => view! { <Notice came went/> }.into_any(),
    }
}
