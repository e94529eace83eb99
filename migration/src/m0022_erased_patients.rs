//! When a patient was erased: the row stays so that what was sent still adds up, with nothing in it that tells who it was.

use sea_orm_migration::prelude::*;

use crate::build::big_integer_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("patient").add_column(big_integer_null("erased_at")).to_owned()).await
    }
}
