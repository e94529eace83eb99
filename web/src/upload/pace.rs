//! How fast an upload goes and how long it will still take.

/// How much the newest part counts: high enough to follow a change of network, low enough not to jump about.
const WEIGHT: f64 = 0.4;

/// Bytes that have arrived, of how many, and how fast.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    pub done: f64,
    pub total: f64,
    /// Bytes a second; nothing before the first part has arrived.
    pub rate: Option<f64>,
}

impl Pace {
    pub fn starting(done: f64, total: f64) -> Self {
        Self { done, total, rate: None }
    }

    /// A part has arrived, up to the byte `done`, within so many milliseconds.
    #[must_use]
    pub fn after(self, done: f64, milliseconds: f64) -> Self {
        let newest = (done - self.done).max(0.0) / (milliseconds.max(1.0) / 1_000.0);
        let rate = self.rate.map_or(newest, |rate| rate + (newest - rate) * WEIGHT);
        Self { done, rate: Some(rate), ..self }
    }

    /// Seconds to go.
    pub fn left(self) -> Option<f64> {
        let rate = self.rate.filter(|rate| *rate > 0.0)?;
        Some((self.total - self.done).max(0.0) / rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_rate() {
        let pace = Pace::starting(0.0, 30.0).after(10.0, 1_000.0);
        assert_eq!(pace.rate, Some(10.0));
        assert_eq!(pace.left(), Some(2.0));
    }

    #[test]
    fn before_the_first_part_nothing_is_promised() {
        assert_eq!(Pace::starting(5.0, 30.0).left(), None);
    }

    #[test]
    fn one_slow_part_does_not_upset_the_rate() {
        let pace = Pace::starting(0.0, 100.0).after(10.0, 1_000.0).after(20.0, 10_000.0);
        assert!(pace.rate.is_some_and(|rate| rate > 5.0 && rate < 10.0));
    }
}
