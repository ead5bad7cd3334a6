//! Every sentence shown to people.

use hubbub_protocol::{ErrorCode, Refusal, limits};

use crate::ports::{ApiError, RoomData};

mod deeds;
mod settings;

pub(crate) use deeds::*;
pub(crate) use settings::*;

pub(crate) const PRODUCT: &str = "Hubbub";

pub(crate) const SKIP_TO_COMPOSER: &str = "Skip to the composer";
pub(crate) const SKIP_TO_LATEST: &str = "Skip to the latest message";
pub(crate) const NEEDS_SCRIPTS: &str =
    "You can read everything here. Writing needs JavaScript, which is switched off in this browser.";

pub(crate) const JOIN_TITLE: &str = "Join the conversation";
pub(crate) const JOIN_LEAD: &str = "Choose the name that others will see. This browser remembers you.";
pub(crate) const SIGN_IN_TITLE: &str = "Sign in";
pub(crate) const SIGN_IN_LEAD: &str = "With the name that others see, and your password.";
pub(crate) const SET_UP_TITLE: &str = "Set up this Hubbub";
pub(crate) const SET_UP_LEAD: &str = "You are the first here, and will be its owner. Choose your name and a password.";
pub(crate) const INVITED_LEAD: &str = "You are invited. Choose the name that others will see, and a password.";
pub(crate) const NEW_PASSWORD_TITLE: &str = "Choose a password";
pub(crate) const NEW_PASSWORD_LEAD: &str = "You will be signed in with it here, and signed out everywhere else.";
pub(crate) const LINK_OVER: &str = "This link does not work any more";
pub(crate) const LINK_OVER_HINT: &str =
    "It was used already, its time is over, or it was taken back. Ask for a new one.";
pub(crate) const YOUR_NAME: &str = "Your name";
pub(crate) const YOUR_NAME_HINT: &str = "Letters, digits and spaces in any script; up to 40 characters.";
pub(crate) const PASSWORD: &str = "Password";
pub(crate) const PASSWORD_HINT: &str = "At least 10 characters. A sentence is easy to remember and hard to guess.";
pub(crate) const JOIN: &str = "Join";
pub(crate) const SIGN_IN: &str = "Sign in";
pub(crate) const SET_UP: &str = "Set up";
pub(crate) const SAVE_PASSWORD: &str = "Save and sign in";
pub(crate) const WITH_PASSWORD: &str = "Sign in with a password";
pub(crate) const SIGN_OUT: &str = "Sign out";

pub(crate) const ROOMS: &str = "Rooms";
pub(crate) const MORE_ROOMS: &str = "More rooms";
pub(crate) const DIRECT: &str = "Direct";
pub(crate) const NEW_DIRECT: &str = "New direct message";
pub(crate) const FIND_PEOPLE: &str = "Find people";
pub(crate) const NOBODY_FOUND: &str = "Nobody here has this in their name.";
pub(crate) const PEOPLE_MISSING: &str = "People cannot be looked up now. What is chosen stays.";
pub(crate) const OPEN_DIRECT: &str = "Open conversation";
pub(crate) const DIRECT_HINT: &str = "Nobody else can read what is said here.";
pub(crate) const CHOSEN: &str = "Chosen";
pub(crate) const ALL_ROOMS: &str = "All rooms";
pub(crate) const CREATE_A_ROOM: &str = "Create a room";
pub(crate) const CREATE_ROOM: &str = "Create room";
pub(crate) const ROOM_NAME: &str = "Room name";
pub(crate) const ROOM_NAME_HINT: &str = "Everyone on this Hubbub can find it and join.";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const CHOOSE_A_ROOM: &str = "Choose a room";
pub(crate) const CHOOSE_A_ROOM_HINT: &str = "The rooms are at the side. Alt with the arrow keys walks through them.";
pub(crate) const DRAFT: &str = "draft";

pub(crate) const HERE_NOW: &str = "Here now";
pub(crate) const YOU: &str = "you";
pub(crate) const MESSAGES: &str = "Messages";
pub(crate) const COPY_ROOM_LINK: &str = "Copy link to this room";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const FIRST_MESSAGE_HINT: &str =
    "Write the first message, or send the link to somebody you want to talk to.";
pub(crate) const LOADING_OLDER: &str = "Loading older messages…";
pub(crate) const LOAD_OLDER: &str = "Load older messages";
pub(crate) const LOAD_MISSED: &str = "Load them";

pub(crate) const SPOILER: &str = "Spoiler";
pub(crate) const CODE: &str = "Code";
pub(crate) const COPY: &str = "Copy";
pub(crate) const TABLE: &str = "Table";
pub(crate) const DONE: &str = "Done";
pub(crate) const TO_DO: &str = "To do";
pub(crate) const EMOJI: &str = "Emoji";
pub(crate) const FIND_EMOJI: &str = "Find an emoji";
pub(crate) const RECENT_EMOJI: &str = "Recently used";
pub(crate) const ALL_EMOJI: &str = "All emoji";
pub(crate) const FOUND_EMOJI: &str = "Found";
pub(crate) const NO_EMOJI: &str = "No emoji is called that.";
pub(crate) const EMOJI_MISSING: &str = "The emoji cannot be loaded right now.";

