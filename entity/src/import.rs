//! One file on its way into the patient database.

use crate::time::Timestamp;
use crate::values::ImportState;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub upload_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    pub state: ImportState,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub mapping: Option<Json>,
    #[sea_orm(column_type = "Text", nullable)]
    pub encoding: Option<String>,
    pub sha256: Option<Vec<u8>>,
    pub size_bytes: i64,
    pub bytes_done: i64,
    pub rows_total: i64,
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub rejected: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub message: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub created_by: String,
    pub created_at: Timestamp,
    pub checked_at: Option<Timestamp>,
    pub committed_at: Option<Timestamp>,
    /// A few rows as they would change the database: JSON, sealed because it holds their values.
    pub samples_sealed: Option<Vec<u8>>,
    /// How many rows were rejected for which reason, the commonest first.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub reasons: Option<Json>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
