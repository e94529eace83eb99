//! Recipient links: derived, never stored. Token = 22 base62 digits of a 128-bit HMAC-SHA-256 over
//! recipient and link version, then the recipient's number in base62: about 26 characters.

use aws_lc_rs::{constant_time, hmac};
use shared::ids::RecipientId;

use super::keyring::KeyRing;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const MAC_DIGITS: usize = 22; // 62^22 > 2^128
const LONGEST: usize = MAC_DIGITS + 11; // 62^11 > 2^63

impl KeyRing {
    /// The token in the link of a recipient.
    pub fn link_token(&self, recipient: RecipientId, version: i32) -> String {
        let mut token = String::with_capacity(28);
        push_base62(&mut token, self.link_mac(recipient, version), MAC_DIGITS);
        push_base62(&mut token, u128::from(recipient.get().unsigned_abs()), 1);
        token
    }

    /// Which recipient a token names; only [`Self::is_link`] tells whether it is genuine, because
    /// that takes the recipient's link version. `None` when it cannot be a token at all.
    pub fn link_recipient(token: &str) -> Option<RecipientId> {
        if token.len() <= MAC_DIGITS || token.len() > LONGEST || !token.is_ascii() {
            return None;
        }
        let number = from_base62(&token[MAC_DIGITS..])?;
        Some(RecipientId::from(i64::try_from(number).ok()?))
    }

    /// Whether `token` is the one link of this recipient and version. Takes the same time for any wrong token.
    pub fn is_link(&self, token: &str, recipient: RecipientId, version: i32) -> bool {
        constant_time::verify_slices_are_equal(token.as_bytes(), self.link_token(recipient, version).as_bytes()).is_ok()
    }

    fn link_mac(&self, recipient: RecipientId, version: i32) -> u128 {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.link.0);
        let mut message = hmac::Context::with_key(&key);
        message.update(b"recall recipient link\0");
        message.update(&recipient.get().to_be_bytes());
        message.update(&version.to_be_bytes());
        let mut mac = [0; 16];
        mac.copy_from_slice(&message.sign().as_ref()[..16]);
        u128::from_be_bytes(mac)
    }
}

fn push_base62(out: &mut String, mut value: u128, least: usize) {
    let mut digits = Vec::with_capacity(MAC_DIGITS);
    while value > 0 || digits.len() < least {
        let digit = usize::try_from(value % 62).unwrap_or(0);
        digits.push(char::from(DIGITS[digit]));
        value /= 62;
    }
    out.extend(digits.iter().rev());
}

fn from_base62(text: &str) -> Option<u128> {
    text.bytes().try_fold(0_u128, |value, byte| {
        let digit = DIGITS.iter().position(|&digit| digit == byte)?;
        value.checked_mul(62)?.checked_add(u128::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clients::random::OsRandom;

    #[test]
    fn a_link_with_one_letter_changed_is_no_link() {
        let ring = KeyRing::generate(&OsRandom);
        let id = RecipientId::from(112_431);
        let token = ring.link_token(id, 1);
        assert_eq!(token.len(), 25);
        assert_eq!(KeyRing::link_recipient(&token), Some(id));
        assert!(ring.is_link(&token, id, 1));
        assert!(!ring.is_link(&token, id, 2), "a new version revokes the old link");
        for position in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[position] = if changed[position] == b'x' { b'y' } else { b'x' };
            let changed = String::from_utf8(changed).unwrap();
            let names = KeyRing::link_recipient(&changed).unwrap();
            assert!(!ring.is_link(&changed, names, 1));
        }
    }

    #[test]
    fn what_cannot_be_a_token_names_nobody() {
        for token in ["", "short", "ä23456789012345678901234567", &"9".repeat(60), "0123456789012345678901!"] {
            assert_eq!(KeyRing::link_recipient(token), None, "{token}");
        }
    }
}
