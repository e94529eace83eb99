//! Refresh tokens: 256 random bits, the number of their session, and a tag that only this installation
//! can make.
//!
//! The database keeps the SHA-256 of the last two tokens of a session. The tag tells a genuine older
//! token, which somebody must have copied, from an invented one, which proves nothing.

use aws_lc_rs::{digest, hmac};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{clients::random::Random, crypto::KeyRing};

const SECRET: usize = 32; // bytes
const SESSION: usize = 8; // bytes
const TAG: usize = 16; // bytes
const BODY: usize = SESSION + SECRET;

/// A token of a session, and what the database keeps of it.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken {
    pub session: i64,
    pub text: String,
    pub hash: Vec<u8>,
}

impl std::fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RefreshToken(session {})", self.session)
    }
}

impl RefreshToken {
    pub fn generate(session: i64, keys: &KeyRing, random: &dyn Random) -> Self {
        let mut bytes = [0; BODY + TAG];
        bytes[..SESSION].copy_from_slice(&session.to_be_bytes());
        random.fill(&mut bytes[SESSION..BODY]);
        let tag = hmac::sign(&key(keys), &message(&bytes[..BODY]));
        bytes[BODY..].copy_from_slice(&tag.as_ref()[..TAG]);
        Self::of(session, URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads a token that this installation made; `None` for anything else.
    pub fn read(text: &str, keys: &KeyRing) -> Option<Self> {
        let bytes: [u8; BODY + TAG] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (body, tag) = bytes.split_at(BODY);
        let expected = hmac::sign(&key(keys), &message(body));
        aws_lc_rs::constant_time::verify_slices_are_equal(&expected.as_ref()[..TAG], tag).ok()?;
        let session = i64::from_be_bytes(body[..SESSION].try_into().ok()?);
        Some(Self::of(session, text.to_owned()))
    }

    fn of(session: i64, text: String) -> Self {
        let hash = digest::digest(&digest::SHA256, text.as_bytes()).as_ref().to_vec();
        Self { session, text, hash }
    }
}

fn key(keys: &KeyRing) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, keys.token_key())
}

/// The words keep these tags apart from the signatures of access tokens, which are made with the same key.
fn message(body: &[u8]) -> Vec<u8> {
    [b"recall refresh token\0", body].concat()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clients::random::OsRandom;

    #[test]
    fn only_a_token_of_this_installation_reads_back() {
        let keys = KeyRing::generate(&OsRandom);
        let token = RefreshToken::generate(12, &keys, &OsRandom);
        assert_eq!(RefreshToken::read(&token.text, &keys).unwrap(), token);
        assert!(RefreshToken::read(&token.text, &KeyRing::generate(&OsRandom)).is_none());
        assert!(RefreshToken::read(&token.text[1..], &keys).is_none());
        assert!(RefreshToken::read("", &keys).is_none());
        let other = RefreshToken::generate(12, &keys, &OsRandom);
        assert_ne!(other.hash, token.hash);
    }
}
