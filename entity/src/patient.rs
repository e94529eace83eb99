//! A person in the practice's database; direct identifiers are sealed.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;
use shared::person::PatientStatus;
use shared::person::Sex;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "patient")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub local_id: Option<String>,
    pub nhs_sealed: Option<Vec<u8>>,
    pub nhs_index: Option<Vec<u8>>,
    #[sea_orm(column_type = "Text")]
    pub given_name: String,
    #[sea_orm(column_type = "Text")]
    pub family_name: String,
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    pub birth_date: Option<Date>,
    pub sex: Sex,
    pub address_sealed: Option<Vec<u8>>,
    #[sea_orm(column_type = "Text", nullable)]
    pub postcode: Option<String>,
    pub status: PatientStatus,
    #[sea_orm(column_type = "Text", nullable)]
    pub preferred_language: Option<String>,
    pub content_hash: Vec<u8>,
    pub import_id: Option<i64>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Why this patient is never to be contacted, in the words of staff.
    pub never_contact_sealed: Option<Vec<u8>>,
    /// Set together with the reason.
    pub never_contact_at: Option<Timestamp>,
    /// From then on the row holds nothing that tells who it was.
    pub erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
