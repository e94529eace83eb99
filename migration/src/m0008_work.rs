//! Jobs, schedules, snapshots and settings.

use sea_orm_migration::prelude::*;

use crate::build::{big_integer, big_integer_null, blob_null, boolean, id, integer, json, table, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("job")
                    .col(id())
                    .col(text("kind"))
                    .col(integer("version"))
                    .col(json("payload"))
                    .col(text("state"))
                    .col(text_null("dedupe_key"))
                    .col(big_integer("run_at"))
                    .col(integer("attempts"))
                    .col(integer("max_attempts"))
                    .col(big_integer("epoch"))
                    .col(text_null("lease_owner"))
                    .col(big_integer_null("lease_expires_at"))
                    .col(text_null("last_error"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("finished_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX job_queued ON job (run_at, id) WHERE state = 'queued'")
            .await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX job_leased ON job (lease_expires_at) WHERE state = 'running'")
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX job_dedupe ON job (dedupe_key) WHERE state IN ('queued', 'running')",
            )
            .await?;
        manager
            .create_table(
                table("schedule")
                    .col(text("name").primary_key())
                    .col(text("kind"))
                    .col(json("payload"))
                    .col(text("cron"))
                    .col(text("time_zone"))
                    .col(boolean("enabled"))
                    .col(big_integer("next_run_at"))
                    .col(big_integer_null("last_run_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("snapshot")
                    .col(id())
                    .col(text("state"))
                    .col(text("trigger"))
                    .col(text("file_name"))
                    .col(big_integer("size_bytes"))
                    .col(blob_null("sha256"))
                    .col(json("places"))
                    .col(json("row_counts"))
                    .col(text_null("message"))
                    .col(big_integer("started_at"))
                    .col(big_integer_null("finished_at"))
                    .col(big_integer_null("verified_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("setting")
                    .col(text("name").primary_key())
                    .col(json("value"))
                    .col(big_integer("updated_at"))
                    .col(text("updated_by"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }
}
