//! Which actions the log knows, for a filter.

use sea_orm::ConnectionTrait;
use shared::permission::Permission;

use crate::{
    database::Database,
    domain::{Actor, Result},
};

// Steps from one action to the next in the index over (action, id): as many look-ups as there are actions,
// however long the log is.
const DISTINCT: &str = "WITH RECURSIVE known(action) AS (\
     SELECT MIN(action) FROM audit_event \
     UNION ALL \
     SELECT (SELECT MIN(e.action) FROM audit_event e WHERE e.action > known.action) \
     FROM known WHERE known.action IS NOT NULL) \
     SELECT action FROM known WHERE action IS NOT NULL";

/// Every action that was ever recorded, by name.
pub async fn actions(database: &Database, actor: &Actor) -> Result<Vec<String>> {
    actor.require(Permission::ViewAudit)?;
    let rows = database.reader().query_all_raw(database.statement(DISTINCT, [])).await?;
    Ok(rows.iter().map(|row| row.try_get("", "action")).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;
    use crate::{
        domain::audit::{Entry, record_alone},
        testing::migrated,
    };

    #[tokio::test]
    async fn each_action_is_told_once() {
        let (_folder, database) = migrated().await;
        let actor = Actor::command("test");
        assert!(actions(&database, &actor).await.unwrap().is_empty());
        for action in ["user.signed_in", "campaign.launched", "user.signed_in", "import.committed"] {
            let entry = Entry { action, subject: None, detail: json!({}) };
            record_alone(&database, entity::time::Timestamp(1), &actor, entry).await.unwrap();
        }
        let told = actions(&database, &actor).await.unwrap();
        assert_eq!(told, ["campaign.launched", "import.committed", "user.signed_in"]);
    }
}
