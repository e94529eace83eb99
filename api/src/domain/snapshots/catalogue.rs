//! Every table that a snapshot holds, with the kind of each column, out of the entities themselves.

use sea_orm::{ColumnTrait, EntityName, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn, sea_query::ColumnType};

/// How a value is written in the file and bound when it is restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    BigInteger,
    Integer,
    Boolean,
    Text,
    Bytes,
    Date,
    Json,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: Vec<Column>,
    /// Columns of the primary key: the order of rows in the file.
    pub key: Vec<&'static str>,
    /// Whether the database numbers the rows.
    pub numbered: bool,
}

fn table<E: EntityTrait>(entity: E) -> Table {
    let columns: Vec<Column> = E::Column::iter()
        .map(|column| Column { name: column.as_str(), kind: kind_of(column.def().get_column_type()) })
        .collect();
    let key: Vec<&'static str> = E::PrimaryKey::iter().map(|key| key.into_column().as_str()).collect();
    Table { name: static_name(&entity), numbered: key == ["id"] && columns[0].kind == Kind::BigInteger, columns, key }
}

fn static_name(entity: &impl EntityName) -> &'static str {
    entity.table_name()
}

fn kind_of(column: &ColumnType) -> Kind {
    match column {
        ColumnType::BigInteger => Kind::BigInteger,
        ColumnType::Integer => Kind::Integer,
        ColumnType::Boolean => Kind::Boolean,
        ColumnType::Date => Kind::Date,
        ColumnType::Json | ColumnType::JsonBinary => Kind::Json,
        ColumnType::Binary(_) | ColumnType::VarBinary(_) | ColumnType::Blob => Kind::Bytes,
        _ => Kind::Text,
    }
}

/// The tables in an order in which every row comes after the rows it points at.
pub fn tables() -> Vec<Table> {
    use entity as e;
    vec![
        table(e::setting::Entity),
        table(e::row_count::Entity),
        table(e::schedule::Entity),
        table(e::job::Entity),
        table(e::user::Entity),
        table(e::totp::Entity),
        table(e::recovery_code::Entity),
        table(e::password_reset::Entity),
        table(e::session::Entity),
        table(e::api_client::Entity),
        table(e::audit_event::Entity),
        table(e::patient::Entity),
        table(e::contact_point::Entity),
        table(e::condition::Entity),
        table(e::suppression::Entity),
        table(e::lifted_suppression::Entity),
        table(e::code_set::Entity),
        table(e::code_set_code::Entity),
        table(e::upload::Entity),
        table(e::import::Entity),
        table(e::import_issue::Entity),
        table(e::message_template::Entity),
        table(e::campaign::Entity),
        table(e::template::Entity),
        table(e::template_variant::Entity),
        table(e::template_version::Entity),
        table(e::wave::Entity),
        table(e::spend::Entity),
        table(e::pace::Entity),
        table(e::recipient::Entity),
        table(e::message::Entity),
        table(e::message_count::Entity),
        table(e::recipient_count::Entity),
        table(e::recipient_event::Entity),
        table(e::early_receipt::Entity),
        table(e::hook_message::Entity),
        table(e::delivery_log::Entity),
        table(e::form::Entity),
        table(e::form_version::Entity),
        table(e::form_publication::Entity),
        table(e::form_response::Entity),
        table(e::form_tally::Entity),
        table(e::form_attachment::Entity),
        table(e::erased_file::Entity),
        table(e::report::Entity),
        table(e::report_run::Entity),
        table(e::report_row::Entity),
        table(e::snapshot::Entity),
        table(e::request::Entity),
    ]
}

/// What follows the tables: the files that came with answers, as they lie sealed in the object store.
pub const FILES: &str = "files";

/// The files as if they were a table.
pub fn files() -> Table {
    let column = |name, kind| Column { name, kind };
    let columns = vec![column("object_key", Kind::Text), column("content", Kind::Bytes)];
    Table { name: FILES, columns, key: vec!["object_key"], numbered: false }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use migration::{Migrator, MigratorTrait};
    use sea_orm::{ConnectionTrait, Database, Statement};

    use super::*;

    #[tokio::test]
    async fn no_table_of_the_database_is_left_out() {
        let database = Database::connect("sqlite::memory:").await.unwrap();
        Migrator::up(&database, None).await.unwrap();
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
                   AND name <> 'seaql_migrations'";
        let rows = database
            .query_all_raw(Statement::from_string(database.get_database_backend(), sql.to_owned()))
            .await
            .unwrap();
        let there: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
        let told: BTreeSet<String> = tables().iter().map(|table| table.name.to_owned()).collect();
        assert_eq!(there, told);
    }

    #[test]
    fn columns_have_the_kinds_of_their_entities() {
        let tables = tables();
        let patient = tables.iter().find(|table| table.name == "patient").unwrap();
        let kind = |name| patient.columns.iter().find(|column| column.name == name).unwrap().kind;
        assert_eq!(kind("id"), Kind::BigInteger);
        assert_eq!(kind("nhs_sealed"), Kind::Bytes);
        assert_eq!(kind("birth_date"), Kind::Date);
        assert_eq!(kind("created_at"), Kind::BigInteger);
        assert_eq!(kind("status"), Kind::Text);
        assert!(patient.numbered);
    }
}
