//! A contact point that must not be used again (opt-out, hard bounce, complaint); survives a re-import.

use crate::time::Timestamp;
use crate::values::ContactKind;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "suppression")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: ContactKind,
    pub value_index: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub patient_id: Option<i64>,
    pub created_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
