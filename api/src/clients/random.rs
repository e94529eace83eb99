//! The one place that asks for randomness.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};

pub trait Random: Send + Sync + std::fmt::Debug {
    fn fill(&self, bytes: &mut [u8]);
}

/// Randomness of the operating system, fit for keys.
#[derive(Clone, Copy, Debug)]
pub struct OsRandom;

impl Random for OsRandom {
    #[allow(clippy::expect_used, reason = "without randomness no key is safe; the process must end")]
    fn fill(&self, bytes: &mut [u8]) {
        SystemRandom::new().fill(bytes).expect("the operating system gives randomness");
    }
}

/// A random text of `length` base62 letters (about 5.95 bits each).
pub fn token(random: &dyn Random, length: usize) -> String {
    const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut out = String::with_capacity(length);
    let mut bytes = [0; 64];
    while out.len() < length {
        random.fill(&mut bytes);
        // 248 is the largest multiple of 62 in a byte; what is above would favour the first letters.
        let letters = bytes.iter().filter(|&&byte| byte < 248).map(|&byte| char::from(LETTERS[usize::from(byte % 62)]));
        out.extend(letters.take(length - out.len()));
    }
    out
}
