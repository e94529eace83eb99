//! How often one address may send something in a minute.

use std::{net::IpAddr, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota};

use crate::http::client::network;

const REMEMBERED: usize = 10_000; // addresses; about 1 MB

pub(super) struct Brake(DefaultKeyedRateLimiter<IpAddr>);

impl Brake {
    pub fn new(a_minute: u32) -> Self {
        let a_minute = NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN);
        Self(DefaultKeyedRateLimiter::keyed(Quota::per_minute(a_minute)))
    }

    /// Counts what was sent; whether it was one too many.
    pub fn too_many(&self, address: Option<IpAddr>) -> bool {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
            self.0.shrink_to_fit();
        }
        address.is_some_and(|address| self.0.check_key(&network(address)).is_err())
    }
}
