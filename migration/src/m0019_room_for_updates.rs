//! Room on the pages of rows that change soon after they are made: a new version of a row then stays beside the old one.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DatabaseBackend::Postgres {
            return Ok(());
        }
        // A message has three states more before it is sent. What is seen of a recipient is in no index, so that its
        // update writes none of them where there is room (https://www.postgresql.org/docs/current/storage-hot.html).
        for (table, percent) in [("message", 70), ("recipient", 80)] {
            let sql = format!("ALTER TABLE {table} SET (fillfactor = {percent})");
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
