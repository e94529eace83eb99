//! The snapshots that were taken, newest first.

use entity::snapshot;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::ids::SnapshotId;

use crate::{
    database::Database,
    domain::{Error, Result},
};

/// At most `limit` snapshots older than `before`.
pub async fn list(database: &Database, before: Option<SnapshotId>, limit: u64) -> Result<Vec<snapshot::Model>> {
    let mut query = snapshot::Entity::find().order_by_desc(snapshot::Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(snapshot::Column::Id.lt(before.get()));
    }
    Ok(query.all(database.reader()).await?)
}

pub async fn find(database: &Database, id: SnapshotId) -> Result<snapshot::Model> {
    snapshot::Entity::find_by_id(id.get()).one(database.reader()).await?.ok_or(Error::NotFound("snapshot"))
}

pub async fn count(database: &Database) -> Result<u64> {
    Ok(snapshot::Entity::find().count(database.reader()).await?)
}
