//! How often each answer was given, kept beside the answers, and given back when they are erased.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::build::{big_integer, big_integer_null, json_null, primary_key, references, table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Answers go with their patient by a foreign key, so only the database sees them go.
const SQLITE: &str = "CREATE TRIGGER form_response_erased AFTER DELETE ON form_response WHEN OLD.counted IS NOT NULL BEGIN
    UPDATE form_tally SET n = n - 1
    FROM (SELECT json_extract(value, '$[0]') AS field, json_extract(value, '$[1]') AS value FROM json_each(OLD.counted)) AS c
    WHERE form_tally.form_version_id = OLD.form_version_id AND form_tally.field = c.field AND form_tally.value = c.value;
END";

const POSTGRES: &str = "CREATE FUNCTION form_response_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE form_tally t SET n = t.n - 1 FROM jsonb_array_elements(OLD.counted) AS c
    WHERE t.form_version_id = OLD.form_version_id AND t.field = c ->> 0 AND t.value = c ->> 1;
    RETURN OLD;
END $$;
CREATE TRIGGER form_response_erased AFTER DELETE ON form_response
    FOR EACH ROW WHEN (OLD.counted IS NOT NULL) EXECUTE FUNCTION form_response_erased()";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tally = table("form_tally")
            .col(big_integer("form_version_id"))
            .col(text("field"))
            .col(text("value"))
            // Of an answer that is a number: millionths, exact on both engines.
            .col(big_integer_null("number"))
            .col(big_integer("n"))
            .foreign_key(&mut references("form_tally", "form_version_id", "form_version"))
            .primary_key(&mut primary_key(&["form_version_id", "field", "value"]))
            .to_owned();
        manager.create_table(tally).await?;
        let counted = Table::alter().table("form_response").add_column(json_null("counted")).to_owned();
        manager.alter_table(counted).await?;
        let trigger = if manager.get_database_backend() == DatabaseBackend::Postgres { POSTGRES } else { SQLITE };
        manager.get_connection().execute_unprepared(trigger).await.map(drop)
    }
}
