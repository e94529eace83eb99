//! Campaigns, templates, recipients, the ledger of messages and what recipients did.

use sea_orm_migration::prelude::*;

use crate::build::{
    big_integer, big_integer_null, boolean, id, index, integer, integer_null, json, primary_key, references, table,
    text, text_null, unique_index,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
#[allow(clippy::too_many_lines, reason = "a list of tables, read from top to bottom")]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("campaign")
                    .col(id())
                    .col(text("name"))
                    .col(text("kind"))
                    .col(text("state"))
                    .col(json("rule"))
                    .col(json("channels"))
                    .col(integer("wave"))
                    .col(big_integer("expires_at"))
                    .col(text("created_by"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("launched_at"))
                    .col(text_null("launched_by"))
                    .col(big_integer_null("completed_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("campaign_state", "campaign", &["state"])).await?;
        manager
            .create_table(
                table("template")
                    .col(id())
                    .col(big_integer("campaign_id"))
                    .col(text("channel"))
                    .col(text("subject"))
                    .col(text("body"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut references("template", "campaign_id", "campaign"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique_index("template_campaign_id_channel", "template", &["campaign_id", "channel"]))
            .await?;
        manager
            .create_table(
                table("recipient")
                    .col(id())
                    .col(big_integer("campaign_id"))
                    .col(big_integer("patient_id"))
                    .col(integer("link_version"))
                    .col(text_null("unreachable_reason"))
                    .col(big_integer_null("first_sent_at"))
                    .col(integer_null("last_wave_sent"))
                    .col(big_integer_null("followed_at"))
                    .col(big_integer_null("acknowledged_at"))
                    .col(big_integer_null("opted_out_at"))
                    .col(big_integer("created_at"))
                    // No foreign keys here and on messages: PostgreSQL checks them row by row, and locks the row
                    // referred to, which made a launch of 111,168 recipients take twice as long (8 s, not 4). The
                    // statements that make these rows select them from the very rows they refer to.
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique_index("recipient_campaign_id_patient_id", "recipient", &["campaign_id", "patient_id"]))
            .await?;
        manager.create_index(index("recipient_patient_id", "recipient", &["patient_id"])).await?;
        manager.create_index(index("recipient_campaign_id_id", "recipient", &["campaign_id", "id"])).await?;
        manager
            .create_table(
                table("message")
                    .col(id())
                    .col(big_integer("campaign_id"))
                    .col(big_integer("recipient_id"))
                    .col(integer("wave"))
                    .col(text("channel"))
                    .col(text("state"))
                    .col(text_null("reason"))
                    .col(integer("attempts"))
                    .col(big_integer("epoch"))
                    .col(text_null("lease_owner"))
                    .col(big_integer_null("lease_expires_at"))
                    .col(big_integer("available_at"))
                    .col(text_null("provider_id"))
                    .col(integer_null("segments"))
                    .col(big_integer("created_at"))
                    .col(big_integer("updated_at"))
                    .col(big_integer_null("sent_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique_index(
                "message_recipient_id_wave_channel",
                "message",
                &["recipient_id", "wave", "channel"],
            ))
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX message_queued ON message (channel, campaign_id, available_at, id) WHERE state = 'queued'",
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX message_leased ON message (lease_expires_at) WHERE state IN ('claimed', 'sending')",
            )
            .await?;
        manager.get_connection().execute_unprepared("CREATE INDEX message_to_look_at ON message (campaign_id, state, id) WHERE state IN ('failed', 'uncertain')").await?;
        manager
            .create_table(
                table("message_count")
                    .col(big_integer("campaign_id"))
                    .col(integer("wave"))
                    .col(text("channel"))
                    .col(text("state"))
                    .col(big_integer("n"))
                    .foreign_key(&mut references("message_count", "campaign_id", "campaign"))
                    .primary_key(&mut primary_key(&["campaign_id", "wave", "channel", "state"]))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("recipient_count")
                    .col(big_integer("campaign_id"))
                    .col(text("stage"))
                    .col(integer("shard"))
                    .col(big_integer("n"))
                    .foreign_key(&mut references("recipient_count", "campaign_id", "campaign"))
                    .primary_key(&mut primary_key(&["campaign_id", "stage", "shard"]))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("recipient_event")
                    .col(id())
                    .col(big_integer("campaign_id"))
                    .col(big_integer("recipient_id"))
                    .col(text("kind"))
                    .col(big_integer("at"))
                    .col(boolean("weak"))
                    .col(text_null("agent"))
                    .foreign_key(&mut references("recipient_event", "recipient_id", "recipient"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("recipient_event_recipient_id", "recipient_event", &["recipient_id"])).await?;
        manager
            .create_index(index(
                "recipient_event_campaign_id_kind_at",
                "recipient_event",
                &["campaign_id", "kind", "at"],
            ))
            .await?;
        Ok(())
    }
}
