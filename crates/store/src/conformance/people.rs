//! What accounts are, and their sessions.

use hubbub_chat::{
    Role,
    ports::{Session, Standing, Store, TokenHash},
    rights::{Authority, EndSessions, Which, authorize},
};
use hubbub_protocol::{Account, AccountId, SessionId, Timestamp};

use super::Stage;

/// Everybody begins active, in the role they were added with.
pub fn an_account_has_the_role_it_was_added_with<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    for role in Role::ALL {
        let account = stage.account_as(role.as_str(), role);
        let id = account.id;
        let expected = Standing { account, role, is_active: true };
        assert_eq!(stage.read(move |reader| Ok(reader.standing(id)?)), Some(expected));
    }
    let nobody = AccountId::from_bytes([0xff; 16]);
    assert_eq!(stage.read(move |reader| Ok(reader.standing(nobody)?)), None);
}

/// With its owner, by the whole hash and by nothing else.
pub fn a_session_is_found_by_the_hash_of_its_token<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.account("Ada"), stage.account("Grace"));
    let session = sign_in(&stage, &ada, 1);
    sign_in(&stage, &grace, 2);
    let (found, standing) = find(&stage, 1).expect("it is there");
    assert_eq!((found, standing.account, standing.role), (session.clone(), ada, Role::Member));
    assert_eq!(find(&stage, 3), None);
    let id = session.id;
    assert!(stage.read(move |reader| Ok(reader.has_session(id)?)));
    assert!(!stage.read(|reader| Ok(reader.has_session(SessionId::from_bytes([9; 16]))?)));
}

/// A token that two sessions share would sign one person in as another.
pub fn a_token_belongs_to_one_session<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.account("Ada"), stage.account("Grace"));
    sign_in(&stage, &ada, 1);
    let (id, session) = (grace.id, session(&stage));
    let again = stage.write(move |tx| Ok(tx.insert_session(id, &token(1), &session)?));
    again.expect_err("the token is taken");
    assert_eq!(find(&stage, 1).map(|(_, standing)| standing.account), Some(ada));
    let (nobody, session) = (AccountId::from_bytes([0xff; 16]), self::session(&stage));
    stage.write(move |tx| Ok(tx.insert_session(nobody, &token(5), &session)?)).expect_err("there is no such account");
}

/// Only this, and only where there is such a session.
pub fn it_is_noted_when_a_session_was_used<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.account("Ada");
    let session = sign_in(&stage, &ada, 1);
    let (id, later) = (session.id, Timestamp::from_millis(session.seen_at.as_millis() + 5_000));
    stage.write(move |tx| Ok(tx.see_session(id, later)?)).expect("it can be noted");
    assert_eq!(find(&stage, 1).map(|(found, _)| found), Some(Session { seen_at: later, ..session }));
    let gone = SessionId::from_bytes([9; 16]);
    stage.write(move |tx| Ok(tx.see_session(gone, later)?)).expect("a session that has ended is not missed");
}

/// One, all but one, or all; never those of somebody else.
pub fn sessions_end_for_one_account_at_a_time<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.account("Ada"), stage.account("Grace"));
    let mine: Vec<_> = (1..=4).map(|n| sign_in(&stage, &ada, n).id).collect();
    let hers = sign_in(&stage, &grace, 9).id;
    assert_eq!(end(&stage, &ada, Which::One(hers)), []);
    assert_eq!(end(&stage, &ada, Which::One(mine[1])), [mine[1]]);
    assert_eq!(end(&stage, &ada, Which::One(mine[1])), [], "it is gone");
    assert_eq!(sessions(&stage, &ada), [mine[0], mine[2], mine[3]], "the newest is the last");
    assert_eq!(end(&stage, &ada, Which::Others(mine[2])), [mine[0], mine[3]]);
    assert_eq!(end(&stage, &ada, Which::All), [mine[2]]);
    assert_eq!((sessions(&stage, &ada), sessions(&stage, &grace)), (vec![], vec![hers]));
    assert_eq!(find(&stage, 1), None);
}

/// By when they were used, and by when they began.
pub fn sessions_end_when_their_time_is_over<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.account("Ada");
    let old: Vec<_> = (1..=3).map(|n| sign_in(&stage, &ada, n)).collect();
    let (used, seen) = (old[1].id, Timestamp::from_millis(old[2].seen_at.as_millis() + 5_000));
    stage.write(move |tx| Ok(tx.see_session(used, seen)?)).expect("it can be noted");
    let end = |seen: Timestamp, began: Timestamp| {
        stage.write(move |tx| Ok(tx.end_sessions_before(seen, began)?)).expect("they can be ended")
    };
    assert_eq!(end(old[1].seen_at, Timestamp::default()), [old[0].id], "the second was used since");
    assert_eq!(end(Timestamp::default(), old[1].began_at), [old[1].id], "however much it was used");
    assert_eq!(sessions(&stage, &ada), [old[2].id]);
}

fn token(n: u8) -> TokenHash {
    TokenHash::from_bytes([n; 32])
}

fn session<S: Store>(stage: &Stage<S>) -> Session {
    let (at, random) = stage.fresh();
    Session { id: SessionId::new(at, random), client: "test/1".to_owned(), began_at: at, seen_at: at }
}

fn sign_in<S: Store>(stage: &Stage<S>, account: &Account, n: u8) -> Session {
    let (id, session) = (account.id, session(stage));
    let added = session.clone();
    stage.write(move |tx| Ok(tx.insert_session(id, &token(n), &added)?)).expect("the session can be added");
    session
}

fn find<S: Store>(stage: &Stage<S>, n: u8) -> Option<(Session, Standing)> {
    stage.read(move |reader| Ok(reader.session_by_token(&token(n))?))
}

fn sessions<S: Store>(stage: &Stage<S>, account: &Account) -> Vec<SessionId> {
    let id = account.id;
    stage.read(move |reader| Ok(reader.sessions(id)?.into_iter().map(|session| session.id).collect()))
}

fn end<S: Store>(stage: &Stage<S>, account: &Account, which: Which) -> Vec<SessionId> {
    let id = account.id;
    let ended = stage.write(move |tx| {
        let standing = tx.standing(id)?.expect("the account is there");
        let proof = authorize(Authority::Operator, EndSessions(which), standing)?;
        Ok(tx.end_sessions(&proof)?)
    });
    let mut ended = ended.expect("they can be ended");
    ended.sort();
    ended
}
