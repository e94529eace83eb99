//! Lifting a suppression: the contact point may be used again. Who did it and why is kept.

use entity::{lifted_suppression, suppression};
use sea_orm::{ActiveEnum, ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde_json::json;
use shared::{ids::SuppressionId, permission::Permission};

use super::words::{self, NOTE};
use crate::{
    domain::{Actor, Error, Result, audit},
    state::App,
};

/// Takes a contact point off the list. Messages that were stopped by it stay stopped, and a patient who opted out of a
/// campaign stays out of that campaign; the next campaign may use the contact point.
pub async fn lift(app: &App, actor: &Actor, id: SuppressionId, why: &str) -> Result<()> {
    actor.require(Permission::EditPatients)?;
    let why = words::checked("reason", why)?;
    let transaction = app.database.begin().await?;
    let row = suppression::Entity::find_by_id(id.get()).one(&transaction).await?;
    let row = row.ok_or(Error::NotFound("suppression"))?;
    suppression::Entity::delete_by_id(id.get()).exec(&transaction).await?;
    let now = app.clock.timestamp();
    let detail = json!({ "kind": row.kind.to_value(), "reason": row.reason });
    let lifted = lifted_suppression::ActiveModel {
        kind: Set(row.kind),
        value_index: Set(row.value_index),
        reason: Set(row.reason),
        suppressed_at: Set(row.created_at),
        note_sealed: Set(app.keys.seal(NOTE, why.as_bytes(), app.random.as_ref())),
        lifted_by: Set(actor.id.clone()),
        lifted_at: Set(now),
        ..Default::default()
    };
    lifted.insert(&transaction).await?;
    let entry = audit::Entry { action: "suppression.lifted", subject: Some(id.to_string()), detail };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    Ok(())
}
