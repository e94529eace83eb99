//! Importing an upload in two steps, with a look at the difference between them, or forgetting it after the look.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use shared::{ids::ImportId, permission::Permission};

use super::types::Import;
use crate::{
    domain::imports::{self, NewImport},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        scalars::parse_id,
    },
};

#[derive(InputObject, Clone, Debug)]
pub struct CreateImportInput {
    /// The last part of the address that `/uploads` gave, of a complete upload.
    upload_id: String,
    /// The text of a mapping (TOML); none for the canonical columns.
    mapping: Option<String>,
    /// The system the file comes from; else the mapping's, else `practice`.
    source: Option<String>,
    /// The upload of the second file of a mapping.
    conditions_upload_id: Option<String>,
    /// A key of the caller's, such as a UUID, kept for a week: the same key again gives the import it made before.
    request_id: Option<String>,
}

#[derive(SimpleObject, Clone, Debug)]
pub struct CreateImportPayload {
    import: Import,
}

#[derive(InputObject, Clone, Debug)]
pub struct CommitImportInput {
    id: ID,
}

#[derive(SimpleObject, Clone, Debug)]
pub struct CommitImportPayload {
    import: Import,
}

#[derive(Default)]
pub struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Starts checking an upload: what would be created, updated, left as it is and rejected.
    async fn create_import(&self, ctx: &Context<'_>, input: CreateImportInput) -> Result<CreateImportPayload> {
        let actor = require(ctx, Permission::ImportPatients)?;
        let new = NewImport {
            upload_id: input.upload_id,
            mapping: input.mapping.filter(|text| !text.trim().is_empty()),
            source: input.source.filter(|text| !text.trim().is_empty()),
            conditions_upload_id: input.conditions_upload_id,
        };
        let import =
            imports::create_once(app(ctx)?, actor, new, input.request_id.as_deref()).await.or_graphql()?.into();
        Ok(CreateImportPayload { import })
    }

    /// Writes a checked import, all rows but the rejected ones, in one transaction.
    async fn commit_import(&self, ctx: &Context<'_>, input: CommitImportInput) -> Result<CommitImportPayload> {
        let actor = require(ctx, Permission::ImportPatients)?;
        let id: ImportId = parse_id("id", &input.id)?;
        let import = imports::request_commit(app(ctx)?, actor, id).await.or_graphql()?.into();
        Ok(CommitImportPayload { import })
    }

    /// Forgets a checked import without writing anything.
    async fn discard_import(&self, ctx: &Context<'_>, input: CommitImportInput) -> Result<CommitImportPayload> {
        let actor = require(ctx, Permission::ImportPatients)?;
        let id: ImportId = parse_id("id", &input.id)?;
        let import = imports::discard(app(ctx)?, actor, id).await.or_graphql()?.into();
        Ok(CommitImportPayload { import })
    }
}
