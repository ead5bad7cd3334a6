//! The proof of a session: an account and a time, signed.

use cookie::{Cookie, CookieJar};
use hubbub_protocol::{AccountId, Timestamp};

use super::SessionKey;

/// How long a session lasts.
pub(super) const LIFETIME_DAYS: i64 = 90;

const LIFETIME_MS: i64 = LIFETIME_DAYS * 24 * 60 * 60 * 1000;
/// Marks the form of the signed text, so that the same key can sign other things later.
const FORM: &str = "session1";
/// The jar signs values alone; the name only finds the value again.
const SLOT: &str = "session";

/// What a session token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Whose session it is.
    pub(super) account: AccountId,
    /// When it began.
    pub(super) issued: Timestamp,
}

impl Token {
    /// The token as its owner keeps it: in a cookie, or to be sent as a bearer token.
    pub(super) fn sealed(self, key: &SessionKey) -> String {
        let text = format!("{FORM}.{}.{}", self.account, self.issued.as_millis());
        let mut jar = CookieJar::new();
        jar.signed_mut(key.signing()).add((SLOT, text));
        jar.get(SLOT).map(|cookie| cookie.value().to_owned()).expect("the jar holds what was just added")
    }

    /// Whose session this is, unless it is forged or too old.
    pub(super) fn opened(sealed: &str, key: &SessionKey, now: Timestamp) -> Option<AccountId> {
        let cookie = Cookie::new(SLOT, sealed.to_owned());
        let cookie = CookieJar::new().signed(key.signing()).verify(cookie)?;
        let token = Self::parse(cookie.value())?;
        // A session from the future was signed before the clock was set back; that must log nobody out.
        let age = now.as_millis().saturating_sub(token.issued.as_millis());
        (age < LIFETIME_MS).then_some(token.account)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (form, account, issued) = (parts.next()?, parts.next()?, parts.next()?);
        if form != FORM || parts.next().is_some() {
            return None;
        }
        Some(Self { account: account.parse().ok()?, issued: Timestamp::from_millis(issued.parse().ok()?) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    const ISSUED: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn key(byte: u8) -> SessionKey {
        SessionKey::from_bytes(&[byte; SessionKey::LENGTH])
    }

    fn ada() -> Token {
        Token { account: AccountId::new(ISSUED, [7; 10]), issued: ISSUED }
    }

    fn after(days: i64) -> Timestamp {
        Timestamp::from_millis(ISSUED.as_millis() + days * DAY_MS)
    }

    #[test]
    fn a_token_names_its_account_for_ninety_days() {
        let sealed = ada().sealed(&key(1));
        for days in [-1, 0, 1, 89] {
            assert_eq!(Token::opened(&sealed, &key(1), after(days)), Some(ada().account), "after {days} days");
        }
        for days in [90, 91, 4000] {
            assert_eq!(Token::opened(&sealed, &key(1), after(days)), None, "after {days} days");
        }
    }

    #[test]
    fn a_token_signed_with_another_key_is_worth_nothing() {
        assert_eq!(Token::opened(&ada().sealed(&key(1)), &key(2), ISSUED), None);
    }

    #[test]
    fn no_byte_of_a_token_can_be_changed() {
        let sealed = ada().sealed(&key(1));
        for place in 0..sealed.len() {
            let mut bytes = sealed.clone().into_bytes();
            bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
            let forged = String::from_utf8(bytes).expect("tokens are ASCII");
            assert_eq!(Token::opened(&forged, &key(1), ISSUED), None, "byte {place}");
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in ["", "x", "session1.x.1", &"ä".repeat(60), &"A".repeat(10_000)] {
            assert_eq!(Token::opened(text, &key(1), ISSUED), None, "{text:?}");
        }
    }
}
