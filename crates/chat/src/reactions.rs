//! Reactions: adding and removing them. Doing either twice changes nothing.

use std::future::Future;

use hubbub_protocol::{AddReaction, Changed, Message, RemoveReaction, limits};

use crate::{
    Caller, Chat, Error, Result, emoji,
    messages::{change, find},
    ports::NewReaction,
};

/// Reacts to a message.
pub fn add(
    chat: &Chat,
    caller: &Caller,
    AddReaction { room, target, emoji }: AddReaction,
) -> impl Future<Output = Result<Changed>> + Send + 'static {
    let now = chat.clock.now();
    let queued = qualified(&emoji).map(|emoji| {
        change(chat, caller, room, move |tx, member| {
            let message = find(tx.as_reader(), room, target)?;
            if message.deleted.is_some() {
                return Err(Error::Deleted);
            }
            let reaction = message.reactions.iter().find(|reaction| reaction.emoji == emoji);
            if reaction.is_some_and(|reaction| reaction.by.contains(&member.account)) {
                return Ok(None);
            }
            check_room_for(&message, reaction.is_none())?;
            Ok(tx.add_reaction(member, NewReaction { target, emoji: emoji.to_owned(), at: now })?)
        })
    });
    async move { queued?.await }
}

/// Takes a reaction back.
pub fn remove(
    chat: &Chat,
    caller: &Caller,
    RemoveReaction { room, target, emoji }: RemoveReaction,
) -> impl Future<Output = Result<Changed>> + Send + 'static {
    let now = chat.clock.now();
    let queued = qualified(&emoji).map(|emoji| {
        change(chat, caller, room, move |tx, member| {
            find(tx.as_reader(), room, target)?;
            Ok(tx.remove_reaction(member, NewReaction { target, emoji: emoji.to_owned(), at: now })?)
        })
    });
    async move { queued?.await }
}

fn qualified(text: &str) -> Result<&'static str> {
    emoji::qualified(text).ok_or(Error::Invalid { field: "emoji", reason: "must be one emoji" })
}

fn check_room_for(message: &Message, new_emoji: bool) -> Result<()> {
    if new_emoji && message.reactions.len() >= limits::REACTION_EMOJI {
        return Err(Error::TooMany { field: "emoji", limit: limits::REACTION_EMOJI });
    }
    let total: usize = message.reactions.iter().map(|reaction| reaction.by.len()).sum();
    if total >= limits::REACTIONS {
        return Err(Error::TooMany { field: "reactions", limit: limits::REACTIONS });
    }
    Ok(())
}
