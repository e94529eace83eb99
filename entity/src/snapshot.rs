//! An encrypted copy of everything: where it lies and whether it was verified.

use crate::time::Timestamp;
use crate::values::SnapshotState;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "snapshot")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub state: SnapshotState,
    #[sea_orm(column_type = "Text")]
    pub trigger: String,
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    pub size_bytes: i64,
    pub sha256: Option<Vec<u8>>,
    #[sea_orm(column_type = "JsonBinary")]
    pub places: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub row_counts: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub message: Option<String>,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub verified_at: Option<Timestamp>,
    /// Rows read so far.
    pub rows_done: i64,
    /// Rows there are to read; 0 until they are counted.
    pub rows_total: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
