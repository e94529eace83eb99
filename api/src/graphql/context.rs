//! What a resolver is given: the application and who asks.

use async_graphql::Context;
use shared::permission::Permission;

use crate::{
    domain::{Actor, Error},
    state::App,
};

/// The application.
pub fn app<'c>(ctx: &Context<'c>) -> async_graphql::Result<&'c App> {
    ctx.data::<App>()
}

/// Who asks, where somebody is signed in.
pub fn viewer<'c>(ctx: &Context<'c>) -> Option<&'c Actor> {
    ctx.data_opt::<Actor>()
}

/// Who asks; an error when nobody is signed in.
pub fn actor<'c>(ctx: &Context<'c>) -> async_graphql::Result<&'c Actor> {
    viewer(ctx).ok_or_else(|| super::error::to_graphql(Error::Unauthenticated))
}

/// Who asks, if they have the permission.
pub fn require<'c>(ctx: &Context<'c>, permission: Permission) -> async_graphql::Result<&'c Actor> {
    let actor = actor(ctx)?;
    actor.require(permission).map_err(super::error::to_graphql)?;
    Ok(actor)
}

/// What the HTTP layer knows of the request.
#[derive(Clone, Debug, Default)]
pub struct RequestInfo {
    /// The refresh token out of its HttpOnly cookie.
    pub refresh_cookie: Option<String>,
    pub user_agent: Option<String>,
    pub address: Option<std::net::IpAddr>,
}
