//! Reports, their frozen runs and rows.

use sea_orm_migration::prelude::*;

use crate::build::{
    big_integer, big_integer_null, id, index, integer, references, table, text, text_null, unique_index,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("report")
                    .col(id())
                    .col(text("name"))
                    .col(text("kind"))
                    .col(big_integer_null("campaign_id"))
                    .col(text_null("cron"))
                    .col(text("created_by"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("report_campaign_id", "report", &["campaign_id"])).await?;
        manager
            .create_table(
                table("report_run")
                    .col(id())
                    .col(big_integer("report_id"))
                    .col(big_integer("campaign_id"))
                    .col(text("state"))
                    .col(text("trigger"))
                    .col(big_integer("row_count"))
                    .col(text_null("message"))
                    .col(big_integer("started_at"))
                    .col(big_integer_null("finished_at"))
                    .foreign_key(&mut references("report_run", "report_id", "report"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("report_run_report_id_id", "report_run", &["report_id", "id"])).await?;
        manager
            .create_table(
                table("report_row")
                    .col(id())
                    .col(big_integer("run_id"))
                    .col(big_integer("position"))
                    .col(big_integer("recipient_id"))
                    .col(big_integer("patient_id"))
                    .col(big_integer_null("first_sent_at"))
                    .col(integer("waves_sent"))
                    .col(big_integer_null("followed_at"))
                    .col(big_integer_null("acknowledged_at"))
                    .foreign_key(&mut references("report_row", "run_id", "report_run"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("report_row_run_id_position", "report_row", &["run_id", "position"])).await?;
        Ok(())
    }
}
