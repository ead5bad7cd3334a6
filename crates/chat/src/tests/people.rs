//! The rules for coming in and for looking after people.

use hubbub_protocol::{Account, SessionId};

use super::{Scene, scene};
use crate::{
    Caller, Chat, Error, Published, Role, accounts, invitations,
    invitations::Offer,
    memory::{sign_in, sign_in_again},
    people,
    ports::{PasswordHash, TokenHash},
    resets,
    rights::{Authority, SetActive},
    rooms, sessions,
};

const LINK: TokenHash = TokenHash::from_bytes([5; 32]);

fn hash(text: &str) -> PasswordHash {
    PasswordHash::new(text.to_owned())
}

/// Somebody in this role, signed in.
async fn somebody(chat: &Chat, name: &str, role: Role) -> Caller {
    let account = accounts::add(chat, name, role).await.expect("the name is free");
    sign_in_again(chat, account.id).await.expect("they may sign in")
}

async fn password_of(chat: &Chat, name: &str) -> Option<String> {
    let (_, kept) = accounts::credentials(chat, name).await.expect("the store works")?;
    kept.map(|kept| kept.as_str().to_owned())
}

fn ended(scene: &Scene) -> Vec<SessionId> {
    let published = scene.bus.published().into_iter();
    published.flat_map(|it| if let Published::SessionsEnded(ended) = it { ended } else { Vec::new() }).collect()
}

async fn is_signed_in(chat: &Chat, caller: &Caller) -> bool {
    sessions::holds(chat, caller).await.expect("the store works")
}

async fn invite(chat: &Chat, by: Authority, role: Role, uses: u32) -> crate::Result<()> {
    invitations::make(chat, by, Offer { role, days: 7, uses }, LINK).await.map(drop)
}

#[tokio::test]
async fn the_first_owner_is_the_only_one_who_sets_the_server_up() {
    let Scene { chat, .. } = scene().await;
    assert!(accounts::is_without_owner(&chat).await.expect("the store works"));
    let grace = accounts::set_up(&chat, "Grace", hash("hers")).await.expect("nobody owns it");
    let caller = sign_in_again(&chat, grace.id).await.expect("she may sign in");
    assert_eq!(caller.role(), Role::Owner);
    assert_eq!(rooms::joined(&chat, &caller).await.expect("the store works").len(), 1, "she is in General");
    assert!(!accounts::is_without_owner(&chat).await.expect("the store works"));
    let second = accounts::set_up(&chat, "Linus", hash("his")).await;
    assert!(matches!(second, Err(Error::NotFound)), "{second:?}");
    assert_eq!(password_of(&chat, "Linus").await, None);
}

#[tokio::test]
async fn a_guest_with_a_name_has_no_password() {
    let Scene { chat, ada, .. } = scene().await;
    assert_eq!(ada.role(), Role::Guest);
    let (account, kept) = accounts::credentials(&chat, " aDA ").await.expect("the store works").expect("she is there");
    assert_eq!((&account, kept), (ada.account(), None));
    assert!(accounts::credentials(&chat, "Nobody").await.expect("the store works").is_none());
    assert!(accounts::credentials(&chat, "\u{200b}").await.expect("the store works").is_none());
}

#[tokio::test]
async fn an_invitation_lets_in_as_many_as_it_says() {
    let Scene { chat, .. } = scene().await;
    invite(&chat, Authority::Operator, Role::Member, 2).await.expect("the operator may");
    for name in ["Grace", "Linus"] {
        let account = invitations::accept(&chat, LINK, name, hash(name)).await.expect("there is a place");
        let caller = sign_in_again(&chat, account.id).await.expect("they may sign in");
        assert_eq!(caller.role(), Role::Member);
        assert_eq!(password_of(&chat, name).await.as_deref(), Some(name));
    }
    let late = invitations::accept(&chat, LINK, "Marvin", hash("x")).await;
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    let looked = invitations::look(&chat, LINK).await;
    assert!(matches!(looked, Err(Error::NotFound)), "{looked:?}");
}

