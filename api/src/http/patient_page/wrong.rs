//! How many wrong links an address may try. Genuine links are never held up, so a shared address
//! locks nobody out; guessing one is out of reach anyway (128 bits), this only keeps the noise down.

use std::{net::IpAddr, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota};

const A_MINUTE: NonZeroU32 = NonZeroU32::new(30).unwrap();
const REMEMBERED: usize = 10_000; // addresses; about 1 MB

pub(super) struct WrongLinks(DefaultKeyedRateLimiter<IpAddr>);

impl WrongLinks {
    pub fn new() -> Self {
        Self(DefaultKeyedRateLimiter::keyed(Quota::per_minute(A_MINUTE)))
    }

    /// Counts a wrong link; whether it was one too many.
    pub fn too_many(&self, address: Option<IpAddr>) -> bool {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
            self.0.shrink_to_fit();
        }
        address.is_some_and(|address| self.0.check_key(&address).is_err())
    }
}
