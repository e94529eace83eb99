//! When a message was handed over, and where and when the text of a receipt was sent: what finds a text whose hand-over
//! was never answered, so that its provider's id is not known.

use sea_orm_migration::prelude::*;

use crate::build::{big_integer_null, blob_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = [
            ("message", big_integer_null("handed_over_at")),
            ("early_receipt", blob_null("address_index")),
            ("early_receipt", big_integer_null("sent_at")),
        ];
        for (of, column) in added {
            // One column a statement: SQLite adds no more at once.
            manager.alter_table(Table::alter().table(of).add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
