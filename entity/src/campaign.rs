//! One sending of a message with its reminders to a cohort.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;
use shared::channel::CampaignState;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub state: CampaignState,
    #[sea_orm(column_type = "JsonBinary")]
    pub rule: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub channels: Json,
    pub wave: i32,
    pub expires_at: Timestamp,
    #[sea_orm(column_type = "Text")]
    pub created_by: String,
    pub created_at: Timestamp,
    pub launched_at: Option<Timestamp>,
    #[sea_orm(column_type = "Text", nullable)]
    pub launched_by: Option<String>,
    pub completed_at: Option<Timestamp>,
    /// When a scheduled campaign launches, or was to launch; when somebody means to launch a draft.
    pub scheduled_at: Option<Timestamp>,
    #[sea_orm(column_type = "Text", nullable)]
    pub scheduled_by: Option<String>,
    /// `shared::plan::Plan`.
    #[sea_orm(column_type = "JsonBinary")]
    pub plan: Json,
    pub approved_at: Option<Timestamp>,
    /// The second person, where so many recipients want one.
    #[sea_orm(column_type = "Text", nullable)]
    pub approved_by: Option<String>,
    /// How often its templates were saved.
    pub template_version: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
