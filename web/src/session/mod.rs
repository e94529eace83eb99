//! Who is signed in. The access token lives in memory only; a reload gets a new one through the refresh cookie.

mod expiry;
mod renewal;

use std::sync::Arc;

use cynic::Operation;
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use shared::permission::Permission;

use crate::api::identity::{CompleteSignInPayload, SignOut, Viewer};
use crate::api::{ApiError, transport};
use crate::draft::Draft;
use renewal::Renewal;

/// How far the app is in knowing who is there.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Just loaded: asking whether the browser still holds a session.
    Restoring,
    /// That question could not be answered.
    Unreachable(ApiError),
    SignedOut(Leaving),
    SignedIn,
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Nobody was.
    NotYet,
    /// The person pressed sign out.
    ByChoice,
    /// The session ran out or was revoked.
    Ended,
}

/// The session, handed to every screen by context. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Session {
    phase: RwSignal<Phase>,
    viewer: RwSignal<Option<Arc<Viewer>>>,
    token: StoredValue<Option<String>>,
    /// Goes up with every token, so that a timer set for an older one knows it is stale.
    generation: StoredValue<u32>,
    /// The renewal under way, shared by all who wait for it: a refresh token works once.
    renewal: StoredValue<Option<Renewal>, LocalStorage>,
}

impl Session {
    /// Starts with the question whether the browser still holds a session.
    pub fn restore() -> Self {
        let session = Self {
            phase: RwSignal::new(Phase::Restoring),
            viewer: RwSignal::new(None),
            token: StoredValue::new(None),
            generation: StoredValue::new(0),
            renewal: StoredValue::new_local(None),
        };
        session.retry_restore();
        session
    }

    /// The session of the app around the current component.
    pub fn current() -> Self {
        expect_context()
    }

    pub fn phase(self) -> Phase {
        self.phase.get()
    }

    /// Who is signed in. Tracks.
    pub fn viewer(self) -> Option<Arc<Viewer>> {
        self.viewer.get()
    }

    /// Whether the person may do this; what one may not do is not offered. The server decides all the same.
    pub fn may(self, permission: Permission) -> bool {
        self.viewer.with(|viewer| {
            viewer.as_ref().is_some_and(|viewer| viewer.permissions.iter().any(|held| held == permission.as_str()))
        })
    }

    /// Runs an operation as the signed-in person. A token that has run out is renewed once on the way.
    pub async fn run<Q, V>(self, operation: Operation<Q, V>) -> Result<Q, ApiError>
    where
        Q: DeserializeOwned,
        V: Serialize,
    {
        let data = self.exchange(transport::encode(&operation)).await?;
        transport::decode(&data)
    }

    /// Boxed, so that it is compiled once and not into every operation.
    fn exchange(self, body: String) -> LocalBoxFuture<'static, Result<Box<RawValue>, ApiError>> {
        async move {
            let token = self.token.get_value();
            match transport::post(&body, token.as_deref()).await {
                Err(error) if error.is_unauthenticated() => {
                    // Another request may have brought a new token meanwhile: then that one is tried first.
                    if self.token.get_value() == token {
                        self.renew().await?;
                    }
                    transport::post(&body, self.token.get_value().as_deref()).await
                }
                answer => answer,
            }
        }
        .boxed_local()
    }

    /// The value of the `authorization` header, for what cannot go through [`Session::run`].
    pub async fn authorization(self) -> Option<String> {
        if self.token.with_value(Option::is_none) {
            self.renew().await.ok()?;
        }
        self.token.get_value().map(|token| format!("Bearer {token}"))
    }

    /// A sign-in or a renewal has succeeded.
    pub fn begin(self, payload: CompleteSignInPayload) {
        let generation = self.generation.get_value() + 1;
        self.generation.set_value(generation);
        self.token.set_value(Some(payload.access_token));
        // Unchanged on a renewal, so that screens do not start anew.
        let viewer = Arc::new(payload.viewer);
        Draft::belong_to(viewer.id.inner());
        if self.viewer.get_untracked().as_ref() != Some(&viewer) {
            self.viewer.set(Some(viewer));
        }
        self.enter(Phase::SignedIn);
        self.renew_before(&payload.expires_at, generation);
    }

    /// Ends the session here and on the server.
    pub async fn sign_out(self) -> Result<(), ApiError> {
        use cynic::MutationBuilder;
        match self.run(SignOut::build(())).await.map(|answer| answer.sign_out) {
            // Whether there was one or not: now there is none.
            Ok(_) => {}
            // There is no session to end any more, which is what was asked for.
            Err(error) if error.is_unauthenticated() => {}
            Err(error) => return Err(error),
        }
        self.end(Leaving::ByChoice);
        Draft::forget_all();
        Ok(())
    }

    fn end(self, leaving: Leaving) {
        self.generation.update_value(|generation| *generation += 1);
        self.token.set_value(None);
        self.enter(Phase::SignedOut(leaving));
        // After an end against one's will the page stays, and so does what it knows of the person.
        if leaving != Leaving::Ended {
            self.viewer.set(None);
        }
    }

    fn enter(self, phase: Phase) {
        if self.phase.get_untracked() != phase {
            self.phase.set(phase);
        }
    }
}
