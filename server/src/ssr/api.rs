//! `ChatApi` in process.

use async_trait::async_trait;
use axum::extract::FromRef;
use hubbub_app::ports::{ApiError, ChatApi, Home, RoomData};
use hubbub_chat::{Caller, Chat, Error, log, rooms};
use hubbub_protocol::{LogPage, LogQuery, RoomId, Slug};
use hubbub_realtime::Realtime;

use crate::{app::AppState, http::Problem};

/// The chat as one visitor may see it.
pub(super) struct LocalApi {
    chat: Chat,
    realtime: Realtime,
    build: String,
    caller: Option<Caller>,
}

impl LocalApi {
    pub(super) fn new(state: &AppState, build: &str, caller: Option<Caller>) -> Self {
        Self { chat: Chat::from_ref(state), realtime: Realtime::from_ref(state), build: build.to_owned(), caller }
    }

    fn caller(&self) -> Result<&Caller, ApiError> {
        self.caller.as_ref().ok_or(ApiError::SignedOut)
    }
}

#[async_trait]
impl ChatApi for LocalApi {
    async fn home(&self) -> Result<Home, ApiError> {
        let caller = self.caller()?;
        let rooms = rooms::list(&self.chat, caller).await.map_err(refused)?;
        Ok(Home { account: caller.account().clone(), rooms, build: self.build.clone() })
    }

    async fn room(&self, slug: &str) -> Result<RoomData, ApiError> {
        let Ok(slug) = slug.parse::<Slug>();
        let room = rooms::at(&self.chat, self.caller()?, slug).await.map_err(refused)?;
        let page = self.log(room.id, LogQuery::default()).await?;
        let presence = self.realtime.presence(room.id);
        Ok(RoomData { room, page, presence })
    }

    async fn log(&self, room: RoomId, query: LogQuery) -> Result<LogPage, ApiError> {
        log::page(&self.chat, self.caller()?, room, query).await.map_err(refused)
    }
}

fn refused(error: Error) -> ApiError {
    match error {
        Error::NotFound => ApiError::NotFound,
        // A problem tells the operator what the visitor does not need to know.
        error => {
            drop(Problem::from(error));
            ApiError::Unavailable
        }
    }
}
