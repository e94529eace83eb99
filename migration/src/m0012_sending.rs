//! How campaigns are sent: their plan and approval, the pace that workers share, what was spent, the waves, and
//! templates of other languages and waves with their history.

use sea_orm_migration::prelude::*;

use crate::build::{
    big_integer, big_integer_null, id, integer, json, primary_key, references, table, text, text_null, unique_index,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = [
            json("plan").default("{}").to_owned(),
            big_integer_null("approved_at"),
            text_null("approved_by"),
            integer("template_version").default(0).to_owned(),
        ];
        for column in added {
            // One column a statement: SQLite adds no more at once.
            manager.alter_table(Table::alter().table("campaign").add_column(column).to_owned()).await?;
        }
        manager
            .create_table(
                table("pace")
                    .col(text("name").primary_key())
                    .col(big_integer("limit_micro"))
                    .col(big_integer("rate_micro"))
                    .col(big_integer("next_at"))
                    .col(big_integer("slowed_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("spend")
                    .col(big_integer("campaign_id"))
                    .col(text("channel"))
                    .col(big_integer("units"))
                    .foreign_key(&mut references("spend", "campaign_id", "campaign"))
                    .primary_key(&mut primary_key(&["campaign_id", "channel"]))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("wave")
                    .col(big_integer("campaign_id"))
                    .col(integer("number"))
                    .col(text("cause"))
                    .col(json("channels"))
                    .col(big_integer("queued_at"))
                    .foreign_key(&mut references("wave", "campaign_id", "campaign"))
                    .primary_key(&mut primary_key(&["campaign_id", "number"]))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("template_variant")
                    .col(id())
                    .col(big_integer("campaign_id"))
                    .col(text("channel"))
                    .col(integer("wave"))
                    .col(text("language"))
                    .col(text("subject"))
                    .col(text("body"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut references("template_variant", "campaign_id", "campaign"))
                    .to_owned(),
            )
            .await?;
        let columns = ["campaign_id", "channel", "wave", "language"];
        manager.create_index(unique_index("template_variant_key", "template_variant", &columns)).await?;
        manager
            .create_table(
                table("template_version")
                    .col(big_integer("campaign_id"))
                    .col(integer("version"))
                    .col(json("templates"))
                    .col(big_integer("saved_at"))
                    .col(text("saved_by"))
                    .foreign_key(&mut references("template_version", "campaign_id", "campaign"))
                    .primary_key(&mut primary_key(&["campaign_id", "version"]))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }
}
