//! One patient in one campaign, with one link.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recipient")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub campaign_id: i64,
    pub patient_id: i64,
    pub link_version: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub unreachable_reason: Option<String>,
    pub first_sent_at: Option<Timestamp>,
    pub last_wave_sent: Option<i32>,
    pub followed_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
    pub opted_out_at: Option<Timestamp>,
    pub created_at: Timestamp,
    /// Whoever reads the message said that it is not for them.
    pub not_me_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::campaign::Entity", from = "Column::CampaignId", to = "super::campaign::Column::Id")]
    Campaign,
    #[sea_orm(belongs_to = "super::patient::Entity", from = "Column::PatientId", to = "super::patient::Column::Id")]
    Patient,
}

impl Related<super::campaign::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Campaign.def()
    }
}

impl Related<super::patient::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Patient.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
