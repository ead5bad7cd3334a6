//! The rules for sessions.

use std::sync::Arc;

use hubbub_protocol::{AccountId, SessionId};

use super::{Scene, scene};
use crate::{
    Caller, Chat, Error, Published, accounts,
    memory::{MockClock, sign_in, sign_in_again},
    ports::TokenHash,
    rights::{Authority, Which},
    sessions::{self, Terms},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const TERMS: Terms = Terms { idle_ms: 30 * DAY_MS, longest_ms: 90 * DAY_MS };
const TOKEN: TokenHash = TokenHash::from_bytes([7; 32]);

/// Ada in one browser, on a clock that the test moves.
async fn signed_in() -> (Chat, Arc<MockClock>, Caller) {
    let clock = Arc::new(MockClock::default());
    let chat = Chat { clock: clock.clone(), ..scene().await.chat };
    let ada = accounts::sign_up(&chat, "Ada Lovelace").await.expect("the name is free");
    let caller = sessions::start(&chat, ada.id, TOKEN, "test/1".to_owned(), TERMS).await.expect("she may sign in");
    (chat, clock, caller)
}

async fn is_found(chat: &Chat) -> bool {
    sessions::find(chat, TOKEN, TERMS).await.expect("the store works").is_some()
}

fn ended(scene: &Scene) -> Vec<SessionId> {
    let published = scene.bus.published().into_iter();
    published.flat_map(|it| if let Published::SessionsEnded(ended) = it { ended } else { Vec::new() }).collect()
}

#[tokio::test]
async fn a_session_is_found_by_its_token_alone() {
    let (chat, _, ada) = signed_in().await;
    assert_eq!(sessions::find(&chat, TOKEN, TERMS).await.expect("the store works"), Some(ada));
    let other = TokenHash::from_bytes([8; 32]);
    assert_eq!(sessions::find(&chat, other, TERMS).await.expect("the store works"), None);
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_lasts_while_it_is() {
    let (chat, clock, _) = signed_in().await;
    for _ in 0..3 {
        clock.advance(29 * DAY_MS);
        assert!(is_found(&chat).await, "it was used in time");
    }
    let (chat, clock, _) = signed_in().await;
    clock.advance(30 * DAY_MS);
    assert!(!is_found(&chat).await, "it was not used for a month");
}

#[tokio::test]
async fn no_session_lasts_for_ever() {
    let (chat, clock, ada) = signed_in().await;
    for _ in 0..89 {
        clock.advance(DAY_MS);
        assert!(is_found(&chat).await);
    }
    clock.advance(DAY_MS);
    assert!(!is_found(&chat).await);
    assert_eq!(ada.until(), crate::ports::Clock::now(&*clock));
}

#[tokio::test]
async fn a_clock_that_is_set_back_logs_nobody_out() {
    let (chat, clock, _) = signed_in().await;
    clock.advance(-400 * DAY_MS);
    assert!(is_found(&chat).await);
}

#[tokio::test]
async fn sessions_whose_time_is_over_are_swept_away_and_announced() {
    let scene = scene().await;
    let clock = Arc::new(MockClock::default());
    let chat = Chat { clock: clock.clone(), ..scene.chat.clone() };
    let old = sign_in_again(&chat, scene.ada.id()).await.expect("she may sign in");
    clock.advance(31 * DAY_MS);
    let new = sign_in_again(&chat, scene.ada.id()).await.expect("she may sign in");
    assert_eq!(sessions::end_expired(&chat, TERMS).await.expect("the store works"), 2);
    assert!(ended(&scene).contains(&old.session()) && !ended(&scene).contains(&new.session()));
    assert!(sessions::holds(&chat, &new).await.expect("the store works"));
    assert!(!sessions::holds(&chat, &old).await.expect("the store works"));
}

#[tokio::test]
async fn signing_out_ends_this_session_and_says_so() {
    let scene = scene().await;
    let again = sign_in_again(&scene.chat, scene.ada.id()).await.expect("she may sign in");
    sessions::sign_out(&scene.chat, &scene.ada).await.expect("she may sign out");
    assert_eq!(ended(&scene), [scene.ada.session()]);
    let left = sessions::list(&scene.chat, &again).await.expect("the store works");
    assert_eq!(left.iter().map(|it| (it.id, it.current)).collect::<Vec<_>>(), [(again.session(), true)]);
}

#[tokio::test]
async fn the_sessions_of_others_do_not_exist() {
    let scene = scene().await;
    let grace = sign_in(&scene.chat, "Grace").await.expect("the name is free");
    let ending = sessions::end_one(&scene.chat, &grace, scene.ada.session()).await;
    assert!(matches!(ending, Err(Error::NotFound)), "{ending:?}");
    let ending = sessions::end(&scene.chat, (&grace).into(), scene.ada.id(), Which::All).await;
    assert!(matches!(ending, Err(Error::Forbidden)), "{ending:?}");
    assert_eq!(ended(&scene), []);
}

#[tokio::test]
async fn the_operator_ends_all_or_all_but_one() {
    let scene = scene().await;
    let again = sign_in_again(&scene.chat, scene.ada.id()).await.expect("she may sign in");
    let others = Which::Others(again.session());
    let count = sessions::end(&scene.chat, Authority::Operator, scene.ada.id(), others).await;
    assert_eq!((count.expect("the operator may"), ended(&scene)), (1, vec![scene.ada.session()]));
    let count = sessions::end(&scene.chat, Authority::Operator, scene.ada.id(), Which::All).await;
    assert_eq!((count.expect("the operator may"), ended(&scene).len()), (1, 2));
    let nobody = AccountId::from_bytes([0; 16]);
    let ending = sessions::end(&scene.chat, Authority::Operator, nobody, Which::All).await;
    assert!(matches!(ending, Err(Error::NotFound)), "{ending:?}");
}
