//! What people call those who act.

use std::collections::HashMap;

use entity::{api_client, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::ids::{ApiClientId, UserId};

use crate::domain::Result;

/// Who acts where nobody did: a schedule, a job, or a command at the server itself.
pub const RECALL: &str = "Recall";

/// Names by the text that `audit_event.actor` and the columns `created_by` hold: of people and of
/// external systems their own, of everything else [`RECALL`].
pub async fn names_of(connection: &impl ConnectionTrait, actors: &[String]) -> Result<HashMap<String, String>> {
    let users: Vec<i64> = actors.iter().filter_map(|actor| Some(actor.parse::<UserId>().ok()?.get())).collect();
    let clients: Vec<i64> = actors.iter().filter_map(|actor| Some(actor.parse::<ApiClientId>().ok()?.get())).collect();
    let mut names: HashMap<String, String> = actors.iter().map(|actor| (actor.clone(), RECALL.to_owned())).collect();
    if !users.is_empty() {
        let found: Vec<(i64, String)> = user::Entity::find()
            .select_only()
            .columns([user::Column::Id, user::Column::Name])
            .filter(user::Column::Id.is_in(users))
            .into_tuple()
            .all(connection)
            .await?;
        names.extend(found.into_iter().map(|(id, name)| (UserId::from(id).to_string(), name)));
    }
    if !clients.is_empty() {
        let found: Vec<(i64, String)> = api_client::Entity::find()
            .select_only()
            .columns([api_client::Column::Id, api_client::Column::Name])
            .filter(api_client::Column::Id.is_in(clients))
            .into_tuple()
            .all(connection)
            .await?;
        names.extend(found.into_iter().map(|(id, name)| (ApiClientId::from(id).to_string(), name)));
    }
    Ok(names)
}
