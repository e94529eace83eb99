//! Who is signed in.

use async_graphql::{Context, Object};

use super::types::Viewer;
use crate::{
    domain::identity::{sessions, users},
    graphql::{context, error::OrGraphql},
};

#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// The person who is signed in; null when nobody is, and for external systems.
    async fn viewer(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Viewer>> {
        let app = context::app(ctx)?;
        let Some(actor) = context::viewer(ctx) else { return Ok(None) };
        let (Some(id), Some(session)) = (actor.user_id(), actor.session) else { return Ok(None) };
        let user = users::find(app, id).await.or_graphql()?;
        let expires_at = sessions::expires_at(app, session).await.or_graphql()?;
        let found = user.zip(expires_at);
        Ok(found.map(|(user, expires_at)| Viewer::new(app, user, actor.permissions(), expires_at)))
    }
}
