//! How far the provider's logs of deliveries have been read.

use sea_orm_migration::prelude::*;

use crate::build::{big_integer, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let log = table("delivery_log").col(text("name").primary_key()).col(big_integer("read_until")).to_owned();
        manager.create_table(log).await
    }
}
