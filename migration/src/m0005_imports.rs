//! Uploads and imports with what was wrong in them.

use sea_orm_migration::prelude::*;

use crate::build::{
    big_integer, big_integer_null, blob_null, id, index, json_null, references, table, text, text_null,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("upload")
                    .col(text("id").primary_key())
                    .col(text("owner"))
                    .col(text("file_name"))
                    .col(big_integer("size_bytes"))
                    .col(big_integer("offset_bytes"))
                    .col(big_integer("created_at"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("completed_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("upload_expires_at", "upload", &["expires_at"])).await?;
        manager
            .create_table(
                table("import")
                    .col(id())
                    .col(text_null("upload_id"))
                    .col(text("file_name"))
                    .col(text("source"))
                    .col(text("state"))
                    .col(json_null("mapping"))
                    .col(text_null("encoding"))
                    .col(blob_null("sha256"))
                    .col(big_integer("size_bytes"))
                    .col(big_integer("bytes_done"))
                    .col(big_integer("rows_total"))
                    .col(big_integer("created"))
                    .col(big_integer("updated"))
                    .col(big_integer("unchanged"))
                    .col(big_integer("rejected"))
                    .col(text_null("message"))
                    .col(text("created_by"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("checked_at"))
                    .col(big_integer_null("committed_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("import_issue")
                    .col(id())
                    .col(big_integer("import_id"))
                    .col(big_integer("row"))
                    .col(text_null("column"))
                    .col(text("reason"))
                    .foreign_key(&mut references("import_issue", "import_id", "import"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("import_issue_import_id_id", "import_issue", &["import_id", "id"])).await?;
        Ok(())
    }
}
