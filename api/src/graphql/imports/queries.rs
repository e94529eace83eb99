//! Which imports there are.

use async_graphql::{
    Context, ID, Object, Result,
    connection::{Connection, EmptyFields},
};
use shared::{ids::ImportId, permission::Permission};

use super::types::Import;
use crate::{
    domain::{Error, imports},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        page::{self, PageRequest},
        scalars::parse_id,
    },
};

#[derive(Default)]
pub struct ImportQuery;

#[Object]
impl ImportQuery {
    async fn import(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Import>> {
        let actor = require(ctx, Permission::ImportPatients)?;
        let id: ImportId = parse_id("id", &id)?;
        match imports::by_id(app(ctx)?, actor, id).await {
            Ok(found) => Ok(Some(found.into())),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error).or_graphql(),
        }
    }

    /// All imports, the newest first.
    #[graphql(complexity = "first.unwrap_or(50) as usize * child_complexity")]
    async fn imports(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<String, Import, EmptyFields, EmptyFields>> {
        let actor = require(ctx, Permission::ImportPatients)?;
        let request = PageRequest::<i64>::new(first, after.as_deref(), None, None)?;
        let rows = imports::page(app(ctx)?, actor, request.from, request.fetch()).await.or_graphql()?;
        Ok(page::connection(request.page(rows), EmptyFields, |row| page::encode(&row.id), Import::from))
    }
}
