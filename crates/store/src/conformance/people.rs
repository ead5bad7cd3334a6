//! What accounts are, their passwords and sessions, and the links by which people come in.

use hubbub_chat::{
    Error, Role,
    ports::{Invitation, PasswordHash, Session, Standing, Store, TokenHash},
    rights::{
        Authority, ChangeRole, EndSessions, Invite, ResetPassword, SeePeople, SetActive, SetPassword, Which, authorize,
    },
};
use hubbub_protocol::{Account, AccountId, InvitationId, SessionId, Timestamp};

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

/// A link by which people come in.
fn invite<S: Store>(stage: &Stage<S>, by: Option<&Account>, n: u8, uses: u32) -> Invitation {
    let (made_at, random) = stage.fresh();
    let expires_at = Timestamp::from_millis(made_at.as_millis() + 1_000_000);
    let id = InvitationId::new(made_at, random);
    let by = by.map(|account| account.id);
    let invitation = Invitation { id, role: Role::Member, by, made_at, expires_at, uses };
    let added = stage.write(move |tx| {
        let proof = authorize(Authority::Operator, Invite, Role::Member)?;
        Ok(tx.insert_invitation(&proof, &token(n), &invitation)?)
    });
    added.expect("the invitation can be added");
    invitation
}

fn use_invitation<S: Store>(stage: &Stage<S>, n: u8, now: Timestamp) -> Option<Invitation> {
    stage.write(move |tx| Ok(tx.use_invitation(&token(n), now)?)).expect("it can be tried")
}

/// With all that it is, and nothing else by another token.
pub fn an_invitation_is_found_by_its_id_and_its_token<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.account("Ada");
    let (hers, anybodys) = (invite(&stage, Some(&ada), 1, 3), invite(&stage, None, 2, 1));
    for (invitation, n) in [(hers, 1), (anybodys, 2)] {
        let id = invitation.id;
        assert_eq!(stage.read(move |reader| Ok(reader.invitation(id)?)), Some(invitation));
        assert_eq!(stage.read(move |reader| Ok(reader.invitation_by_token(&token(n))?)), Some(invitation));
    }
    assert_eq!(stage.read(|reader| Ok(reader.invitation_by_token(&token(3))?)), None);
}

/// Not once more, and not after its time (S8).
pub fn an_invitation_is_used_as_often_as_it_says<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let twice = invite(&stage, None, 1, 2);
    let now = twice.made_at;
    assert_eq!(use_invitation(&stage, 9, now), None);
    for left in [1, 0] {
        assert_eq!(use_invitation(&stage, 1, now), Some(Invitation { uses: left, ..twice }));
    }
    assert_eq!(use_invitation(&stage, 1, now), None);
    let late = invite(&stage, None, 2, 1);
    assert_eq!(use_invitation(&stage, 2, late.expires_at), None);
    assert!(use_invitation(&stage, 2, Timestamp::from_millis(late.expires_at.as_millis() - 1)).is_some());
}

/// A unit that is undone gives the use back.
pub fn a_use_that_is_undone_was_none<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let once = invite(&stage, None, 1, 1);
    let undone = stage.write(move |tx| {
        tx.use_invitation(&token(1), once.made_at)?;
        Err::<(), _>(Error::NameTaken)
    });
    undone.expect_err("the name is taken");
    assert!(use_invitation(&stage, 1, once.made_at).is_some());
}

/// Those that can be used, the newest last.
pub fn invitations_are_listed_while_they_work<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let all: Vec<_> = (1..=4).map(|n| invite(&stage, None, n, 1)).collect();
    let now = all[3].made_at;
    use_invitation(&stage, 2, now);
    let id = all[2].id;
    let revoked = stage.write(move |tx| {
        let proof = authorize(Authority::Operator, Invite, Role::Member)?;
        Ok(tx.revoke_invitation(&proof, id)?)
    });
    revoked.expect("it can be taken back");
    assert_eq!(use_invitation(&stage, 3, now), None, "it was taken back");
    let listed =
        |now| stage.read(move |reader| Ok(reader.invitations(&authorize(Authority::Operator, SeePeople, ())?, now)?));
    assert_eq!(listed(now), [all[0], all[3]]);
    assert_eq!(listed(all[0].expires_at), [all[3]]);
}

