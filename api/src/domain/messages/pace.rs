//! How many messages a second leave on a channel.

use std::{num::NonZeroU32, time::Duration};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

// Permits are taken for a twentieth of a second at once: smooth enough for a provider that counts
// by the second, and few enough wake-ups at thousands a second.
const SLICES: u32 = 20;

/// A token bucket. Its burst is one slice, so that no second carries more than the rate and a slice.
#[derive(Debug)]
pub struct Pace {
    limit: Option<Limit>,
}

#[derive(Debug)]
struct Limit {
    per_second: u32,
    slice: NonZeroU32,
    bucket: DefaultDirectRateLimiter,
}

impl Pace {
    /// `per_second` 0 is no limit.
    pub fn new(per_second: u32) -> Self {
        let limit = NonZeroU32::new(per_second).map(|rate| {
            let slice = NonZeroU32::new(per_second / SLICES).unwrap_or(NonZeroU32::MIN);
            let bucket = RateLimiter::direct(Quota::per_second(rate).allow_burst(slice));
            Limit { per_second, slice, bucket }
        });
        Self { limit }
    }

    /// How many messages ask for their permits together.
    pub fn slice(&self) -> usize {
        self.limit.as_ref().map_or(usize::MAX, |limit| size(limit.slice.get()))
    }

    /// At most as many as leave within `time`, at least one.
    pub fn within(&self, time: Duration, at_most: u32) -> usize {
        let fit =
            self.limit.as_ref().map_or(u64::MAX, |limit| u64::from(limit.per_second).saturating_mul(time.as_secs()));
        size(u32::try_from(fit).unwrap_or(u32::MAX).min(at_most).max(1))
    }

    /// Waits until `n` messages may leave, where `n` is at most [`Self::slice`].
    pub async fn wait(&self, n: usize) {
        let n = u32::try_from(n).ok().and_then(NonZeroU32::new);
        if let (Some(limit), Some(n)) = (&self.limit, n) {
            // An error would mean more than a slice, which nobody asks for.
            let _ = limit.bucket.until_n_ready(n.min(limit.slice)).await;
        }
    }
}

fn size(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_claimed_can_be_sent_within_the_lease() {
        let pace = Pace::new(20);
        assert_eq!(pace.slice(), 1);
        assert_eq!(pace.within(Duration::from_secs(30), 1000), 600);
        assert_eq!(pace.within(Duration::from_secs(1), 100), 20);
        assert_eq!(Pace::new(0).within(Duration::from_secs(1), 100), 100);
    }

    #[tokio::test]
    async fn without_a_limit_nothing_waits() {
        Pace::new(0).wait(1_000_000).await;
    }
}
