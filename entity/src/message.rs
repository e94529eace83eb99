//! The ledger: one channel of one wave to one recipient.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;
use shared::channel::Channel;
use shared::channel::MessageState;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub campaign_id: i64,
    pub recipient_id: i64,
    pub wave: i32,
    pub channel: Channel,
    pub state: MessageState,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub attempts: i32,
    pub epoch: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub lease_owner: Option<String>,
    pub lease_expires_at: Option<Timestamp>,
    pub available_at: Timestamp,
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_id: Option<String>,
    pub segments: Option<i32>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    /// Queued once more after its first sending was in doubt.
    pub possible_duplicate: bool,
    /// Of a message that is held back: the message that goes to the contact point in its place.
    pub held_by: Option<i64>,
    /// When it was last marked as on its way, just before the provider was called.
    pub handed_over_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::campaign::Entity", from = "Column::CampaignId", to = "super::campaign::Column::Id")]
    Campaign,
    #[sea_orm(
        belongs_to = "super::recipient::Entity",
        from = "Column::RecipientId",
        to = "super::recipient::Column::Id"
    )]
    Recipient,
}

impl Related<super::campaign::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Campaign.def()
    }
}

impl Related<super::recipient::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Recipient.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
