//! Who may sign in, and how: users, their second factor, sessions, external clients.

use sea_orm_migration::prelude::*;

use crate::build::{
    big_integer, big_integer_null, blob, blob_null, id, index, integer, json, references, table, text, text_null,
    unique_index,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("user_account")
                    .col(id())
                    .col(text("email"))
                    .col(text("name"))
                    .col(text("role"))
                    .col(text("state"))
                    .col(text_null("password_hash"))
                    .col(blob_null("invitation_hash"))
                    .col(big_integer_null("invitation_expires_at"))
                    .col(integer("failed_attempts"))
                    .col(big_integer_null("locked_until"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("last_sign_in_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("user_account_email", "user_account", &["email"])).await?;
        manager
            .create_table(
                table("totp")
                    .col(big_integer("user_id").primary_key())
                    .col(blob("secret_sealed"))
                    .col(big_integer_null("last_step"))
                    .col(big_integer_null("confirmed_at"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut references("totp", "user_id", "user_account"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("session")
                    .col(id())
                    .col(big_integer("user_id"))
                    .col(blob("refresh_hash"))
                    .col(blob_null("previous_hash"))
                    .col(big_integer("created_at"))
                    .col(big_integer("refreshed_at"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("revoked_at"))
                    .col(text_null("user_agent"))
                    .foreign_key(&mut references("session", "user_id", "user_account"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("session_refresh_hash", "session", &["refresh_hash"])).await?;
        manager.create_index(index("session_previous_hash", "session", &["previous_hash"])).await?;
        manager.create_index(index("session_user_id", "session", &["user_id"])).await?;
        manager
            .create_table(
                table("api_client")
                    .col(id())
                    .col(text("client_id"))
                    .col(text("name"))
                    .col(text("secret_hash"))
                    .col(json("scopes"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("last_used_at"))
                    .col(big_integer_null("revoked_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("api_client_client_id", "api_client", &["client_id"])).await?;
        Ok(())
    }
}
