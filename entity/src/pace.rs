//! How fast messages leave: of a channel, or of one wave of a campaign that is spread; shared by all workers.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pace")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Millionths of a message a second that are configured; 0 is no limit.
    pub limit_micro: i64,
    /// The same as the provider takes it today.
    pub rate_micro: i64,
    /// When the next message may leave, in microseconds since 1970 by the clock of the database.
    pub next_at: i64,
    /// When the provider last asked to slow down, in milliseconds since 1970.
    pub slowed_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
