//! What a provider told of a message before its hand-over was recorded; kept until it is.

use crate::time::Timestamp;
use sea_orm::entity::prelude::*;
use shared::channel::Channel;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "early_receipt")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub channel: Channel,
    /// Empty where `message_id` says which message it is.
    #[sea_orm(column_type = "Text")]
    pub provider_id: String,
    /// 0 where `provider_id` says which message it is.
    pub message_id: i64,
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub received_at: Timestamp,
    /// Blind index of the number a text went to, where the provider told it.
    pub address_index: Option<Vec<u8>>,
    /// When the provider took that text.
    pub sent_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
