//! One version of a form as it was, or is to be, published. Its schema never changes.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_version")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub form_id: i64,
    /// From 1, without gaps but those of publications that failed.
    pub number: i32,
    /// `shared::form::FormSchema`.
    #[sea_orm(column_type = "JsonBinary")]
    pub schema: Json,
    /// SHA-256 of the schema, in hexadecimal digits.
    #[sea_orm(column_type = "Text")]
    pub checksum: String,
    /// The page as rendered: HTML.
    pub page: Option<Vec<u8>>,
    /// Where the page is in the object store.
    #[sea_orm(column_type = "Text", nullable)]
    pub object_key: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub created_by: String,
    pub created_at: Timestamp,
    /// When the address showed it first.
    pub published_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::form::Entity", from = "Column::FormId", to = "super::form::Column::Id")]
    Form,
}

impl Related<super::form::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Form.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
