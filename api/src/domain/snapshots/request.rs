//! Asking for a snapshot that a worker takes.

use entity::snapshot;
use sea_orm::EntityTrait;

use super::record;
use crate::{
    domain::{Actor, Error, Result},
    queue::{job::Job, store::enqueue},
    state::App,
};

/// Records a snapshot and leaves taking it to a worker, in one transaction.
pub async fn request(app: &App, actor: &Actor, trigger: &str) -> Result<snapshot::Model> {
    let transaction = app.database.begin().await?;
    let id = record(&transaction, app, actor, trigger).await?;
    enqueue(&transaction, &Job::TakeSnapshot { snapshot: id.get() }, Some(&id.to_string())).await?;
    let row = snapshot::Entity::find_by_id(id.get()).one(&transaction).await?;
    transaction.commit().await?;
    row.ok_or(Error::NotFound("snapshot"))
}