/// The newest one, once, and in its time.
pub fn a_link_for_a_password_is_used_once<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.account("Ada"), stage.account("Grace"));
    let (now, soon) = (Timestamp::from_millis(1_000), Timestamp::from_millis(2_000));
    let make = |account: &Account, n| {
        let id = account.id;
        let made = stage.write(move |tx| {
            let standing = tx.standing(id)?.expect("the account is there");
            let proof = authorize(Authority::Operator, ResetPassword, standing)?;
            Ok(tx.insert_reset(&proof, &token(n), soon)?)
        });
        made.expect("it can be made");
    };
    let look = |n, at| stage.read(move |reader| Ok(reader.reset(&token(n), at)?));
    let take = |n, at| stage.write(move |tx| Ok(tx.use_reset(&token(n), at)?)).expect("it can be tried");
    make(&ada, 1);
    make(&grace, 2);
    make(&ada, 3);
    assert_eq!((look(1, now), look(2, now), look(3, now)), (None, Some(grace.id), Some(ada.id)));
    assert_eq!((take(3, soon), take(1, now)), (None, None), "one is over and one was replaced");
    assert_eq!((take(3, now), take(3, now), look(3, now)), (Some(ada.id), None, None));
    assert_eq!(take(2, now), Some(grace.id));
}

/// The one that was set last, of each account its own.
pub fn a_password_is_what_was_set_last<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.account("Ada"), stage.account("Grace"));
    let password = |account: &Account| {
        let id = account.id;
        stage.read(move |reader| Ok(reader.password(id)?)).map(|hash| hash.as_str().to_owned())
    };
    assert_eq!(password(&ada), None);
    for hash in ["first", "second"] {
        let id = ada.id;
        let set = stage.write(move |tx| {
            let standing = tx.standing(id)?.expect("the account is there");
            let proof = authorize(Authority::Account { id, role: standing.role }, SetPassword, standing)?;
            Ok(tx.set_password(&proof, &PasswordHash::new(hash.to_owned()), Timestamp::default())?)
        });
        set.expect("it can be set");
        assert_eq!((password(&ada).as_deref(), password(&grace)), (Some(hash), None));
    }
    let people = stage.read(|reader| Ok(reader.people(&authorize(Authority::Operator, SeePeople, ())?, 10)?));
    let shown: Vec<_> = people.iter().map(|it| (it.standing.account.name.as_str(), it.has_password)).collect();
    assert_eq!(shown, [("Ada", true), ("Grace", false)]);
}

/// Roles and being active change for one account at a time; only owners who may sign in count.
pub fn a_standing_changes_for_one_alone<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.account("Ada"), stage.account_as("Grace", Role::Owner));
    let owners = || stage.read(|reader| Ok(reader.owners()?));
    let standing = |account: &Account| {
        let id = account.id;
        stage.read(move |reader| Ok(reader.standing(id)?)).map(|it| (it.role, it.is_active))
    };
    assert_eq!(owners(), 1);
    let id = ada.id;
    let changed = stage.write(move |tx| {
        let standing = tx.standing(id)?.expect("the account is there");
        Ok(tx.set_role(&authorize(Authority::Operator, ChangeRole(Role::Owner), standing)?)?)
    });
    changed.expect("it can be changed");
    assert_eq!((owners(), standing(&ada)), (2, Some((Role::Owner, true))));
    for (active, count) in [(SetActive::Deactivated, 1), (SetActive::Active, 2)] {
        let changed = stage.write(move |tx| {
            let standing = tx.standing(id)?.expect("the account is there");
            Ok(tx.set_active(&authorize(Authority::Operator, active, standing)?, Timestamp::default())?)
        });
        changed.expect("it can be changed");
        assert_eq!((owners(), standing(&ada)), (count, Some((Role::Owner, active == SetActive::Active))));
        assert_eq!(standing(&grace), Some((Role::Owner, true)));
    }
}
