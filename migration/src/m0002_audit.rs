//! The append-only, hash-chained log of everything that read or changed patient data.

use sea_orm_migration::prelude::*;

use crate::build::{big_integer, blob, id, index, json, table, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("audit_event")
                    .col(id())
                    .col(big_integer("at"))
                    .col(text("actor_kind"))
                    .col(text("actor"))
                    .col(text("action"))
                    .col(text_null("subject"))
                    .col(json("detail"))
                    .col(blob("prev_hash"))
                    .col(blob("hash"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("audit_event_action_id", "audit_event", &["action", "id"])).await?;
        manager.create_index(index("audit_event_subject_id", "audit_event", &["subject", "id"])).await?;
        Ok(())
    }
}
