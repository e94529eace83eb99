//! One's own account: a forgotten password, recovery codes, another password.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::types::Viewer;
use crate::{
    domain::{
        Error,
        identity::{change_password, password_reset, recovery},
    },
    graphql::{
        context::{self, app},
        error::{OrGraphql, to_graphql},
    },
};

#[derive(InputObject)]
pub struct RequestPasswordResetInput {
    email: String,
}

#[derive(InputObject)]
pub struct FreshCodeInput {
    /// A fresh code of the authenticator; it works once.
    #[graphql(secret)]
    code: String,
}

#[derive(SimpleObject)]
pub struct RenewRecoveryCodesPayload {
    /// Shown once.
    codes: Vec<String>,
}

#[derive(InputObject)]
pub struct ChangePasswordInput {
    #[graphql(secret)]
    current: String,
    #[graphql(secret)]
    new: String,
    /// A fresh code of the authenticator; it works once.
    #[graphql(secret)]
    code: String,
    /// A key of the caller's, such as a UUID, kept for a week: the same key again tells that it is done.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
pub struct ViewerPayload {
    viewer: Viewer,
}

#[derive(Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Sends a link to choose a new password to this address, if somebody signs in by it; the answer does not tell.
    async fn request_password_reset(&self, ctx: &Context<'_>, input: RequestPasswordResetInput) -> Result<bool> {
        password_reset::request(app(ctx)?, &input.email).or_graphql()?;
        Ok(true)
    }

    /// Makes ten new recovery codes; the old ones stop working. Fails with WRONG_CODE or CODE_ALREADY_USED.
    async fn renew_recovery_codes(
        &self,
        ctx: &Context<'_>,
        input: FreshCodeInput,
    ) -> Result<RenewRecoveryCodesPayload> {
        let actor = context::actor(ctx)?;
        let codes = recovery::renew(app(ctx)?, actor, &input.code).await.or_graphql()?;
        Ok(RenewRecoveryCodesPayload { codes })
    }

    /// Changes one's own password and ends all other sessions. Fails with WRONG_CREDENTIALS, WRONG_CODE,
    /// CODE_ALREADY_USED or INVALID_INPUT.
    async fn change_password(&self, ctx: &Context<'_>, input: ChangePasswordInput) -> Result<ViewerPayload> {
        let actor = context::actor(ctx)?;
        let ChangePasswordInput { current, new, code, request_id } = &input;
        let changed = change_password::change(app(ctx)?, actor, current, new, code, request_id.as_deref()).await;
        changed.or_graphql()?;
        let viewer = Viewer::signed_in(ctx).await?;
        Ok(ViewerPayload { viewer: viewer.ok_or_else(|| to_graphql(Error::Unauthenticated))? })
    }
}
