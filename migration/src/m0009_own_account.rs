//! What people need to help themselves: recovery codes, password resets, texts to start from.

use sea_orm_migration::prelude::*;

use crate::build::{
    big_integer, big_integer_null, blob, blob_null, boolean, id, references, table, text, text_null, unique_index,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("recovery_code")
                    .col(id())
                    .col(big_integer("user_id"))
                    .col(blob("code_hash"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("used_at"))
                    .foreign_key(&mut references("recovery_code", "user_id", "user_account"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("recovery_code_user_id", "recovery_code", &["user_id", "code_hash"])).await?;
        manager
            .create_table(
                table("password_reset")
                    .col(big_integer("user_id").primary_key())
                    .col(blob_null("token_hash"))
                    .col(big_integer("asked_at"))
                    .col(big_integer("expires_at"))
                    .foreign_key(&mut references("password_reset", "user_id", "user_account"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("password_reset_token_hash", "password_reset", &["token_hash"])).await?;
        manager
            .create_table(
                table("message_template")
                    .col(id())
                    .col(text("name"))
                    .col(text("channel"))
                    .col(text_null("subject"))
                    .col(text("body"))
                    .col(boolean("shipped"))
                    .col(big_integer("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("message_template_name", "message_template", &["channel", "name"])).await?;
        Ok(())
    }
}
