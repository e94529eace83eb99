//! How the rows of a run fall into groups, kept with the run.

use sea_orm_migration::prelude::*;

use crate::build::json_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("report_run").add_column(json_null("breakdowns")).to_owned()).await
    }
}
