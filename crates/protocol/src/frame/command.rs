//! Commands: what a client asks for.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    AddReaction, CancelMessage, CountUnread, CreateRoom, DeleteMessage, EditMessage, ErrorCode, Hello, JoinRoom,
    MarkRead, OpenDirect, PinMessage, Refusal, RemoveReaction, SendMessage, SetTyping, UnpinMessage, limits,
};

/// Characters of what is told about a text that cannot be read.
const ERROR: usize = 160;
/// Characters of an unknown name that are told; each may be six bytes in JSON.
const NAME: usize = 32;

/// A command with the number its reply will name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommandFrame {
    /// Chosen by the client; the reply repeats it.
    pub id: u32,
    /// What is asked for.
    #[serde(flatten)]
    pub command: Command,
}

/// A command that knows what it is called on the wire.
pub trait Named: Serialize {
    /// Its name.
    const NAME: &'static str;
}

/// The text of a frame with one command of a known kind. It is what [`CommandFrame::encode`] gives, with far less code
/// in the browser than an enum of all commands.
pub fn encode<C: Named>(id: u32, command: &C) -> String {
    encode_as(id, C::NAME, command)
}

/// The same for any object that has the fields of the command of this name.
pub fn encode_as(id: u32, name: &str, fields: &impl Serialize) -> String {
    let fields = serde_json::to_string(fields).expect("commands have string keys only, so they always encode");
    let more = fields.strip_prefix('{').filter(|more| more.len() > 1);
    let id = id.to_string();
    match more {
        Some(more) => [r#"{"id":"#, &id, r#","command":""#, name, r#"","#, more].concat(),
        None => [r#"{"id":"#, &id, r#","command":""#, name, r#""}"#].concat(),
    }
}

/// Lists every command once; the enum, its wire names and its decoder cannot drift apart.
macro_rules! commands {
    ($($(#[$doc:meta])* $wire:literal => $name:ident,)*) => {
        /// Everything a client can ask for.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[serde(tag = "command")]
        pub enum Command {
            $($(#[$doc])* #[serde(rename = $wire)] $name($name),)*
        }

        impl Command {
            /// The names of all commands, as they stand on the wire.
            pub const NAMES: &[&str] = &[$($wire),*];

            fn decode(name: &str, text: &str) -> Option<serde_json::Result<Self>> {
                match name {
                    $($wire => Some(serde_json::from_str(text).map(Self::$name)),)*
                    _ => None,
                }
            }
        }

        $(
            impl From<$name> for Command {
                fn from(command: $name) -> Self {
                    Self::$name(command)
                }
            }

            impl Named for $name {
                const NAME: &'static str = $wire;
            }
        )*
    };
}

commands! {
    /// Introduce the connection.
    "hello" => Hello,
    /// Say something in a room.
    "send_message" => SendMessage,
    /// Make sure that a send is not seen.
    "cancel_message" => CancelMessage,
    /// Give a message another text.
    "edit_message" => EditMessage,
    /// Delete a message.
    "delete_message" => DeleteMessage,
    /// React to a message.
    "add_reaction" => AddReaction,
    /// Take a reaction back.
    "remove_reaction" => RemoveReaction,
    /// Pin a message to its room.
    "pin_message" => PinMessage,
    /// Take a pin off.
    "unpin_message" => UnpinMessage,
    /// Move the read marker of a room.
    "mark_read" => MarkRead,
    /// Count what is unread.
    "count_unread" => CountUnread,
    /// Make a room.
    "create_room" => CreateRoom,
    /// Open the direct room of some people.
    "open_direct" => OpenDirect,
    /// Become a member of a room.
    "join_room" => JoinRoom,
    /// Start or stop typing.
    "set_typing" => SetTyping,
}

/// A frame that holds no command, and the number to answer it under where one could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// The `id` of the frame, zero when it could not be read.
    pub id: u32,
    /// What to answer.
    pub refusal: Refusal,
}

/// What every command has; the rest depends on its name.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(default)]
    id: u32,
    #[serde(borrow)]
    command: Cow<'a, str>,
}

impl CommandFrame {
    /// The text of the frame.
    pub fn encode(&self) -> String {
        serde_json::to_string(self).expect("commands have string keys only, so they always encode")
    }

    /// Reads a frame. Unknown fields are ignored; an unknown command is an error that names it.
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        if nests_deeper_than(text, limits::JSON_DEPTH) {
            let refusal = Refusal::new(ErrorCode::Malformed, "The frame nests too deeply.").limit(limits::JSON_DEPTH);
            return Err(DecodeError { id: 0, refusal });
        }
        let head: Head = serde_json::from_str(text).map_err(|error| {
            let message = format!("A frame must be a JSON object with `id` and `command`: {}.", brief(&error));
            DecodeError { id: 0, refusal: Refusal::new(ErrorCode::Malformed, message) }
        })?;
        let id = head.id;
        match Command::decode(&head.command, text) {
            Some(Ok(command)) => Ok(Self { id, command }),
            Some(Err(error)) => {
                let message = format!("`{}` is not well formed: {}.", head.command, brief(&error));
                let refusal = Refusal::new(ErrorCode::Malformed, message).field(head.command);
                Err(DecodeError { id, refusal })
            }
            None => {
                let name: String = head.command.chars().take(NAME).collect();
                let message = format!("There is no command `{name}`; there are {}.", Command::NAMES.join(", "));
                Err(DecodeError { id, refusal: Refusal::new(ErrorCode::UnknownCommand, message).field(name) })
            }
        }
    }
}

/// What is wrong with a text, which may quote it, but not at length.
fn brief(error: &serde_json::Error) -> String {
    error.to_string().chars().take(ERROR).collect()
}

/// Whether objects and arrays nest deeper than `limit`; one pass, before anything recursive sees the text.
fn nests_deeper_than(text: &str, limit: usize) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                if depth > limit {
                    return true;
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}
