//! Asking for a snapshot that a worker takes.

use entity::snapshot;
use sea_orm::EntityTrait;
use shared::permission::Permission;

use super::record;
use crate::{
    domain::{Actor, Error, Result, once},
    queue::{job::Job, store::enqueue},
    state::App,
};

const TAKE: &str = "snapshot.take";

/// Records a snapshot and leaves taking it to a worker, in one transaction.
pub async fn request(app: &App, actor: &Actor, trigger: &str) -> Result<snapshot::Model> {
    request_once(app, actor, trigger, None).await
}

/// The same for a caller who may ask again: one `request_id` takes one snapshot.
pub async fn request_once(
    app: &App,
    actor: &Actor,
    trigger: &str,
    request_id: Option<&str>,
) -> Result<snapshot::Model> {
    actor.require(Permission::TakeSnapshots)?;
    let transaction = app.database.begin().await?;
    if let Some(made) = once::recall(&transaction, actor, TAKE, request_id).await? {
        let row = snapshot::Entity::find_by_id(made).one(&transaction).await?;
        return row.ok_or(Error::NotFound("snapshot"));
    }
    let id = record(&transaction, app, actor, trigger).await?;
    enqueue(&transaction, &Job::TakeSnapshot { snapshot: id.get() }, Some(&id.to_string())).await?;
    once::record(&transaction, actor, TAKE, request_id, id.get(), app.clock.timestamp()).await?;
    let row = snapshot::Entity::find_by_id(id.get()).one(&transaction).await?;
    transaction.commit().await?;
    row.ok_or(Error::NotFound("snapshot"))
}
