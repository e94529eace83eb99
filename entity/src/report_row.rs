//! A recipient in a frozen answer.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_row")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub run_id: i64,
    pub position: i64,
    pub recipient_id: i64,
    pub patient_id: i64,
    pub first_sent_at: Option<Timestamp>,
    /// In how many waves at least one message was sent.
    pub waves_sent: i32,
    pub followed_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::report_run::Entity", from = "Column::RunId", to = "super::report_run::Column::Id")]
    ReportRun,
}

impl Related<super::report_run::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::ReportRun.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