#[tokio::test]
async fn a_taken_name_uses_no_invitation_up() {
    let Scene { chat, .. } = scene().await;
    invite(&chat, Authority::Operator, Role::Guest, 1).await.expect("the operator may");
    let taken = invitations::accept(&chat, LINK, "Ada", hash("x")).await;
    assert!(matches!(taken, Err(Error::NameTaken)), "{taken:?}");
    invitations::accept(&chat, LINK, "Grace", hash("x")).await.expect("the place is still there");
}

#[tokio::test]
async fn an_invitation_ends_with_the_authority_behind_it() {
    let Scene { chat, .. } = scene().await;
    let grace = somebody(&chat, "Grace", Role::Administrator).await;
    invite(&chat, (&grace).into(), Role::Member, 5).await.expect("administrators may");
    invitations::accept(&chat, LINK, "Linus", hash("x")).await.expect("it works");
    people::change_role(&chat, Authority::Operator, grace.id(), Role::Member).await.expect("the operator may");
    let late = invitations::accept(&chat, LINK, "Marvin", hash("x")).await;
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
}

#[tokio::test]
async fn an_invitation_that_was_taken_back_lets_nobody_in() {
    let Scene { chat, ada, .. } = scene().await;
    invite(&chat, Authority::Operator, Role::Member, 5).await.expect("the operator may");
    let listed = invitations::list(&chat, Authority::Operator).await.expect("the operator may");
    let forbidden = invitations::revoke(&chat, (&ada).into(), listed[0].id).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)), "{forbidden:?}");
    invitations::revoke(&chat, Authority::Operator, listed[0].id).await.expect("the operator may");
    assert!(invitations::accept(&chat, LINK, "Linus", hash("x")).await.is_err());
    assert_eq!(invitations::list(&chat, Authority::Operator).await.expect("the operator may"), []);
}

#[tokio::test]
async fn only_who_looks_after_people_invites_and_nobody_into_an_office() {
    let Scene { chat, ada, .. } = scene().await;
    let owner = somebody(&chat, "Grace", Role::Owner).await;
    for role in [Role::Administrator, Role::Owner] {
        let office = invite(&chat, (&owner).into(), role, 1).await;
        assert!(matches!(office, Err(Error::Forbidden)), "{office:?}");
    }
    let guest = invite(&chat, (&ada).into(), Role::Guest, 1).await;
    assert!(matches!(guest, Err(Error::Forbidden)), "{guest:?}");
    for (days, uses) in [(0, 1), (91, 1), (1, 0), (1, 101)] {
        let offer = Offer { role: Role::Guest, days, uses };
        let made = invitations::make(&chat, Authority::Operator, offer, LINK).await;
        assert!(matches!(made, Err(Error::Invalid { .. })), "{days} days, {uses} uses: {made:?}");
    }
}

#[tokio::test]
async fn another_password_ends_the_other_sessions_and_keeps_this_one() {
    let scene = scene().await;
    let elsewhere = sign_in_again(&scene.chat, scene.ada.id()).await.expect("she may sign in");
    accounts::change_password(&scene.chat, &scene.ada, hash("new")).await.expect("it is hers");
    assert_eq!(password_of(&scene.chat, "Ada").await.as_deref(), Some("new"));
    assert_eq!(ended(&scene), [elsewhere.session()]);
    assert!(is_signed_in(&scene.chat, &scene.ada).await);
}

#[tokio::test]
async fn a_lost_password_is_replaced_by_a_link_that_works_once() {
    let scene = scene().await;
    let Scene { chat, ada, .. } = &scene;
    resets::make(chat, Authority::Operator, ada.id(), LINK).await.expect("the operator may");
    assert!(is_signed_in(chat, ada).await, "nothing changes until it is used");
    assert_eq!(&resets::look(chat, LINK).await.expect("it works"), ada.account());
    assert_eq!(resets::take(chat, LINK, hash("new")).await.expect("it works"), ada.id());
    assert_eq!(password_of(chat, "Ada").await.as_deref(), Some("new"));
    assert_eq!(ended(&scene), [ada.session()], "whoever had the old one is out");
    let again = resets::take(chat, LINK, hash("newer")).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    assert_eq!(password_of(chat, "Ada").await.as_deref(), Some("new"));
}

