//! The platform of a page that is only rendered: a clock, and nothing else.

use std::sync::Arc;

use axum::extract::FromRef;
use hubbub_app::{
    later::Functions,
    ports::{Draft, Platform, Sink, TimeStyle},
};
use hubbub_chat::{Chat, ports::Clock};
use hubbub_client::{Mark, Moment, Unsent};
use hubbub_protocol::{AccountId, LogQuery, Nonce, RoomId, Slug, Timestamp};

use crate::app::AppState;

/// What a page gets instead of a browser. Nothing that needs one is done before the page is there.
pub(super) struct NoBrowser {
    clock: Arc<dyn Clock>,
}

impl NoBrowser {
    pub(super) fn new(state: &AppState) -> Self {
        Self { clock: Chat::from_ref(state).clock }
    }
}

impl Platform for NoBrowser {
    fn listen(&self, _account: AccountId, _sink: Sink) {}

    fn now(&self) -> Moment {
        Moment::default()
    }

    fn wall(&self) -> Timestamp {
        self.clock.now()
    }

    /// Only the pauses between tries to connect depend on it, and there are none here.
    fn random(&self) -> [u8; 10] {
        [0; 10]
    }

    fn is_online(&self) -> bool {
        true
    }

    fn wake_at(&self, _at: Moment) {}

    fn next_frame(&self) {}

    fn open_socket(&self) {}

    fn send_frame(&self, _text: String) {}

    fn close_socket(&self, _code: u16) {}

    fn go(&self, _path: &str) {}

    fn fetch_room(&self, _slug: Slug) {}

    fn fetch_log(&self, _request: u32, _room: RoomId, _query: LogQuery) {}

    fn later(&self) -> Option<Functions> {
        Some(Functions::all())
    }
    fn fetch(&self, _request: u32, _path: String) {}

    fn save(&self, _unsent: Unsent) {}

    fn forget(&self, _nonce: Nonce) {}

    fn save_draft(&self, _draft: Draft) {}

    fn save_read(&self, _mark: Mark) {}

    fn keep_page(&self, _path: String) {}

    fn utc_offset_minutes(&self, _at: Timestamp) -> i32 {
        0
    }

    /// The page writes times in UTC by itself until it knows the local time.
    fn format(&self, _at: Timestamp, _style: TimeStyle) -> String {
        String::new()
    }
}
