//! Which imports there are, and what was wrong in them.

use entity::{import, import_issue};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{ids::ImportId, permission::Permission};

use crate::{
    domain::{Actor, Error, Result},
    state::App,
};

pub async fn by_id(app: &App, actor: &Actor, id: ImportId) -> Result<import::Model> {
    actor.require(Permission::ImportPatients)?;
    import::Entity::find_by_id(id.get()).one(app.database.reader()).await?.ok_or(Error::NotFound("import"))
}

/// Imports from the newest, older than `before`, at most `limit`.
pub async fn page(app: &App, actor: &Actor, before: Option<i64>, limit: u64) -> Result<Vec<import::Model>> {
    actor.require(Permission::ImportPatients)?;
    let mut query = import::Entity::find().order_by_desc(import::Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(import::Column::Id.lt(before));
    }
    Ok(query.all(app.database.reader()).await?)
}

/// Issues of an import in the order of the file, after `after`, at most `limit`.
pub async fn issues(
    app: &App,
    actor: &Actor,
    import: ImportId,
    after: Option<i64>,
    limit: u64,
) -> Result<Vec<import_issue::Model>> {
    actor.require(Permission::ImportPatients)?;
    let mut query = import_issue::Entity::find()
        .filter(import_issue::Column::ImportId.eq(import.get()))
        .order_by_asc(import_issue::Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(import_issue::Column::Id.gt(after));
    }
    Ok(query.all(app.database.reader()).await?)
}
