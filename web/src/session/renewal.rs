//! Renewing the access token through the HttpOnly refresh cookie, one renewal at a time over all tabs.

use std::cell::RefCell;
use std::rc::Rc;

use cynic::MutationBuilder;
use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Leaving, Phase, Session};
use crate::api::identity::{CompleteSignInPayload, RefreshSession};
use crate::api::{ApiError, transport};
use crate::browser;

pub(super) type Renewal = Shared<LocalBoxFuture<'static, Result<(), ApiError>>>;

/// Tabs share the cookie, and it works once: they take turns under this name.
const LOCK: &str = "recall-session";

/// Where `boot.js` leaves the answer.
const ASKED_AHEAD: &str = "recallSession";

impl Session {
    /// Asks (again) whether the browser still holds a session.
    pub fn retry_restore(self) {
        self.enter(Phase::Restoring);
        spawn_local(async move {
            if let Err(error) = self.renew().await
                && !error.is_unauthenticated()
            {
                self.enter(Phase::Unreachable(error));
            }
        });
    }

    /// Gets a new access token. Whoever asks while a renewal is under way waits for that one.
    pub async fn renew(self) -> Result<(), ApiError> {
        let running = self.renewal.with_value(Clone::clone);
        let renewal = running.unwrap_or_else(|| {
            let renewal = self.renew_now().boxed_local().shared();
            self.renewal.set_value(Some(renewal.clone()));
            renewal
        });
        renewal.await
    }

    async fn renew_now(self) -> Result<(), ApiError> {
        let outcome = Rc::new(RefCell::new(Err(ApiError::Offline)));
        let slot = Rc::clone(&outcome);
        browser::exclusively(LOCK, async move {
            *slot.borrow_mut() = refresh().await;
        })
        .await;
        self.renewal.set_value(None);
        match outcome.replace(Err(ApiError::Offline)) {
            Ok(payload) => {
                self.begin(payload);
                Ok(())
            }
            Err(error) => {
                if error.is_unauthenticated() {
                    let leaving = match self.phase.get_untracked() {
                        Phase::SignedIn | Phase::SignedOut(Leaving::Ended) => Leaving::Ended,
                        _ => Leaving::NotYet,
                    };
                    self.end(leaving);
                }
                Err(error)
            }
        }
    }
}

/// The first time `boot.js` has asked already, while the app was on its way.
async fn refresh() -> Result<CompleteSignInPayload, ApiError> {
    let answer: RefreshSession = match browser::asked_ahead(ASKED_AHEAD).await {
        Some((text, status)) => transport::decode(&transport::open(&text, status)?)?,
        None => transport::run_anonymously(RefreshSession::build(())).await?,
    };
    Ok(answer.refresh_session)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_asks_ahead_what_the_app_would_ask() {
        let boot = include_str!("../../boot.js");
        let asked = transport::encode(&RefreshSession::build(()));
        assert!(boot.contains(&asked), "boot.js has to send this:\n{asked}");
        for name in [LOCK, ASKED_AHEAD, transport::ENDPOINT] {
            assert!(boot.contains(name), "boot.js does not know {name}");
        }
    }
}
