//! Sealed columns: AES-256-GCM-SIV (RFC 8452), which forgives a repeated nonce.
//!
//! Layout: key number (4 bytes, big endian) · nonce (12) · ciphertext · tag (16). The context, such
//! as `contact_point.phone`, is authenticated with the value: a value copied into another column does not open.

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::keyring::{Key, KeyRing};
use crate::clients::random::Random;

const KEY_ID_LEN: usize = 4;

/// Why a sealed value does not open.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OpenError {
    #[error("the sealed value is cut short")]
    Short,
    #[error("the key ring has no key {0}; it was sealed by another installation, or the key was removed")]
    UnknownKey(u32),
    #[error("the sealed value was changed, or belongs to another column")]
    Forged,
    #[error("the sealed value is no text")]
    NotText,
}

impl KeyRing {
    /// Seals `plain` for the column named by `context`.
    pub fn seal(&self, context: &str, plain: &[u8], random: &dyn Random) -> Vec<u8> {
        // The ring is never empty: `generate` makes a key and `load` refuses a ring without.
        let Some(key) = self.seal.last() else { return Vec::new() };
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        let mut sealed = Vec::with_capacity(KEY_ID_LEN + NONCE_LEN + plain.len() + 16);
        sealed.extend_from_slice(&key.id.to_be_bytes());
        sealed.extend_from_slice(&nonce);
        let mut body = plain.to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        if cipher(&key.key).seal_in_place_append_tag(nonce, Aad::from(context.as_bytes()), &mut body).is_err() {
            return Vec::new(); // only for values over 64 GiB, which no column holds
        }
        sealed.extend_from_slice(&body);
        sealed
    }

    /// Opens what [`Self::seal`] made for the same context.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (id, rest) = sealed.split_first_chunk::<KEY_ID_LEN>().ok_or(OpenError::Short)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>().ok_or(OpenError::Short)?;
        let id = u32::from_be_bytes(*id);
        let key = self.seal.iter().find(|key| key.id == id).ok_or(OpenError::UnknownKey(id))?;
        let mut body = body.to_vec();
        let plain = cipher(&key.key)
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(context.as_bytes()), &mut body)
            .map_err(|_| OpenError::Forged)?;
        let length = plain.len();
        body.truncate(length);
        Ok(body)
    }

    pub fn open_text(&self, context: &str, sealed: &[u8]) -> Result<String, OpenError> {
        String::from_utf8(self.open(context, sealed)?).map_err(|_| OpenError::NotText)
    }
}

#[allow(clippy::expect_used, reason = "a key of 32 bytes is what the algorithm takes")]
fn cipher(key: &Key) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM_SIV, &key.0).expect("32 bytes are a key"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clients::random::OsRandom;

    #[test]
    fn a_sealed_value_opens_only_unchanged_and_in_its_own_column() {
        let ring = KeyRing::generate(&OsRandom);
        let sealed = ring.seal("contact_point.phone", b"+447700900123", &OsRandom);
        assert_eq!(ring.open_text("contact_point.phone", &sealed).unwrap(), "+447700900123");
        assert_eq!(ring.open("contact_point.email", &sealed), Err(OpenError::Forged));
        for position in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[position] ^= 1;
            assert!(ring.open("contact_point.phone", &changed).is_err());
        }
        assert_eq!(ring.open("contact_point.phone", &sealed[..10]), Err(OpenError::Short));
    }

    #[test]
    fn an_old_key_still_opens_after_rotation() {
        let mut ring = KeyRing::generate(&OsRandom);
        let old = ring.seal("patient.nhs_number", b"9991234567", &OsRandom);
        ring.rotate(&OsRandom);
        let new = ring.seal("patient.nhs_number", b"9991234567", &OsRandom);
        assert_ne!(old[..4], new[..4]);
        assert_eq!(ring.open("patient.nhs_number", &old), ring.open("patient.nhs_number", &new));
    }
}
