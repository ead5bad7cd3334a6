//! Who may do what. This is the one place that decides.
//!
//! An [`Action`] carries its rule. [`authorize`] asks it and gives a [`Proof`], which the store demands: what is not
//! authorised does not compile.

mod messages;
mod people;
mod role;

pub use messages::{Delete, Edit, Written};
pub use people::{
    Admit, Authority, ChangeRole, EndSessions, Entrance, Invite, ResetPassword, SeePeople, SetActive, SetPassword,
    Which,
};
pub use role::Role;

use crate::Result;

/// Something that not everybody may do to everything.
pub trait Action {
    /// Who asks.
    type By;
    /// What it is done to.
    type Object;

    /// Whether they may. What somebody may not even know of is [`Error::NotFound`](crate::Error::NotFound) to them.
    fn rule(&self, by: &Self::By, object: &Self::Object) -> Result<()>;
}

/// That somebody may do something to something. Only [`authorize`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof<A: Action> {
    by: A::By,
    action: A,
    object: A::Object,
}

/// Decides whether somebody may do something to something.
pub fn authorize<A: Action>(by: A::By, action: A, object: A::Object) -> Result<Proof<A>> {
    action.rule(&by, &object)?;
    Ok(Proof { by, action, object })
}

impl<A: Action> Proof<A> {
    /// Who may.
    pub fn by(&self) -> &A::By {
        &self.by
    }

    /// What they may do.
    pub fn action(&self) -> &A {
        &self.action
    }

    /// What they may do it to.
    pub fn object(&self) -> &A::Object {
        &self.object
    }
}

#[cfg(test)]
mod tests;
