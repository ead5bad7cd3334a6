//! Commands about what belongs to the caller.

use hubbub_chat::{Caller, reads};
use hubbub_protocol::{CountUnread, MarkRead, Refusal, Reply};

use crate::{Realtime, command};

/// Moves a read marker. It is queued for writing before this function returns, so calls keep their order.
pub(crate) fn mark_read(
    realtime: &Realtime,
    caller: &Caller,
    command: MarkRead,
) -> impl Future<Output = Result<Reply, Refusal>> + Send + 'static {
    let begun = command::ready(realtime).map(|chat| reads::mark(chat, caller, command));
    async move { begun?.await.map(Reply::Saved).map_err(|error| command::refusal(&error)) }
}

/// Counts what is unread.
pub(crate) async fn count_unread(realtime: Realtime, caller: Caller, command: CountUnread) -> Result<Reply, Refusal> {
    let counted = reads::count(realtime.chat(), &caller, command).await;
    counted.map(Reply::UnreadCounted).map_err(|error| command::refusal(&error))
}
