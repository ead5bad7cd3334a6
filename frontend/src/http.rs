//! `ChatApi` over HTTP.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use gloo_net::http::Request;
use hubbub_app::ports::{ApiError, ChatApi, Home, RoomData};
use hubbub_protocol::{LogPage, LogQuery, Presence, Room, RoomId, RoomSummary, SignedIn, path};
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

/// How long an answer may take; after that it is better to try again.
const PATIENCE_MS: u32 = 15_000;

/// Asks the server over HTTP, and remembers where rooms are: their addresses never change.
#[derive(Default)]
pub(crate) struct HttpApi {
    rooms: Mutex<Vec<Room>>,
}

#[async_trait]
impl ChatApi for HttpApi {
    async fn home(&self) -> Result<Home, ApiError> {
        let SignedIn { account, .. } = get(path::SESSION.to_owned()).await?;
        let rooms = self.list().await?;
        Ok(Home { account, rooms, build: crate::build().unwrap_or_default() })
    }

    async fn room(&self, slug: &str) -> Result<RoomData, ApiError> {
        let room = if let Some(room) = self.known(slug) {
            room
        } else {
            self.list().await?;
            self.known(slug).ok_or(ApiError::NotFound)?
        };
        let page = self.log(room.id, LogQuery::default()).await?;
        Ok(RoomData { room, page, presence: Presence::default() })
    }

    async fn log(&self, room: RoomId, query: LogQuery) -> Result<LogPage, ApiError> {
        get(path::room_log(room, query)).await
    }
}

impl HttpApi {
    async fn list(&self) -> Result<Vec<RoomSummary>, ApiError> {
        let list: Vec<RoomSummary> = get(path::ROOMS.to_owned()).await?;
        let rooms = list.iter().map(|summary| summary.room.clone()).collect();
        *self.rooms.lock().unwrap_or_else(PoisonError::into_inner) = rooms;
        Ok(list)
    }

    fn known(&self, slug: &str) -> Option<Room> {
        let rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.iter().find(|room| room.slug.as_str() == slug).cloned()
    }
}

/// Browser futures are not `Send`; the page has one thread, so the wrapper never leaves it.
async fn get<T: DeserializeOwned>(path: String) -> Result<T, ApiError> {
    let text = SendWrapper::new(fetch(path)).await?;
    serde_json::from_str(&text).map_err(|_| ApiError::Unavailable)
}

async fn fetch(path: String) -> Result<String, ApiError> {
    let signal = AbortSignal::timeout_with_u32(PATIENCE_MS);
    let response = Request::get(&path).abort_signal(Some(&signal)).send().await.map_err(|_| ApiError::Unavailable)?;
    match response.status() {
        200 => response.text().await.map_err(|_| ApiError::Unavailable),
        401 => Err(ApiError::SignedOut),
        404 => Err(ApiError::NotFound),
        _ => Err(ApiError::Unavailable),
    }
}
