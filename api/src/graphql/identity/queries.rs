//! Who is signed in.

use async_graphql::{Context, Object};

use super::types::Viewer;

#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// The person who is signed in; null when nobody is, and for external systems.
    async fn viewer(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Viewer>> {
        Viewer::signed_in(ctx).await
    }
}
