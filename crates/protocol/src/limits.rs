//! The limits both sides know. A server refuses what goes beyond them; a client says so before it sends.

/// Bytes of a message body.
pub const MESSAGE_BODY: usize = 16 * 1024;
/// Characters of the line by which a reply recalls what it answers.
pub const EXCERPT: usize = 120;
/// Bytes of the emoji of a reaction; the longest ones of Unicode have 35.
pub const EMOJI: usize = 64;
/// Different emoji on one message.
pub const REACTION_EMOJI: usize = 20;
/// Reactions on one message, of all people and emoji together: they travel whenever the message does.
pub const REACTIONS: usize = 500;
/// Times one message may be edited.
pub const EDITS: u32 = 200;
/// Messages pinned to one room.
pub const PINS: usize = 50;
/// Bytes of one frame from a client, and of a whole message made of several frames.
pub const FRAME: usize = 64 * 1024;
/// Nesting of objects and arrays in a frame.
pub const JSON_DEPTH: usize = 16;
/// Characters of an account name.
pub const ACCOUNT_NAME: usize = 40;
/// Characters of a room name.
pub const ROOM_NAME: usize = 60;
/// People in one direct room.
pub const DIRECT_PEOPLE: usize = 10;
/// People in the answer to a search for them.
pub const PEOPLE_FOUND: usize = 50;
/// Rooms one `hello` may ask to resume; the client catches up on further ones over HTTP.
pub const RESUME_ROOMS: usize = 500;
/// Missed entries the server replays for a room; beyond it sends the newest page and a gap.
pub const RESUME_ENTRIES: usize = 500;
/// Entries of a page when a request does not say.
pub const PAGE: usize = 50;
/// Entries of the largest page.
pub const PAGE_MAX: usize = 200;
/// Names in one presence list; the count beside it is exact.
pub const PRESENCE_NAMES: usize = 100;
/// Milliseconds between two heartbeats of the server.
pub const HEARTBEAT_MS: u32 = 25_000;
/// Milliseconds an open socket may stay without `hello`.
pub const HELLO_DEADLINE_MS: u32 = 10_000;
/// Milliseconds after which a typing signal that was not renewed is over.
pub const TYPING_EXPIRES_MS: u32 = 6_000;
