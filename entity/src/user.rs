//! A member of staff who may sign in.

use crate::time::Timestamp;
use crate::values::UserState;
use sea_orm::entity::prelude::*;
use shared::permission::Role;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_account")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "Text")]
    pub email: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub role: Role,
    pub state: UserState,
    #[sea_orm(column_type = "Text", nullable)]
    pub password_hash: Option<String>,
    pub invitation_hash: Option<Vec<u8>>,
    pub invitation_expires_at: Option<Timestamp>,
    pub failed_attempts: i32,
    pub locked_until: Option<Timestamp>,
    pub created_at: Timestamp,
    pub last_sign_in_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
