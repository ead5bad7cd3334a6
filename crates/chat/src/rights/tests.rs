//! The whole table of who may do what to whom.

use hubbub_protocol::{Account, AccountId, MessageId, RoomId, Seq, SessionId, Target};

use super::*;
use crate::{
    Error,
    ports::{Membership, Standing},
};

fn account(n: u8) -> Account {
    Account { id: AccountId::from_bytes([n; 16]), name: format!("Guest {n}") }
}

fn standing(n: u8, role: Role) -> Standing {
    Standing { account: account(n), role, is_active: true }
}

fn authority(n: u8, role: Role) -> Authority {
    Authority::Account { id: account(n).id, role }
}

#[test]
fn only_the_author_changes_a_message() {
    let target = Target { seq: Seq::new(1), message: MessageId::from_bytes([9; 16]) };
    let written = Written { target, author: account(1).id };
    let member = |n| Membership { account: account(n), room: RoomId::from_bytes([3; 16]) };
    let edit = authorize(member(1), Edit, written).expect("it is theirs");
    assert_eq!((edit.by(), edit.object()), (&member(1), &written));
    authorize(member(1), Delete, written).expect("it is theirs");
    assert!(matches!(authorize(member(2), Edit, written), Err(Error::Forbidden)));
    assert!(matches!(authorize(member(2), Delete, written), Err(Error::Forbidden)));
}

#[test]
fn everybody_ends_their_own_sessions() {
    for role in Role::ALL {
        for which in [Which::All, Which::One(SessionId::from_bytes([1; 16]))] {
            authorize(authority(1, role), EndSessions(which), standing(1, role)).expect("they are theirs");
        }
    }
}

#[test]
fn others_end_them_only_from_above() {
    for by in Role::ALL {
        for of in Role::ALL {
            let allowed = authorize(authority(1, by), EndSessions(Which::All), standing(2, of)).is_ok();
            let expected = by == Role::Owner || by == Role::Administrator && of < Role::Administrator;
            assert_eq!(allowed, expected, "{by} over {of}");
        }
        authorize(Authority::Operator, EndSessions(Which::All), standing(2, by)).expect("the operator may");
    }
}

#[test]
fn a_role_is_read_as_it_is_written() {
    for role in Role::ALL {
        assert_eq!(role.to_string().parse(), Ok(role));
    }
    assert!("king".parse::<Role>().is_err());
    assert!(Role::Owner > Role::Administrator && Role::Administrator > Role::Member && Role::Member > Role::Guest);
}

#[test]
fn who_may_do_what_to_whom() {
    use Role::{Administrator, Guest, Member, Owner};
    // Nobody but those who look after people does any of this; each reaches those below them, and owners everybody.
    let reaches = |by: Role, of: Role| by == Owner || by == Administrator && of < Administrator;
    for by in Role::ALL {
        for of in Role::ALL {
            let (who, whom) = (authority(1, by), standing(2, of));
            assert_eq!(authorize(who, ResetPassword, whom.clone()).is_ok(), reaches(by, of), "{by} resets {of}");
            for active in [SetActive::Active, SetActive::Deactivated] {
                let allowed = authorize(who, active, whom.clone()).is_ok();
                assert_eq!(allowed, reaches(by, of), "{by} {active:?} {of}");
            }
            for role in [Guest, Member, Administrator, Owner] {
                let allowed = authorize(who, ChangeRole(role), whom.clone()).is_ok();
                assert_eq!(allowed, reaches(by, of) && reaches(by, role), "{by} makes {of} {role}");
            }
            assert!(authorize(who, SetPassword, whom).is_err(), "a password is its owner's own");
        }
        assert_eq!(authorize(authority(1, by), SeePeople, ()).is_ok(), by >= Administrator);
        for role in Role::ALL {
            let allowed = authorize(authority(1, by), Invite, role).is_ok();
            assert_eq!(allowed, by >= Administrator && role <= Member, "{by} invites {role}");
        }
    }
}

#[test]
fn nobody_shuts_themselves_out_or_works_on_a_shut_account() {
    assert!(authorize(authority(1, Role::Owner), SetActive::Deactivated, standing(1, Role::Owner)).is_err());
    let gone = Standing { is_active: false, ..standing(1, Role::Member) };
    assert!(authorize(authority(1, Role::Member), SetPassword, gone.clone()).is_err());
    assert!(authorize(Authority::Operator, ResetPassword, gone).is_err());
    authorize(authority(1, Role::Guest), SetPassword, standing(1, Role::Guest)).expect("it is theirs");
}

#[test]
fn every_way_in_leads_to_its_own_roles() {
    for role in Role::ALL {
        assert_eq!(authorize(Entrance::Open, Admit, role).is_ok(), role == Role::Guest);
        assert_eq!(authorize(Entrance::SetUp, Admit, role).is_ok(), role == Role::Owner);
        assert!(authorize(Entrance::Operator, Admit, role).is_ok());
        for into in Role::ALL {
            assert_eq!(authorize(Entrance::Invited(into), Admit, role).is_ok(), role == into);
        }
    }
}
