//! Commands about messages.

use hubbub_chat::{Caller, messages, pins, reactions};
use hubbub_protocol::{
    AddReaction, CancelMessage, Changed, DeleteMessage, EditMessage, PinMessage, Refusal, RemoveReaction, Reply,
    SendMessage, UnpinMessage,
};

use crate::{
    Realtime,
    command::{self, ready},
};

/// Says something. It is queued for writing before this function returns, so calls keep their order.
pub(crate) fn send(
    realtime: &Realtime,
    caller: &Caller,
    command: SendMessage,
) -> impl Future<Output = Result<Reply, Refusal>> + Send + 'static {
    let begun = ready(realtime).map(|chat| messages::send(chat, caller, command));
    async move { begun?.await.map(Reply::MessageAcknowledged).map_err(|error| command::refusal(&error)) }
}

/// Makes sure that a send is not seen.
pub(crate) fn cancel(
    realtime: &Realtime,
    caller: &Caller,
    command: CancelMessage,
) -> impl Future<Output = Result<Reply, Refusal>> + Send + 'static {
    let begun = ready(realtime).map(|chat| messages::cancel(chat, caller, command));
    async move { changed(begun?.await) }
}

/// Gives a message another text.
pub(crate) fn edit(
    realtime: &Realtime,
    caller: &Caller,
    command: EditMessage,
) -> impl Future<Output = Result<Reply, Refusal>> + Send + 'static {
    let begun = ready(realtime).map(|chat| messages::edit(chat, caller, command));
    async move { changed(begun?.await) }
}

/// Deletes a message.
pub(crate) fn delete(
    realtime: &Realtime,
    caller: &Caller,
    command: DeleteMessage,
) -> impl Future<Output = Result<Reply, Refusal>> + Send + 'static {
    let begun = ready(realtime).map(|chat| messages::delete(chat, caller, command));
    async move { changed(begun?.await) }
}

/// Reacts to a message.
pub(crate) fn react(
    realtime: &Realtime,
    caller: &Caller,
    command: AddReaction,
) -> impl Future<Output = Result<Reply, Refusal>> + Send + 'static {
    let begun = ready(realtime).map(|chat| reactions::add(chat, caller, command));
    async move { changed(begun?.await) }
}

/// Takes a reaction back.
pub(crate) fn unreact(
    realtime: &Realtime,
    caller: &Caller,
    command: RemoveReaction,
) -> impl Future<Output = Result<Reply, Refusal>> + Send + 'static {
    let begun = ready(realtime).map(|chat| reactions::remove(chat, caller, command));
    async move { changed(begun?.await) }
}

/// Pins a message to its room.
pub(crate) fn pin(
    realtime: &Realtime,
    caller: &Caller,
    command: PinMessage,
) -> impl Future<Output = Result<Reply, Refusal>> + Send + 'static {
    let begun = ready(realtime).map(|chat| pins::pin(chat, caller, command));
    async move { changed(begun?.await) }
}

/// Takes a pin off.
pub(crate) fn unpin(
    realtime: &Realtime,
    caller: &Caller,
    command: UnpinMessage,
) -> impl Future<Output = Result<Reply, Refusal>> + Send + 'static {
    let begun = ready(realtime).map(|chat| pins::unpin(chat, caller, command));
    async move { changed(begun?.await) }
}

fn changed(result: hubbub_chat::Result<Changed>) -> Result<Reply, Refusal> {
    result.map(Reply::Changed).map_err(|error| command::refusal(&error))
}
