//! Answers of one campaign and of one band, newest first, without reading all others.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

// Only of answers that have one: those of public forms have no campaign, and are written without the first index.
const INDEXES: [&str; 2] = [
    "CREATE INDEX form_response_form_id_campaign_id_id ON form_response (form_id, campaign_id, id) \
     WHERE campaign_id IS NOT NULL",
    "CREATE INDEX form_response_form_id_score_band_id ON form_response (form_id, score_band, id) \
     WHERE score_band IS NOT NULL",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in INDEXES {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
