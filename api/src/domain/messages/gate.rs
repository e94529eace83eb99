//! Never more messages in any second than the limit, whatever comes late: what a stall held up leaves when the second
//! behind it has room, not all at once.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// What the limit counts by, and a little more: a timer wakes up to a millisecond late, and the way to the provider
/// takes now longer, now shorter.
const SECOND: Duration = Duration::from_millis(1_005);

/// Counts what leaves this process on one channel.
#[derive(Debug)]
pub(super) struct Gate {
    most: usize,
    /// When the last `most` messages left, the oldest first.
    left: Mutex<VecDeque<Instant>>,
}

impl Gate {
    /// At most so many a second; 0 is no limit.
    pub(super) fn new(per_second: u32) -> Self {
        Self { most: usize::try_from(per_second).unwrap_or(usize::MAX), left: Mutex::default() }
    }

    /// Waits until `n` more may leave.
    pub(super) async fn pass(&self, n: usize) {
        if self.most == 0 {
            return;
        }
        let at = self.book(n, Instant::now());
        tokio::time::sleep_until(at).await;
    }

    /// The first time at which `n` more may leave; from then on they count.
    fn book(&self, n: usize, now: Instant) -> Instant {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let mut at = left.back().map_or(now, |&last| last.max(now));
        for _ in 0..n {
            if left.len() >= self.most
                && let Some(before) = left.pop_front()
            {
                at = at.max(before + SECOND);
            }
            left.push_back(at);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn what_was_late_does_not_leave_in_one_second_with_what_is_on_time() {
        let gate = Gate::new(20);
        let begun = Instant::now();
        let mut left: Vec<Instant> = Vec::new();
        // One every 50 ms; those of a whole second come together, half a second late.
        for n in 0..100 {
            let due = begun + 50 * MS * n;
            let ready = if (40..60).contains(&n) { begun + 3_500 * MS } else { due };
            left.push(gate.book(1, ready.max(due)));
        }
        for (n, &first) in left.iter().enumerate() {
            let within = left[n..].iter().take_while(|&&at| at < first + 1_000 * MS).count();
            assert!(within <= 20, "{within} within the second after the {n}th");
        }
        let late = left[99] - (begun + 50 * MS * 99);
        assert!(late < 1_100 * MS, "the stall is not paid for again and again: {late:?}");
    }

    #[test]
    fn several_leave_together_when_the_last_of_them_may() {
        let gate = Gate::new(10);
        let begun = Instant::now();
        assert_eq!(gate.book(8, begun), begun);
        assert_eq!(gate.book(5, begun), begun + SECOND);
    }
}
