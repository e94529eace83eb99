//! An authenticator app: time-based codes (RFC 6238), none of them given out twice.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use totp_rs::{Builder, Secret, Totp};

use crate::Result;

/// Length of a step in seconds, as RFC 6238 recommends and Recall uses.
const STEP: u64 = 30;
/// This late in a step, the code of the step before may be out of the server's tolerance on arrival.
const LATE: u64 = 25;

/// Makes codes for one secret.
pub struct Authenticator {
    totp: Totp,
    /// The step of the newest code given out.
    used: u64,
}

impl Authenticator {
    /// `secret` is base32.
    pub fn new(secret: &str) -> Result<Self> {
        let secret = Secret::try_from_base32(secret).context("the TOTP secret is not base32")?;
        let totp = Builder::new().with_secret(secret).with_account_name("test").build().context("the TOTP secret")?;
        Ok(Self { totp, used: 0 })
    }

    /// A code that was not given out before.
    ///
    /// A server refuses a code of the step it has seen last, or of an earlier one, and tolerates a clock that is one
    /// step off: that gives up to three codes at once, after which this waits for the next step.
    pub async fn code(&mut self) -> Result<String> {
        loop {
            let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
            let earliest = if now % STEP < LATE { now / STEP - 1 } else { now / STEP };
            let step = earliest.max(self.used + 1);
            if step <= now / STEP + 1 {
                self.used = step;
                return Ok(self.totp.generate(step * STEP).to_string());
            }
            tokio::time::sleep(Duration::from_secs(STEP - now % STEP)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn three_codes_are_had_at_once_and_all_differ() {
        let mut authenticator = Authenticator::new("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").unwrap();
        let first = authenticator.code().await.unwrap();
        let second = authenticator.code().await.unwrap();
        assert_eq!(first.len(), 6);
        assert_ne!(first, second);
    }
}
