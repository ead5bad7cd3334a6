//! What the use cases need from the outside.

mod bus;
mod clock;
mod people;
mod store;

pub use bus::Bus;
pub use clock::{Clock, IdGen};
pub use people::{Invitation, PasswordHash, Person, ReadPeople, Session, Standing, TokenHash, WritePeople};
pub use store::{
    Former, Links, LogRange, Membership, NewMessage, NewReaction, NewText, ReadUnit, Reader, SentBefore, Store,
    StoreError, StoreResult, Transaction, Verdict, WriteUnit, read, write,
};
