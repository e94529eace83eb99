//! What was done to a campaign and by whom, out of the audit log.

use entity::audit_event::{self, Column};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::ids::CampaignId;

use crate::domain::Result;

const SHOWN: u64 = 100; // events; nobody reads further on a page

/// Looks at the people of a campaign. They stand in the audit log and would bury here what was done.
const LOOKS: [&str; 3] = ["campaign.recipients_read", "campaign.messages_read", "campaign.samples_read"];

/// The newest first.
pub async fn activity(connection: &impl ConnectionTrait, id: CampaignId) -> Result<Vec<audit_event::Model>> {
    Ok(audit_event::Entity::find()
        .filter(Column::Subject.eq(id.to_string()))
        .filter(Column::Action.is_not_in(LOOKS))
        .order_by_desc(Column::Id)
        .limit(SHOWN)
        .all(connection)
        .await?)
}
