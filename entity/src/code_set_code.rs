//! A code of a set, or a half-open range of codes where `code_until` is given.

use sea_orm::entity::prelude::*;
use shared::coding::CodeSystem;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "code_set_code")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub code_set_id: i64,
    pub system: CodeSystem,
    #[sea_orm(column_type = "Text")]
    pub code: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub code_until: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub term: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::code_set::Entity", from = "Column::CodeSetId", to = "super::code_set::Column::Id")]
    CodeSet,
}

impl Related<super::code_set::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::CodeSet.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
