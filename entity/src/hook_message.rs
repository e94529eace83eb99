//! A notification of SNS that was taken, so that the same one again changes nothing.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hook_message")]
pub struct Model {
    /// As SNS gave it.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub message_id: String,
    pub seen_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
