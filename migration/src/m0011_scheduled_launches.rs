//! Launches at a later time, messages that were sent once more, and how far a snapshot has come.

use sea_orm_migration::prelude::*;

use crate::build::{big_integer, big_integer_null, boolean, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = [
            ("campaign", big_integer_null("scheduled_at")),
            ("campaign", text_null("scheduled_by")),
            ("message", boolean("possible_duplicate").default(false).to_owned()),
            ("snapshot", big_integer("rows_done").default(0).to_owned()),
            ("snapshot", big_integer("rows_total").default(0).to_owned()),
        ];
        for (of, column) in added {
            // One column a statement: SQLite adds no more at once.
            manager.alter_table(Table::alter().table(of).add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
