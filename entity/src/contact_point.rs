//! A phone number or an email address of a patient, sealed; not unique, households share them.

use crate::values::ContactKind;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_point")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub patient_id: i64,
    pub kind: ContactKind,
    pub position: i32,
    pub value_sealed: Vec<u8>,
    pub value_index: Vec<u8>,
    /// Of a phone number: whether it takes a text. Null of an email address, and of a number that was not looked at yet.
    pub textable: Option<bool>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::patient::Entity", from = "Column::PatientId", to = "super::patient::Column::Id")]
    Patient,
}

impl Related<super::patient::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Patient.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
