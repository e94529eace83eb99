//! Forms, their published versions with the steps of publishing, answers and attachments.

use sea_orm_migration::prelude::*;

use crate::build::{
    big_integer, big_integer_null, blob, blob_null, boolean, id, index, integer, integer_null, json, primary_key,
    references, table, text, text_null, unique_index,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
#[allow(clippy::too_many_lines, reason = "a list of tables, read from top to bottom")]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("form")
                    .col(id())
                    .col(text("slug"))
                    .col(text("name"))
                    .col(text("kind"))
                    .col(text("state"))
                    .col(boolean("is_public"))
                    .col(boolean("changeable"))
                    .col(json("draft"))
                    .col(integer("draft_version"))
                    .col(big_integer("draft_saved_at"))
                    .col(text("draft_saved_by"))
                    .col(integer_null("current_version"))
                    .col(text("created_by"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("retired_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("form_slug", "form", &["slug"])).await?;
        manager
            .create_table(
                table("form_version")
                    .col(id())
                    .col(big_integer("form_id"))
                    .col(integer("number"))
                    .col(json("schema"))
                    .col(text("checksum"))
                    .col(blob_null("page"))
                    .col(text_null("object_key"))
                    .col(text("created_by"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("published_at"))
                    .foreign_key(&mut references("form_version", "form_id", "form"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique_index("form_version_form_id_number", "form_version", &["form_id", "number"]))
            .await?;
        manager
            .create_table(
                table("form_publication")
                    .col(big_integer("form_version_id"))
                    .col(text("step"))
                    .col(text("state"))
                    .col(integer("attempts"))
                    .col(text_null("error"))
                    .col(big_integer_null("started_at"))
                    .col(big_integer_null("finished_at"))
                    .foreign_key(&mut references("form_publication", "form_version_id", "form_version"))
                    .primary_key(&mut primary_key(&["form_version_id", "step"]))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("form_response")
                    .col(id())
                    .col(big_integer("form_id"))
                    .col(big_integer("form_version_id"))
                    .col(big_integer_null("campaign_id"))
                    .col(big_integer_null("recipient_id"))
                    .col(big_integer_null("patient_id"))
                    .col(text("language"))
                    .col(json("answers"))
                    .col(blob_null("sealed"))
                    // Millionths of a point, exact on both engines.
                    .col(big_integer_null("score"))
                    .col(text_null("score_band"))
                    .col(text("request_key"))
                    .col(big_integer("submitted_at"))
                    .col(big_integer_null("changed_at"))
                    .foreign_key(&mut references("form_response", "form_version_id", "form_version"))
                    .foreign_key(&mut references("form_response", "patient_id", "patient"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("form_response_request_key", "form_response", &["request_key"])).await?;
        // Nulls are distinct on both engines: answers that came without a personal link are not counted as one.
        manager.create_index(unique_index("form_response_recipient_id", "form_response", &["recipient_id"])).await?;
        manager.create_index(index("form_response_form_id_id", "form_response", &["form_id", "id"])).await?;
        manager.create_index(index("form_response_patient_id", "form_response", &["patient_id"])).await?;
        manager
            .create_table(
                table("form_attachment")
                    .col(text("object_key").primary_key())
                    .col(big_integer("form_version_id"))
                    .col(big_integer_null("response_id"))
                    .col(text("field"))
                    .col(blob("name_sealed"))
                    .col(text("media_type"))
                    .col(big_integer("size_bytes"))
                    .col(big_integer("uploaded_at"))
                    .foreign_key(&mut references("form_attachment", "form_version_id", "form_version"))
                    .foreign_key(&mut references("form_attachment", "response_id", "form_response"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("form_attachment_response_id", "form_attachment", &["response_id"])).await
    }
}
