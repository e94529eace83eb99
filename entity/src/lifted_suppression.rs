//! A suppression that staff lifted, with why and by whom.

use crate::time::Timestamp;
use crate::values::ContactKind;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lifted_suppression")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: ContactKind,
    pub value_index: Vec<u8>,
    /// Of the suppression.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub suppressed_at: Timestamp,
    /// Why it was lifted, in the words of staff.
    pub note_sealed: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub lifted_by: String,
    pub lifted_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
