//! One step of publishing a version of a form.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;
use shared::form::{PublishStep, StepState};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_publication")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub form_version_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub step: PublishStep,
    pub state: StepState,
    /// How often it was begun.
    pub attempts: i32,
    /// Why it failed last, in words for staff.
    #[sea_orm(column_type = "Text", nullable)]
    pub error: Option<String>,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
