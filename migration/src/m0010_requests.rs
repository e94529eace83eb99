//! What was asked for already, patients who are never to be contacted, and what the check of an import found.

use sea_orm_migration::prelude::*;

use crate::build::{big_integer, big_integer_null, blob_null, index, json_null, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("request")
                    .col(text("key").primary_key())
                    .col(text("actor"))
                    .col(text("kind"))
                    .col(big_integer("outcome_id"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("request_created_at", "request", &["created_at"])).await?;
        let added = [
            ("patient", blob_null("never_contact_sealed")),
            ("patient", big_integer_null("never_contact_at")),
            ("import", blob_null("samples_sealed")),
            ("import", json_null("reasons")),
        ];
        for (of, column) in added {
            // One column a statement: SQLite adds no more at once.
            manager.alter_table(Table::alter().table(of).add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
