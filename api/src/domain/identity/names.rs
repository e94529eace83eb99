//! What people call those who did something: the ids that rows and audit events keep, as names.

use std::collections::HashMap;

use entity::{api_client, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::ids::{ApiClientId, UserId};

use crate::domain::Result;

/// What is done by a schedule, a job or a command, and by nobody who is known.
pub const RECALL: &str = "Recall";

/// The names of actors by their ids (`user-7`, `client-3`); whoever is neither is Recall itself.
pub async fn names_of(connection: &impl ConnectionTrait, ids: &[String]) -> Result<HashMap<String, String>> {
    let numbers_of_users = ids.iter().filter_map(|id| id.parse::<UserId>().ok()).map(UserId::get);
    let users =
        user::Entity::find().filter(user::Column::Id.is_in(numbers_of_users)).all(connection).await?.into_iter();
    let numbers_of_clients = ids.iter().filter_map(|id| id.parse::<ApiClientId>().ok()).map(ApiClientId::get);
    let clients = api_client::Entity::find().filter(api_client::Column::Id.is_in(numbers_of_clients));
    let clients = clients.all(connection).await?.into_iter();
    let mut names: HashMap<String, String> = ids.iter().map(|id| (id.clone(), RECALL.to_owned())).collect();
    names.extend(users.map(|user| (UserId::from(user.id).to_string(), user.name)));
    names.extend(clients.map(|client| (ApiClientId::from(client.id).to_string(), client.name)));
    Ok(names)
}

/// The ids and names of all people and systems there are, also of those who may no longer sign in, by name.
pub async fn everybody(connection: &impl ConnectionTrait) -> Result<Vec<(String, String)>> {
    let users = user::Entity::find().all(connection).await?.into_iter();
    let clients = api_client::Entity::find().all(connection).await?.into_iter();
    let mut all: Vec<(String, String)> = users.map(|user| (UserId::from(user.id).to_string(), user.name)).collect();
    all.extend(clients.map(|client| (ApiClientId::from(client.id).to_string(), client.name)));
    all.sort_by(|(_, one), (_, other)| one.cmp(other));
    Ok(all)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use sea_orm::ConnectionTrait;

    use super::*;
    use crate::testing::migrated;

    #[tokio::test]
    async fn people_and_systems_have_names_and_all_else_is_recall() {
        let (_folder, database) = migrated().await;
        for sql in [
            "INSERT INTO user_account (id, email, name, role, state, failed_attempts, created_at) \
             VALUES (7, 'g@example.org', 'Gwen', 'manager', 'active', 0, 0)",
            "INSERT INTO api_client (id, client_id, name, secret_hash, scopes, created_at) \
             VALUES (3, 'x', 'Practice system', 'x', '[]', 0)",
        ] {
            database.writer().execute_unprepared(sql).await.unwrap();
        }
        let ids = ["user-7", "client-3", "user-8", "import"].map(str::to_owned);
        let names = names_of(database.reader(), &ids).await.unwrap();
        assert_eq!(ids.map(|id| names[&id].clone()), ["Gwen", "Practice system", RECALL, RECALL]);
        let all = everybody(database.reader()).await.unwrap();
        let told: Vec<_> = all.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        assert_eq!(told, [("user-7", "Gwen"), ("client-3", "Practice system")]);
    }
}
