//! What comes back from providers: receipts by their id, those that came too early, notifications seen before; and who
//! put a contact point on the list of those not to be used.

use sea_orm_migration::prelude::*;

use crate::build::{big_integer, big_integer_null, blob, blob_null, id, index, table, text, text_null, unique_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX message_provider_id ON message (provider_id) WHERE provider_id IS NOT NULL",
            )
            .await?;
        manager
            .create_table(
                table("early_receipt")
                    .col(id())
                    .col(text("channel"))
                    // One of the two says which message it is about.
                    .col(text("provider_id"))
                    .col(big_integer("message_id"))
                    .col(text("outcome"))
                    .col(text_null("reason"))
                    .col(big_integer("received_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique_index(
                "early_receipt_message",
                "early_receipt",
                &["provider_id", "message_id", "outcome"],
            ))
            .await?;
        manager
            .create_table(
                table("hook_message").col(text("message_id").primary_key()).col(big_integer("seen_at")).to_owned(),
            )
            .await?;
        manager.create_index(index("hook_message_seen_at", "hook_message", &["seen_at"])).await?;
        let added = [
            ("suppression", blob_null("value_sealed")),
            ("suppression", blob_null("note_sealed")),
            ("suppression", text_null("added_by")),
            ("recipient", big_integer_null("not_me_at")),
        ];
        for (of, column) in added {
            // One column a statement: SQLite adds no more at once.
            manager.alter_table(Table::alter().table(of).add_column(column).to_owned()).await?;
        }
        manager
            .create_table(
                table("lifted_suppression")
                    .col(id())
                    .col(text("kind"))
                    .col(blob("value_index"))
                    .col(text("reason"))
                    .col(big_integer("suppressed_at"))
                    .col(blob("note_sealed"))
                    .col(text("lifted_by"))
                    .col(big_integer("lifted_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("lifted_suppression_value_index", "lifted_suppression", &["value_index"])).await?;
        Ok(())
    }
}
