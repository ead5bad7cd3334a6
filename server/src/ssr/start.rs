//! What the workspace begins with.

use axum::extract::FromRef;
use hubbub_app::{
    Place,
    ports::{ApiError, Home, RoomData, Start},
};
use hubbub_chat::{Caller, Chat, Error, Result, log, rooms};
use hubbub_protocol::{LogQuery, Slug};
use hubbub_realtime::Realtime;

use crate::{app::AppState, http::Problem, site::Site};

/// Reads what this person sees first at this place.
pub(super) async fn read(state: &AppState, caller: &Caller, place: Place) -> Result<Start> {
    let (rooms, account_version) = rooms::overview(&Chat::from_ref(state), caller).await?;
    let build = Site::from_ref(state).build().to_owned();
    let home = Home { account: caller.account().clone(), rooms, account_version, build };
    let room = match place.room() {
        None => None,
        Some(slug) => Some((slug.clone(), room(state, caller, slug).await.map_err(refused))),
    };
    Ok(Start { home, room })
}

async fn room(state: &AppState, caller: &Caller, slug: Slug) -> Result<RoomData> {
    let chat = Chat::from_ref(state);
    let room = rooms::at(&chat, caller, slug).await?;
    let page = log::page(&chat, caller, room.id, LogQuery::default()).await?;
    let presence = Realtime::from_ref(state).presence(room.id);
    Ok(RoomData { room, page, presence })
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

/// JSON for a data block: without `<`, so that no text in it can end the element.
pub(super) fn json(start: &Start) -> String {
    let json = serde_json::to_string(start).expect("ids, texts and numbers always encode");
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use hubbub_protocol::{Account, AccountId, Seq, Timestamp};

    use super::*;

    #[test]
    fn no_text_can_end_the_data_block() {
        let id = AccountId::new(Timestamp::from_millis(0), [1; 10]);
        let account = Account { id, name: "</script><script>alert(1)".to_owned() };
        let start = Start {
            home: Home { account, rooms: Vec::new(), account_version: Seq::ZERO, build: String::new() },
            room: None,
        };
        let json = json(&start);
        assert!(!json.contains('<'), "{json}");
        assert_eq!(serde_json::from_str::<Start>(&json).expect("it is still JSON"), start);
    }
}
