//! A question that can be asked again, by hand or by the clock.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;
use shared::report::ReportKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub kind: ReportKind,
    pub campaign_id: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub cron: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub created_by: String,
    pub created_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
