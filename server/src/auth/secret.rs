//! Secrets that are given away: 256 random bits as text, of which only a hash is kept.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hubbub_chat::ports::TokenHash;
use sha2::{Digest as _, Sha256};

use crate::clock::SystemRandom;

/// Characters of 32 bytes in base64 without padding.
const LENGTH: usize = 43;

/// A secret in the hands of its owner: the token of a session, or what makes a link work.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    /// A new one that nobody can guess.
    pub(crate) fn new() -> Self {
        Self(URL_SAFE_NO_PAD.encode(SystemRandom::bytes::<32>()))
    }

    /// A text that may be a secret. What cannot be one is told apart without a look at the store.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_secret =
            text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        is_secret.then(|| Self(text.to_owned()))
    }

    /// The text, for its owner alone.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash::from_bytes(Sha256::digest(&self.0).into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_again_by_its_hash() {
        let secret = Secret::new();
        assert_eq!(Secret::parse(secret.reveal()), Some(secret.clone()));
        assert_eq!(Secret::parse(secret.reveal()).map(|again| again.hash()), Some(secret.hash()));
        assert_ne!(Secret::new().hash(), secret.hash());
    }

    #[test]
    fn the_hash_is_the_sha_256_of_the_text() {
        let secret = Secret::parse(&"A".repeat(43)).expect("it has the form of one");
        let hex = "0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a";
        let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("it is hexadecimal");
        assert_eq!(secret.hash().as_bytes().to_vec(), (0..64).step_by(2).map(byte).collect::<Vec<_>>());
    }

    #[test]
    fn what_cannot_be_a_secret_is_refused() {
        for text in ["", "forged", &"A".repeat(42), &"A".repeat(44), &"ä".repeat(22), &"+".repeat(43)] {
            assert_eq!(Secret::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        assert_eq!(format!("{:?}", Secret::new()), "Secret(redacted)");
    }
}
