//! How often an answer was given to a version of a form, kept by the transaction that stores the answers.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_tally")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub form_version_id: i64,
    /// The id of a field, a name that only this server knows of one that is sealed, or empty for all answers together.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub field: String,
    /// What was answered, or empty for anything at all; a day where `field` is empty.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub value: String,
    /// Millionths, where it was a number.
    pub number: Option<i64>,
    pub n: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
