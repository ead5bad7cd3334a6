//! Bulk reads over HTTP.

use std::cell::RefCell;

use hubbub_app::ports::{ApiError, RoomData};
use hubbub_protocol::{LogPage, LogQuery, Presence, Room, RoomId, RoomSummary, Slug, json, path};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response};

/// How long an answer may take; after that it is better to try again.
const PATIENCE_MS: u32 = 15_000;

/// Asks the server over HTTP, and remembers where rooms are: their addresses never change.
#[derive(Default)]
pub(crate) struct Http {
    rooms: RefCell<Vec<Room>>,
}

impl Http {
    /// What the page of the room at this address begins with.
    pub(crate) async fn room(&self, slug: &Slug) -> Result<RoomData, ApiError> {
        let room = if let Some(room) = self.known(slug) {
            room
        } else {
            let list: Vec<RoomSummary> = get(path::ROOMS).await?;
            self.rooms.replace(list.into_iter().map(|summary| summary.room).collect());
            self.known(slug).ok_or(ApiError::NotFound)?
        };
        let page = self.log(room.id, LogQuery::default()).await?;
        Ok(RoomData { room, page, presence: Presence::default() })
    }

    /// A page of a room log.
    pub(crate) async fn log(&self, room: RoomId, query: LogQuery) -> Result<LogPage, ApiError> {
        get(&path::room_log(room, query)).await
    }

    fn known(&self, slug: &Slug) -> Option<Room> {
        self.rooms.borrow().iter().find(|room| room.slug == *slug).cloned()
    }
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    let text = fetch(path).await?;
    json::read(&text).map_err(|_| ApiError::Unavailable)
}

/// What the server says at this path.
pub(crate) async fn fetch(path: &str) -> Result<String, ApiError> {
    let options = RequestInit::new();
    options.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    let response = JsFuture::from(crate::window().fetch_with_str_and_init(path, &options)).await;
    let response: Response = response.map_err(|_| ApiError::Unavailable)?.unchecked_into();
    match response.status() {
        200 => {}
        401 => return Err(ApiError::SignedOut),
        404 => return Err(ApiError::NotFound),
        _ => return Err(ApiError::Unavailable),
    }
    let text = response.text().map_err(|_| ApiError::Unavailable)?;
    JsFuture::from(text).await.ok().and_then(|text| text.as_string()).ok_or(ApiError::Unavailable)
}
