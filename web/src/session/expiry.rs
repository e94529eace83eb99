//! Renews the access token shortly before it runs out, so that nobody meets an error in the middle of work.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Session;
use crate::api::scalars::DateTime;
use crate::time;

/// How long before the end a new token is fetched: long enough for a slow answer and one retry.
const MARGIN_MS: f64 = 60_000.0;

/// A clock that is wrong, or a token that lives shorter than the margin, must not make the app ask without pause.
const SOONEST_MS: f64 = 30_000.0;

/// Browsers count time-outs in a signed 32-bit number of milliseconds; beyond it they fire at once.
const LATEST_MS: f64 = 2_147_483_647.0;

impl Session {
    /// Sets the timer for the token of this generation.
    pub(super) fn renew_before(self, expires_at: &DateTime, generation: u32) {
        let Some(expires_at) = time::epoch_ms(expires_at) else {
            // Without a time the server's UNAUTHENTICATED starts the renewal.
            return;
        };
        let wait = (expires_at - time::now_ms() - MARGIN_MS).clamp(SOONEST_MS, LATEST_MS);
        let fire = move || {
            if self.generation.get_value() == generation {
                spawn_local(async move {
                    // A failure here is no news to anyone: the next request meets it and says so.
                    let _ = self.renew().await;
                });
            }
        };
        // The clamp keeps it within what a Duration can hold.
        set_timeout(fire, Duration::from_secs_f64(wait / 1_000.0));
    }
}