#[tokio::test]
async fn who_is_deactivated_is_out_and_stays_out() {
    let scene = scene().await;
    let Scene { chat, ada, .. } = &scene;
    resets::make(chat, Authority::Operator, ada.id(), LINK).await.expect("the operator may");
    let deactivated = SetActive::Deactivated;
    people::set_active(chat, Authority::Operator, ada.id(), deactivated).await.expect("the operator may");
    assert_eq!(ended(&scene), [ada.session()]);
    assert!(accounts::credentials(chat, "Ada").await.expect("the store works").is_none());
    let entering = sign_in_again(chat, ada.id()).await;
    assert!(matches!(entering, Err(Error::NotFound)), "{entering:?}");
    let link = resets::take(chat, LINK, hash("x")).await;
    assert!(matches!(link, Err(Error::NotFound)), "{link:?}");
    people::set_active(chat, Authority::Operator, ada.id(), SetActive::Active).await.expect("the operator may");
    sign_in_again(chat, ada.id()).await.expect("she may again");
}

#[tokio::test]
async fn another_role_counts_from_the_next_session_on() {
    let scene = scene().await;
    let Scene { chat, ada, .. } = &scene;
    let grace = somebody(chat, "Grace", Role::Owner).await;
    people::change_role(chat, (&grace).into(), ada.id(), Role::Administrator).await.expect("owners may");
    assert_eq!(ended(&scene), [ada.session()]);
    let ada = sign_in_again(chat, ada.id()).await.expect("she may sign in");
    assert_eq!(ada.role(), Role::Administrator);
    people::change_role(chat, (&grace).into(), ada.id(), Role::Administrator).await.expect("nothing changes");
    assert!(is_signed_in(chat, &ada).await);
}

#[tokio::test]
async fn a_role_that_was_taken_away_is_worth_nothing_to_who_still_holds_it() {
    let Scene { chat, ada, .. } = scene().await;
    let grace = somebody(&chat, "Grace", Role::Administrator).await;
    let stale: Authority = (&grace).into();
    people::change_role(&chat, Authority::Operator, grace.id(), Role::Member).await.expect("the operator may");
    let late = people::set_active(&chat, stale, ada.id(), SetActive::Deactivated).await;
    assert!(matches!(late, Err(Error::Forbidden)), "{late:?}");
    assert!(matches!(people::list(&chat, stale).await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn there_is_always_an_owner() {
    let Scene { chat, .. } = scene().await;
    let grace = somebody(&chat, "Grace", Role::Owner).await;
    let demoted = people::change_role(&chat, Authority::Operator, grace.id(), Role::Member).await;
    assert!(matches!(demoted, Err(Error::Invalid { field: "role", .. })), "{demoted:?}");
    let gone = people::set_active(&chat, Authority::Operator, grace.id(), SetActive::Deactivated).await;
    assert!(matches!(gone, Err(Error::Invalid { field: "account", .. })), "{gone:?}");
    somebody(&chat, "Linus", Role::Owner).await;
    people::change_role(&chat, Authority::Operator, grace.id(), Role::Member).await.expect("there is another");
}

#[tokio::test]
async fn everybody_is_listed_by_name_for_those_who_look_after_them() {
    let Scene { chat, ada, .. } = scene().await;
    let grace = somebody(&chat, "Grace", Role::Administrator).await;
    let listed = people::list(&chat, (&grace).into()).await.expect("administrators may");
    let shown: Vec<_> = listed.iter().map(|it| (it.standing.account.name.as_str(), it.standing.role)).collect();
    assert_eq!(shown, [("Ada", Role::Guest), ("Grace", Role::Administrator)]);
    assert!(matches!(people::list(&chat, (&ada).into()).await, Err(Error::Forbidden)));
    let found: Account = people::named(&chat, "GRACE").await.expect("she is there");
    assert_eq!(found.id, grace.id());
    let linus = sign_in(&chat, "Linus").await.expect("the name is free");
    assert!(matches!(people::change_role(&chat, (&ada).into(), linus.id(), Role::Member).await, Err(Error::Forbidden)));
}
