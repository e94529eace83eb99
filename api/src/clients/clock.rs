//! The one place that asks what time it is.

use chrono::{DateTime, Utc};
use entity::time::Timestamp;

pub trait Clock: Send + Sync + std::fmt::Debug {
    fn now(&self) -> DateTime<Utc>;

    fn timestamp(&self) -> Timestamp {
        self.now().into()
    }
}

/// The clock of this machine.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks")]
    fn now(&self) -> DateTime<Utc> {
        std::time::SystemTime::now().into()
    }
}

/// A clock that stands where it is put; for tests and the demo.
#[derive(Debug)]
pub struct FixedClock(std::sync::atomic::AtomicI64);

impl FixedClock {
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(std::sync::atomic::AtomicI64::new(now.timestamp_millis()))
    }

    /// From now on it stands here.
    pub fn put(&self, now: DateTime<Utc>) {
        self.0.store(now.timestamp_millis(), std::sync::atomic::Ordering::SeqCst);
    }

    pub fn advance(&self, by: std::time::Duration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.0.fetch_add(millis, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        Timestamp(self.0.load(std::sync::atomic::Ordering::SeqCst)).to_utc()
    }
}
