//! Patients, their contact points and conditions, and contact points that must not be used.

use sea_orm_migration::prelude::*;

use crate::build::{
    big_integer, big_integer_null, blob, blob_null, date_null, id, index, integer, ordered_text, references, table,
    text, text_null, unique_index,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("patient")
                    .col(id())
                    .col(text("source"))
                    .col(text_null("local_id"))
                    .col(blob_null("nhs_sealed"))
                    .col(blob_null("nhs_index"))
                    .col(text("given_name"))
                    .col(text("family_name"))
                    .col(ordered_text(manager, "name_key"))
                    .col(date_null("birth_date"))
                    .col(text("sex"))
                    .col(blob_null("address_sealed"))
                    .col(text_null("postcode"))
                    .col(text("status"))
                    .col(text_null("preferred_language"))
                    .col(blob("content_hash"))
                    .col(big_integer_null("import_id"))
                    .col(big_integer("created_at"))
                    .col(big_integer("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique_index("patient_source_local_id", "patient", &["source", "local_id"])).await?;
        manager.create_index(unique_index("patient_nhs_index", "patient", &["nhs_index"])).await?;
        manager.create_index(index("patient_name_key_id", "patient", &["name_key", "id"])).await?;
        manager.create_index(index("patient_postcode", "patient", &["postcode"])).await?;
        manager
            .create_table(
                table("contact_point")
                    .col(id())
                    .col(big_integer("patient_id"))
                    .col(text("kind"))
                    .col(integer("position"))
                    .col(blob("value_sealed"))
                    .col(blob("value_index"))
                    .foreign_key(&mut references("contact_point", "patient_id", "patient"))
                    .to_owned(),
            )
            .await?;
        // These two hold all that a cohort asks for, so that its count reads no table.
        manager
            .create_index(index(
                "contact_point_patient_id_kind_value_index",
                "contact_point",
                &["patient_id", "kind", "value_index"],
            ))
            .await?;
        manager.create_index(index("contact_point_value_index", "contact_point", &["value_index"])).await?;
        manager
            .create_table(
                table("condition")
                    .col(id())
                    .col(big_integer("patient_id"))
                    .col(text("system"))
                    .col(ordered_text(manager, "code"))
                    .col(text("term"))
                    .col(date_null("onset"))
                    .col(date_null("abatement"))
                    .foreign_key(&mut references("condition", "patient_id", "patient"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("condition_patient_id", "condition", &["patient_id"])).await?;
        manager
            .create_index(index(
                "condition_system_code_patient_id",
                "condition",
                &["system", "code", "patient_id", "onset", "abatement"],
            ))
            .await?;
        manager
            .create_table(
                table("suppression")
                    .col(id())
                    .col(text("kind"))
                    .col(blob("value_index"))
                    .col(text("reason"))
                    .col(big_integer_null("patient_id"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique_index("suppression_kind_value_index", "suppression", &["kind", "value_index"]))
            .await?;
        manager
            .create_table(table("row_count").col(text("name").primary_key()).col(big_integer("n")).to_owned())
            .await?;
        Ok(())
    }
}
