//! What a failed job says about itself, and when it is tried again.

use std::time::Duration;

use crate::domain::Error;

/// Every failure says whether trying again can help.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("{0:#}")]
    Retry(anyhow::Error),
    #[error("{0:#}")]
    Final(anyhow::Error),
}

impl JobError {
    pub fn retry(error: impl Into<anyhow::Error>) -> Self {
        Self::Retry(error.into())
    }

    pub fn fatal(error: impl Into<anyhow::Error>) -> Self {
        Self::Final(error.into())
    }
}

/// What went wrong inside may go right later; a refusal by the rules stays one.
impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        if error.is_internal() { Self::retry(error) } else { Self::fatal(error) }
    }
}

const FIRST: Duration = Duration::from_secs(2);
/// No back-off is longer.
pub const LONGEST: Duration = Duration::from_mins(15); // a provider that is down is asked four times an hour

/// How long to wait after the `attempts`-th failure (from 1): doubling from two seconds to a
/// quarter of an hour. `jitter` from 0 to 1 takes up to a half away, so that jobs that failed
/// together do not come back together.
pub fn back_off(attempts: u32, jitter: f64) -> Duration {
    let doubled = FIRST.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1).min(16)));
    doubled.min(LONGEST).mul_f64(1.0 - jitter.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_a_quarter_of_an_hour() {
        assert_eq!(back_off(1, 0.0), Duration::from_secs(2));
        assert_eq!(back_off(2, 0.0), Duration::from_secs(4));
        assert_eq!(back_off(1, 1.0), Duration::from_secs(1));
        assert_eq!(back_off(60, 0.0), LONGEST);
    }
}
