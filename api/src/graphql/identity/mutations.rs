//! Signing in and out.

use async_graphql::{Context, Object};
use axum::http::header::SET_COOKIE;

use super::{
    cookie,
    types::{AcceptInvitationInput, CompleteSignInInput, CompleteSignInPayload, SignInInput, SignInPayload},
};
use crate::{
    domain::{
        Error,
        identity::{
            invitations,
            sessions::{self, SignedIn},
            sign_in,
        },
    },
    graphql::{
        context::{self, RequestInfo},
        error::OrGraphql,
    },
    state::App,
};

#[derive(Default)]
pub struct IdentityMutation;

#[Object]
impl IdentityMutation {
    /// First step: email address and password give a challenge. Fails with WRONG_CREDENTIALS or LOCKED_OUT.
    async fn sign_in(&self, ctx: &Context<'_>, input: SignInInput) -> async_graphql::Result<SignInPayload> {
        let app = context::app(ctx)?;
        let challenge = sign_in::begin(app, &input.email, &input.password).await.or_graphql()?;
        challenge.try_into().or_graphql()
    }

    /// Second step: the code of the authenticator app gives a session. Fails with WRONG_CODE,
    /// CODE_ALREADY_USED, LOCKED_OUT or CHALLENGE_EXPIRED.
    async fn complete_sign_in(
        &self,
        ctx: &Context<'_>,
        input: CompleteSignInInput,
    ) -> async_graphql::Result<CompleteSignInPayload> {
        let app = context::app(ctx)?;
        let user_agent = request(ctx).user_agent;
        let signed_in =
            sign_in::complete(app, &input.challenge, &input.code, user_agent.as_deref()).await.or_graphql()?;
        Ok(answer(ctx, app, signed_in))
    }

    /// Third way through the second step: one of the recovery codes instead of the authenticator's. Each works once.
    /// Fails with WRONG_CODE, LOCKED_OUT or CHALLENGE_EXPIRED.
    async fn complete_sign_in_with_recovery_code(
        &self,
        ctx: &Context<'_>,
        input: CompleteSignInInput,
    ) -> async_graphql::Result<CompleteSignInPayload> {
        let app = context::app(ctx)?;
        let user_agent = request(ctx).user_agent;
        let signed_in =
            sign_in::recover(app, &input.challenge, &input.code, user_agent.as_deref()).await.or_graphql()?;
        Ok(answer(ctx, app, signed_in))
    }

    /// A new access token by the refresh token in the cookie, which is replaced. Fails with UNAUTHENTICATED.
    async fn refresh_session(&self, ctx: &Context<'_>) -> async_graphql::Result<CompleteSignInPayload> {
        let app = context::app(ctx)?;
        let token = request(ctx).refresh_cookie.ok_or(Error::Unauthenticated).or_graphql()?;
        match sessions::refresh(app, &token).await {
            Ok(signed_in) => Ok(answer(ctx, app, signed_in)),
            Err(error) => {
                if !error.is_internal() {
                    ctx.append_http_header(SET_COOKIE, cookie::forget(&app.config));
                }
                Err(error).or_graphql()
            }
        }
    }

    /// Ends the session. False when there was none.
    async fn sign_out(&self, ctx: &Context<'_>) -> async_graphql::Result<bool> {
        let app = context::app(ctx)?;
        let cookie = request(ctx).refresh_cookie;
        let ended = sessions::sign_out(app, context::viewer(ctx), cookie.as_deref()).await.or_graphql()?;
        ctx.append_http_header(SET_COOKIE, cookie::forget(&app.config));
        Ok(ended)
    }

    /// Sets the password of an invited person and goes on with enrolment. Fails with INVITATION_INVALID, or
    /// INVALID_INPUT for a password that is too short or easy to guess.
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        input: AcceptInvitationInput,
    ) -> async_graphql::Result<SignInPayload> {
        let app = context::app(ctx)?;
        let challenge = invitations::accept(app, &input.token, &input.password).await.or_graphql()?;
        challenge.try_into().or_graphql()
    }
}

fn answer(ctx: &Context<'_>, app: &App, signed_in: SignedIn) -> CompleteSignInPayload {
    if let Some(token) = &signed_in.refresh_token {
        ctx.append_http_header(SET_COOKIE, cookie::keep(token, &app.config));
    }
    CompleteSignInPayload::new(signed_in)
}

fn request(ctx: &Context<'_>) -> RequestInfo {
    ctx.data_opt::<RequestInfo>().cloned().unwrap_or_default()
}
