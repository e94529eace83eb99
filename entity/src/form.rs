//! A form: its draft, its address, and which of its versions takes answers.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;
use shared::form::{FormKind, FormState};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What stands in its address and in the name of its view.
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub kind: FormKind,
    pub state: FormState,
    /// Whether anybody who knows the address may fill it in.
    pub is_public: bool,
    /// Whether whoever answered by a personal link may change the answers until the campaign ends.
    pub changeable: bool,
    /// `shared::form::FormSchema`.
    #[sea_orm(column_type = "JsonBinary")]
    pub draft: Json,
    /// How often the draft was saved; who saves over another's change is told.
    pub draft_version: i32,
    pub draft_saved_at: Timestamp,
    #[sea_orm(column_type = "Text")]
    pub draft_saved_by: String,
    /// The number of the version that the address shows.
    pub current_version: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub created_by: String,
    pub created_at: Timestamp,
    pub retired_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
