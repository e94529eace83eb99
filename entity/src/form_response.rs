//! What somebody answered to one version of a form.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_response")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub form_id: i64,
    pub form_version_id: i64,
    /// These three where the link was personal.
    pub campaign_id: Option<i64>,
    pub recipient_id: Option<i64>,
    pub patient_id: Option<i64>,
    /// The language it was shown in.
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// `shared::form::CleanAnswers` without those of sensitive fields.
    #[sea_orm(column_type = "JsonBinary")]
    pub answers: Json,
    /// The answers of sensitive fields: JSON, sealed.
    pub sealed: Option<Vec<u8>>,
    /// Millionths of a point.
    pub score: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub score_band: Option<String>,
    /// Of the recipient, else of the page and what it sent; the same again is the same answer.
    #[sea_orm(column_type = "Text")]
    pub request_key: String,
    pub submitted_at: Timestamp,
    pub changed_at: Option<Timestamp>,
    /// What it counts as in `form_tally`: pairs of field and value.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub counted: Option<Json>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::form_version::Entity",
        from = "Column::FormVersionId",
        to = "super::form_version::Column::Id"
    )]
    FormVersion,
}

impl Related<super::form_version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::FormVersion.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
