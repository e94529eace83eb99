//! A file that came with answers; its content is sealed in the object store.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_attachment")]
pub struct Model {
    /// A random name, the second half of which is the same for the same content: whoever knows it may send it with answers,
    /// once.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub object_key: String,
    pub form_version_id: i64,
    /// None until the answers are sent.
    pub response_id: Option<i64>,
    /// The id of the field.
    #[sea_orm(column_type = "Text")]
    pub field: String,
    pub name_sealed: Vec<u8>,
    /// By its content.
    #[sea_orm(column_type = "Text")]
    pub media_type: String,
    pub size_bytes: i64,
    pub uploaded_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
