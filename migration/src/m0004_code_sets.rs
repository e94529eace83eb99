//! Named, versioned lists of codes.

use sea_orm_migration::prelude::*;

use crate::build::{
    big_integer, boolean, id, integer, ordered_text, ordered_text_null, references, table, text, unique_index,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("code_set")
                    .col(id())
                    .col(text("name"))
                    .col(text("title"))
                    .col(text("version"))
                    .col(text("source"))
                    .col(boolean("shipped"))
                    .col(integer("size"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("code_set_name", "code_set", &["name"])).await?;
        manager
            .create_table(
                table("code_set_code")
                    .col(id())
                    .col(big_integer("code_set_id"))
                    .col(text("system"))
                    .col(ordered_text(manager, "code"))
                    .col(ordered_text_null(manager, "code_until"))
                    .col(text("term"))
                    .foreign_key(&mut references("code_set_code", "code_set_id", "code_set"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique_index(
                "code_set_code_code_set_id_system_code",
                "code_set_code",
                &["code_set_id", "system", "code"],
            ))
            .await?;
        Ok(())
    }
}