pub(crate) const SEND: &str = "Send";
pub(crate) const PENDING: &str = "Sending";
pub(crate) const QUEUED: &str = "Queued";
pub(crate) const RETRY: &str = "Retry";
pub(crate) const EDIT: &str = "Edit";
pub(crate) const DELETE: &str = "Delete";

pub(crate) const RECONNECTING: &str = "Reconnecting…";
pub(crate) const NEW_BUILD: &str = "There is a new version. Reloading keeps everything you wrote.";
pub(crate) const SIGNED_OUT: &str = "You are signed out. What you wrote is kept on this device.";
pub(crate) const OUTDATED: &str = "This page is too old for the server. Reloading keeps everything you wrote.";
pub(crate) const TRY_NOW: &str = "Try now";
pub(crate) const RELOAD: &str = "Reload";

pub(crate) const COMING: &str = "Loading…";
pub(crate) const NOT_LOADED: &str = "This could not be loaded";
pub(crate) const NOT_LOADED_HINT: &str =
    "The server cannot be reached, or has a newer version. What you wrote is safe on this device.";

pub(crate) const NOT_FOUND: &str = "There is nothing here";
pub(crate) const NOT_FOUND_HINT: &str = "The address may be mistyped, or the room may have another name.";
pub(crate) const TO_THE_ROOMS: &str = "Go to General";
pub(crate) const UNAVAILABLE: &str = "This room cannot be loaded right now";
pub(crate) const UNAVAILABLE_HINT: &str = "The server cannot be reached. What you wrote is safe on this device.";

/// The title of a page.
pub(crate) fn title(page: &str) -> String {
    [page, " · ", PRODUCT].concat()
}

/// What a page of the workspace is called: the list of rooms, or a room with what is unread anywhere.
pub(crate) fn workspace_title(room: Option<&Result<RoomData, ApiError>>, unread: u64) -> String {
    match room {
        None => ROOMS.to_owned(),
        Some(Err(ApiError::NotFound)) => NOT_FOUND.to_owned(),
        Some(Err(ApiError::SignedOut | ApiError::Unavailable)) => UNAVAILABLE.to_owned(),
        Some(Ok(data)) if unread == 0 => data.room.name.clone(),
        Some(Ok(data)) => format!("({unread}) {}", data.room.name),
    }
}

/// The name of the composer.
pub(crate) fn message_to(room: &str) -> String {
    "Message ".to_owned() + room
}

/// The heading at the very start of a room.
pub(crate) fn start_of(room: &str) -> String {
    "This is the start of ".to_owned() + room
}

/// The heading at the very start of a direct room.
pub(crate) fn start_with(people: &str) -> String {
    "This is the start of your messages with ".to_owned() + people
}

/// Takes somebody out of a list.
pub(crate) fn remove(name: &str) -> String {
    "Remove ".to_owned() + name
}

/// What a room's link says beside its name, for those who cannot see the pill.
pub(crate) fn unread(count: u64) -> String {
    format!("{count} unread")
}

/// A number where there is little space.
pub(crate) fn count(count: u64) -> String {
    if count > 999 { "999+".to_owned() } else { count.to_string() }
}

/// People who are here, but not listed.
pub(crate) fn others(count: u32) -> String {
    if count == 1 { "and 1 other".to_owned() } else { format!("and {count} others") }
}

/// What the unread divider says.
pub(crate) fn new_messages(count: u64) -> String {
    match count {
        0 => "New".to_owned(),
        1 => "New · 1 message".to_owned(),
        count => format!("New · {count} messages"),
    }
}

/// What the pill says while the newest messages are out of view.
pub(crate) fn to_latest(count: u64) -> String {
    if count == 0 { "To the latest".to_owned() } else { format!("{count} new") }
}

/// How many people are here.
pub(crate) fn here(count: u32) -> String {
    format!("{count} here")
}

/// What a gap in the history says.
pub(crate) fn missed(count: u64) -> String {
    if count == 1 { "1 message is not loaded yet.".to_owned() } else { format!("{count} messages are not loaded yet.") }
}

/// Who came and went, as one line.
pub(crate) fn came_and_went(came: &[String], went: &[String]) -> String {
    match (names(came), names(went)) {
        (Some(came), Some(went)) => format!("{came} joined, {went} left"),
        (Some(came), None) => came + " joined",
        (None, Some(went)) => went + " left",
        (None, None) => String::new(),
    }
}

/// Who types.
pub(crate) fn typing(people: &[String]) -> String {
    match people {
        [] => String::new(),
        [one] => format!("{one} is typing…"),
        [_, _] | [_, _, _] => names(people).unwrap_or_default() + " are typing…",
        _ => "Several people are typing…".to_owned(),
    }
}

