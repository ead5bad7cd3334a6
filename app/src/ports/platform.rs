//! The services of the browser, asked for by calls and answered by happenings.

use hubbub_protocol::{AccountId, Nonce, Position, RoomId, Timestamp};

/// Something that happened outside of the page's own code.
#[derive(Debug)]
pub enum Happening {
    /// The drafts of this device.
    DraftsLoaded(Vec<(RoomId, String)>),
}

/// Where happenings go.
pub type Sink = Box<dyn Fn(Happening) + Send + Sync>;

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeStyle {
    /// Hours and minutes.
    Time,
    /// Date and time.
    Full,
    /// The date alone.
    Day,
}

/// The services of the browser. The implementation for rendering on the server does nothing.
pub trait Platform: Send + Sync {
    /// The time of the clock on the wall.
    fn wall(&self) -> Timestamp;
    /// Minutes that local time is ahead of UTC at that moment.
    fn utc_offset_minutes(&self, at: Timestamp) -> i32;
    /// The moment in local time and in the words of the locale.
    fn format(&self, at: Timestamp, style: TimeStyle) -> String;
}
