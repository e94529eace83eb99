//! How many wrong links an address may try. Genuine links are never held up, so a shared address
//! locks nobody out; guessing one is out of reach anyway (128 bits), this only keeps the noise down.

use std::{net::IpAddr, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota};

use crate::http::client::network;

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
        address.is_some_and(|address| self.0.check_key(&network(address)).is_err())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_household_counts_as_one_and_its_neighbour_as_another() {
        let wrong = WrongLinks::new();
        let try_from = |address: String| wrong.too_many(Some(address.parse().unwrap()));
        assert!((0..30).all(|n| !try_from(format!("2001:db8:0:1::{n:x}"))));
        assert!(try_from("2001:db8:0:1:ffff::1".into()));
        assert!(!try_from("2001:db8:0:2::1".into()));
        assert!(!try_from("::ffff:203.0.113.9".into()) && !try_from("203.0.113.10".into()));
        assert!(!wrong.too_many(None));
    }
}
