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
    /// The phone number or email address itself, where somebody here typed it.
    pub value_sealed: Option<Vec<u8>>,
    /// Why, in the words of staff.
    pub note_sealed: Option<Vec<u8>>,
    /// Text of an id, as `user-1`; none where a patient or a provider said so.
    #[sea_orm(column_type = "Text", nullable)]
    pub added_by: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
