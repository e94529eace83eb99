//! Which contact points take a text, and whose message holds the others of a household back.

use sea_orm_migration::prelude::*;

use crate::build::{big_integer_null, boolean_null, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const NOT_LOOKED_AT: &str =
    "CREATE INDEX contact_point_not_looked_at ON contact_point (id) WHERE kind = 'phone' AND textable IS NULL";
const HELD: &str = "CREATE INDEX message_held ON message (campaign_id, wave, held_by) WHERE held_by IS NOT NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (of, column) in [("contact_point", boolean_null("textable")), ("message", big_integer_null("held_by"))] {
            manager.alter_table(Table::alter().table(of).add_column(column).to_owned()).await?;
        }
        // All that a cohort asks for, so that its count reads no table.
        let before = Index::drop().name("contact_point_patient_id_kind_value_index").table("contact_point").to_owned();
        manager.drop_index(before).await?;
        let columns = &["patient_id", "kind", "value_index", "textable"];
        manager.create_index(index("contact_point_patient_id_kind_value_index", "contact_point", columns)).await?;
        for sql in [NOT_LOOKED_AT, HELD] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
