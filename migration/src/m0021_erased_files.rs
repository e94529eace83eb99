//! Which files are to be removed from the object store: those whose rows were erased, by whatever erased them.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::build::{table, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Files go with their answers by a foreign key, so only the database sees them go.
const SQLITE: &str = "CREATE TRIGGER form_attachment_erased AFTER DELETE ON form_attachment BEGIN
    INSERT INTO erased_file (object_key) VALUES (OLD.object_key) ON CONFLICT DO NOTHING;
END";

const POSTGRES: &str = "CREATE FUNCTION form_attachment_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO erased_file (object_key) VALUES (OLD.object_key) ON CONFLICT DO NOTHING;
    RETURN OLD;
END $$;
CREATE TRIGGER form_attachment_erased AFTER DELETE ON form_attachment
    FOR EACH ROW EXECUTE FUNCTION form_attachment_erased()";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table("erased_file").col(text("object_key").primary_key()).to_owned()).await?;
        let trigger = if manager.get_database_backend() == DatabaseBackend::Postgres { POSTGRES } else { SQLITE };
        manager.get_connection().execute_unprepared(trigger).await.map(drop)
    }
}