/// What the connection banner says; a second sentence says how many messages wait.
pub(crate) fn unsent(count: usize) -> String {
    if count == 0 { String::new() } else { format!("{count} unsent") }
}

/// How much of the composer's limit is used.
pub(crate) fn used(bytes: usize) -> String {
    format!("{bytes} of {} bytes", limits::MESSAGE_BODY)
}

/// That a message is longer than the server takes.
pub(crate) fn too_long(surplus: usize) -> String {
    format!("Too long to send by {surplus} bytes. Shorten it, or send it in two parts.")
}

/// What to say beside a field of a form by which somebody comes in, if the refusal is about that field.
pub(crate) fn entry_error(refused: &Refusal, field: &str) -> Option<String> {
    // What is about no field of the form is said beside the first one.
    let is_password = refused.field.as_deref() == Some("password");
    if is_password != (field == "password") {
        return None;
    }
    Some(match (refused.code, refused.limit) {
        (ErrorCode::Unauthenticated, _) => "The name or the password is wrong.".to_owned(),
        (ErrorCode::RateLimited, _) => match refused.retry_after_ms.unwrap_or(0).div_ceil(60_000) {
            0 | 1 => "Too many tries. Wait a minute and try again.".to_owned(),
            minutes => format!("Too many tries. Wait {minutes} minutes and try again."),
        },
        (ErrorCode::Invalid, Some(least)) if is_password => format!("A password needs at least {least} characters."),
        (ErrorCode::Invalid, None) if is_password => {
            "Others would guess this one: it is common, or much like your name.".to_owned()
        }
        (ErrorCode::TooLarge, Some(most)) if is_password => format!("A password may have {most} bytes."),
        _ => refusal(refused),
    })
}

/// Why something was refused.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal.code {
        ErrorCode::NameTaken => "This name is taken. Choose another one.".to_owned(),
        ErrorCode::Invalid if refusal.field.as_deref() == Some("name") => {
            "A name needs at least one letter or digit, and no invisible characters.".to_owned()
        }
        ErrorCode::TooLarge => match (refusal.field.as_deref(), refusal.limit) {
            (Some("name"), Some(limit)) => format!("This name is too long. It may have {limit} characters."),
            _ => "This is too long.".to_owned(),
        },
        ErrorCode::NotFound => "This room is gone, or you are not in it.".to_owned(),
        ErrorCode::Forbidden => "Only who wrote it may do this.".to_owned(),
        ErrorCode::Deleted => "The message was deleted meanwhile.".to_owned(),
        ErrorCode::RateLimited => "That was too fast. Wait a moment and try again.".to_owned(),
        ErrorCode::Overloaded => "The server is busy. Try again in a moment.".to_owned(),
        ErrorCode::StorageFull => "The server has no space left. Tell whoever runs it, and try again later.".to_owned(),
        ErrorCode::Unauthenticated => "You are signed out. Sign in again.".to_owned(),
        ErrorCode::ForbiddenOrigin => "This page was not opened under the server's own address.".to_owned(),
        ErrorCode::UpgradeRequired => "This page is out of date. Reload it.".to_owned(),
        _ => "The server could not do this. Try again.".to_owned(),
    }
}

/// "Ada", "Ada and Grace", "Ada, Grace and Linus", "Ada, Grace and 3 others".
fn names(people: &[String]) -> Option<String> {
    match people {
        [] => None,
        [one] => Some(one.clone()),
        [one, two] => Some(format!("{one} and {two}")),
        [one, two, three] => Some(format!("{one}, {two} and {three}")),
        [one, two, rest @ ..] => Some(format!("{one}, {two} and {} others", rest.len())),
    }
}

/// What a live region says about one new message.
pub(crate) fn announce_message(author: &str, body: &str) -> String {
    [author, ": ", body].concat()
}

/// What a live region says about several new messages.
pub(crate) fn announce_count(count: usize) -> String {
    format!("{count} new messages")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn people_come_and_go_in_one_line() {
        let check = |came: &[&str], went: &[&str], line: &str| {
            assert_eq!(came_and_went(&people(came), &people(went)), line);
        };
        check(&["Ada"], &[], "Ada joined");
        check(&[], &["Linus"], "Linus left");
        check(&["Ada", "Grace"], &["Linus"], "Ada and Grace joined, Linus left");
        check(&["Ada", "Grace", "Linus", "Marvin"], &[], "Ada, Grace and 2 others joined");
    }

    #[test]
    fn a_crowd_types_without_names() {
        assert_eq!(typing(&people(&["Ada"])), "Ada is typing…");
        assert_eq!(typing(&people(&["Ada", "Grace"])), "Ada and Grace are typing…");
        assert_eq!(typing(&people(&["a", "b", "c", "d"])), "Several people are typing…");
    }

    #[test]
    fn a_taken_name_is_told_in_words() {
        let taken = Refusal::new(ErrorCode::NameTaken, "for developers");
        assert!(refusal(&taken).contains("taken"));
        assert!(!refusal(&taken).contains("developers"));
    }
}
