//! Settings by name, each a JSON value.

use entity::{setting, time::Timestamp};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::domain::{Actor, Result};

/// The value of this name, where it was ever set.
pub(super) async fn read<T: DeserializeOwned>(connection: &impl ConnectionTrait, name: &str) -> Result<Option<T>> {
    let Some(row) = setting::Entity::find_by_id(name).one(connection).await? else { return Ok(None) };
    let value = serde_json::from_value(row.value);
    Ok(Some(value.map_err(|error| anyhow::anyhow!("the setting {name} cannot be read: {error}"))?))
}

/// Sets it, in the transaction that leaves the audit event.
pub(super) async fn write(
    transaction: &impl ConnectionTrait,
    name: &str,
    value: &impl Serialize,
    actor: &Actor,
    now: Timestamp,
) -> Result<()> {
    let row = setting::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(json!(value)),
        updated_at: Set(now),
        updated_by: Set(actor.id.clone()),
    };
    let changed = [setting::Column::Value, setting::Column::UpdatedAt, setting::Column::UpdatedBy];
    let conflict = OnConflict::column(setting::Column::Name).update_columns(changed).to_owned();
    setting::Entity::insert(row).on_conflict(conflict).exec_without_returning(transaction).await?;
    Ok(())
}
