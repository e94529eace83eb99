//! Blind indexes: a keyed hash (HMAC-SHA-256, first 16 bytes) by which a sealed value can be found
//! exactly, and duplicates seen, without opening anything.

use aws_lc_rs::hmac;

use super::keyring::KeyRing;

pub const LEN: usize = 16; // 128 bits: 150,000 patients collide with a chance below 10^-28

impl KeyRing {
    /// The index of a normalised value (`+447700900123`, `9991234567`, a lower-case email) in a column.
    pub fn blind_index(&self, context: &str, value: &str) -> [u8; LEN] {
        self.keyed_hash(context, value.as_bytes())
    }

    /// A keyed hash of anything, such as the whole content of a row.
    pub fn keyed_hash(&self, context: &str, value: &[u8]) -> [u8; LEN] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.blind_index.0);
        let mut message = hmac::Context::with_key(&key);
        message.update(context.as_bytes());
        message.update(&[0]);
        message.update(value);
        let mut index = [0; LEN];
        index.copy_from_slice(&message.sign().as_ref()[..LEN]);
        index
    }
}
