//! Invitations: links by which people come in, as what, how many and until when.

use hubbub_protocol::{Account, InvitationId, Timestamp};

use crate::{
    Chat, Error, Result, Role, accounts,
    ports::{self, Invitation, PasswordHash, Reader, TokenHash, Transaction},
    rights::{Authority, Entrance, Invite, SeePeople, authorize},
    sessions,
};

/// The most people that one link lets in.
pub const USES: u32 = 100;
/// The most days that a link works.
pub const DAYS: u32 = 90;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What an invitation should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// What people become by it.
    pub role: Role,
    /// How many days it works.
    pub days: u32,
    /// How many people it lets in.
    pub uses: u32,
}

/// Makes an invitation whose link holds the token of this hash.
pub async fn make(chat: &Chat, by: Authority, offer: Offer, token: TokenHash) -> Result<Invitation> {
    if !(1..=DAYS).contains(&offer.days) {
        return Err(Error::Invalid { field: "days", reason: "must be from 1 to 90" });
    }
    if !(1..=USES).contains(&offer.uses) {
        return Err(Error::Invalid { field: "uses", reason: "must be from 1 to 100" });
    }
    let made_at = chat.clock.now();
    let expires_at = Timestamp::from_millis(made_at.as_millis().saturating_add(i64::from(offer.days) * DAY_MS));
    let maker = if let Authority::Account { id, .. } = by { Some(id) } else { None };
    let id = InvitationId::new(made_at, chat.ids.random());
    let invitation = Invitation { id, role: offer.role, by: maker, made_at, expires_at, uses: offer.uses };
    let work = move |tx: &mut dyn Transaction| {
        let by = sessions::current(tx.as_reader(), by)?;
        tx.insert_invitation(&authorize(by, Invite, invitation.role)?, &token, &invitation)?;
        Ok(invitation)
    };
    ports::write(&*chat.store, work, |_| ()).await
}

/// The invitation with this token, if somebody could come by it now.
pub async fn look(chat: &Chat, token: TokenHash) -> Result<Invitation> {
    let now = chat.clock.now();
    ports::read(&*chat.store, move |reader| {
        let invitation = reader.invitation_by_token(&token)?.ok_or(Error::NotFound)?;
        if invitation.uses == 0 || invitation.expires_at <= now {
            return Err(Error::NotFound);
        }
        still_stands(reader, &invitation)?;
        Ok(invitation)
    })
    .await
}

/// Uses an invitation: makes an account of this name and password. However many try at once, no more than it is for
/// come in (S8), and who cannot come because the name is taken uses nothing up.
pub async fn accept(chat: &Chat, token: TokenHash, name: &str, password: PasswordHash) -> Result<Account> {
    let now = chat.clock.now();
    let entrance = move |tx: &mut dyn Transaction| {
        let invitation = tx.use_invitation(&token, now)?.ok_or(Error::NotFound)?;
        still_stands(tx.as_reader(), &invitation)?;
        Ok((Entrance::Invited(invitation.role), invitation.role))
    };
    accounts::admit(chat, name, Some(password), entrance).await
}

/// The invitations that work now, the newest first.
pub async fn list(chat: &Chat, by: Authority) -> Result<Vec<Invitation>> {
    let now = chat.clock.now();
    ports::read(&*chat.store, move |reader| {
        let proof = authorize(sessions::current(reader, by)?, SeePeople, ())?;
        let mut invitations = reader.invitations(&proof, now)?;
        invitations.reverse();
        Ok(invitations)
    })
    .await
}

/// Takes an invitation back; one that is used up or over stays so.
pub async fn revoke(chat: &Chat, by: Authority, id: InvitationId) -> Result<()> {
    let work = move |tx: &mut dyn Transaction| {
        let by = sessions::current(tx.as_reader(), by)?;
        let invitation = tx.invitation(id)?.ok_or(Error::NotFound)?;
        tx.revoke_invitation(&authorize(by, Invite, invitation.role)?, id)?;
        Ok(())
    };
    ports::write(&*chat.store, work, |()| ()).await
}

/// An invitation is worth what whoever made it is: it ends when they may not invite any more.
fn still_stands(reader: &dyn Reader, invitation: &Invitation) -> Result<()> {
    let maker = invitation.by.map_or(Authority::Operator, |id| Authority::Account { id, role: Role::Guest });
    let stands = sessions::current(reader, maker).and_then(|by| authorize(by, Invite, invitation.role));
    match stands {
        Ok(_) => Ok(()),
        Err(Error::Forbidden) => Err(Error::NotFound),
        Err(error) => Err(error),
    }
}
