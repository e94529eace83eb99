//! One frozen answer to a report.

use crate::time::Timestamp;
use crate::values::RunState;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_run")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub report_id: i64,
    pub campaign_id: i64,
    pub state: RunState,
    #[sea_orm(column_type = "Text")]
    pub trigger: String,
    pub row_count: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub message: Option<String>,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// How its rows fall into groups; runs of versions before this was kept have none.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub breakdowns: Option<Json>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::report::Entity", from = "Column::ReportId", to = "super::report::Column::Id")]
    Report,
}

impl Related<super::report::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Report.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
