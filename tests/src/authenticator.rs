//! An authenticator app: time-based codes (RFC 6238), none of them given out twice.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use totp_rs::{Builder, Secret, Totp};

use crate::Result;

/// Length of a step in seconds, as RFC 6238 recommends and Recall uses.
const STEP: u64 = 30;
/// This late in a step, the code of the step before may be out of the server's tolerance on arrival.
const LATE: u64 = 25;

/// For each secret, the step of the newest code given out: a user may sign in from two places.
static USED: Mutex<Option<HashMap<String, u64>>> = Mutex::new(None);

/// Makes codes for one secret.
pub struct Authenticator {
    totp: Totp,
    secret: String,
}

impl Authenticator {
    /// `secret` is base32.
    pub fn new(secret: &str) -> Result<Self> {
        let bytes = Secret::try_from_base32(secret).context("the TOTP secret is not base32")?;
        let totp = Builder::new().with_secret(bytes).with_account_name("test").build().context("the TOTP secret")?;
        Ok(Self { totp, secret: secret.to_owned() })
    }

    /// A code that was not given out before.
    ///
    /// A server refuses a code of the step it has seen last, or of an earlier one, and tolerates a clock that is one
    /// step off: that gives up to three codes at once, after which this waits for the next step.
    pub async fn code(&self) -> Result<String> {
        loop {
            let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
            if let Some(step) = self.take_step(now) {
                return Ok(self.totp.generate(step * STEP).to_string());
            }
            tokio::time::sleep(Duration::from_secs(STEP - now % STEP)).await;
        }
    }

    /// The earliest step within the server's tolerance whose code was not given out; `now` in seconds since 1970.
    fn take_step(&self, now: u64) -> Option<u64> {
        let current = now / STEP;
        let earliest = if now % STEP < LATE { current - 1 } else { current };
        let mut used = USED.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = used.get_or_insert_default().entry(self.secret.clone()).or_default();
        let step = earliest.max(*newest + 1);
        if step > current + 1 {
            return None;
        }
        *newest = step;
        Some(step)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn two_apps_with_one_secret_never_show_the_same_code() {
        let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
        let first = Authenticator::new(secret).unwrap().code().await.unwrap();
        let second = Authenticator::new(secret).unwrap().code().await.unwrap();
        assert_eq!(first.len(), 6);
        assert_ne!(first, second);
    }
}
