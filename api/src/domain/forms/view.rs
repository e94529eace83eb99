//! The SQL view `form_<slug>`: one row an answer, one column a field with the right type, so that any SQL tool reads
//! a form as a table.
//!
//! It has the columns of the newest version. Answers to older versions stand in the same columns where they can be
//! compared (`shared::form::compare`), and are null where they cannot. Columns of sensitive fields are left out: they
//! are sealed.

use std::{collections::BTreeSet, fmt::Write};

use entity::{form, form_version};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, RuntimeErr,
};
use serde_json::Value as Json;
use shared::{
    form::{ColumnKind, Comparable, FieldKind, FormSchema, column_kind, compare, view_name},
    ids::FormId,
};

use super::find::{find, schema_of};
use crate::{
    database::{Database, Engine},
    domain::{Error, Result},
};

// Any number that nothing else in the database locks: "views" in ASCII.
const VIEWS_LOCK: i64 = 0x76_69_65_77_73;

/// How long PostgreSQL waits for those who read a view.
const PATIENCE: &str = "5s";
const LOCK_NOT_AVAILABLE: &str = "55P03"; // PostgreSQL, appendix A
const DEPENDENT_OBJECTS: &str = "2BP01";

/// A version of a form as the view needs it.
struct Known {
    id: i64,
    schema: FormSchema,
}

/// Makes the view of a form anew, with the columns of its version `number`, in the transaction given.
///
/// # Errors
/// On PostgreSQL where somebody reads the view in a transaction that stays open: whoever comes to read it meanwhile
/// would wait behind this, so it gives up soon.
pub(super) async fn make(transaction: &impl ConnectionTrait, form: FormId, number: i32) -> Result<()> {
    let Some((name, selected)) = selected(transaction, form, number).await? else { return Ok(()) };
    let is_postgres = Engine::of(transaction) == Engine::Postgres;
    if is_postgres {
        transaction.execute_unprepared(&format!("SET LOCAL lock_timeout = '{PATIENCE}'")).await?;
    }
    let dropped = transaction.execute_unprepared(&format!("DROP VIEW IF EXISTS \"{name}\"")).await;
    dropped.map_err(|error| explain(error, &name))?;
    transaction.execute_unprepared(&format!("CREATE VIEW \"{name}\" AS {selected}")).await?;
    if is_postgres {
        transaction.execute_unprepared("SET LOCAL lock_timeout TO DEFAULT").await?;
    }
    Ok(())
}

/// Whether the view could be made with the columns of a version: the database reads it, and nothing changes.
pub(super) async fn try_out(connection: &impl ConnectionTrait, form: FormId, number: i32) -> Result<()> {
    let Some((_, selected)) = selected(connection, form, number).await? else { return Ok(()) };
    connection.execute_unprepared(&format!("SELECT * FROM ({selected}) tried LIMIT 0")).await?;
    Ok(())
}

fn explain(error: DbErr, name: &str) -> Error {
    let code = match &error {
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            error.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned))
        }
        _ => None,
    };
    let message = match code.as_deref() {
        Some(LOCK_NOT_AVAILABLE) => format!(
            "The view {name} cannot be made again: somebody has been reading it for more than {PATIENCE} in a \
             transaction that is still open. End that transaction"
        ),
        Some(DEPENDENT_OBJECTS) => format!(
            "The view {name} cannot be made again: somebody has built another view on it. Drop that one, and make it \
             again afterwards"
        ),
        _ => return error.into(),
    };
    Error::Internal(anyhow::anyhow!(message))
}

/// The name of the view of a form, and its query with the columns of its version `number`.
async fn selected(connection: &impl ConnectionTrait, form: FormId, number: i32) -> Result<Option<(String, String)>> {
    let form = find(connection, form).await?;
    let versions = form_version::Entity::find()
        .filter(form_version::Column::FormId.eq(form.id))
        .filter(form_version::Column::Number.lte(number))
        .order_by_desc(form_version::Column::Number)
        .select_only()
        .column(form_version::Column::Id)
        .column(form_version::Column::Schema)
        .into_tuple::<(i64, Json)>()
        .all(connection)
        .await?;
    let known = versions.iter().map(|(id, schema)| Ok(Known { id: *id, schema: schema_of(schema)? }));
    let known: Vec<Known> = known.collect::<Result<_>>()?;
    let Some((newest, older)) = known.split_first() else { return Ok(None) };
    Ok(Some((view_name(&form.slug), definition(Engine::of(connection), form.id, newest, older))))
}

/// Makes the views that are missing, as after a snapshot was restored: it holds tables only.
pub async fn ensure_views(database: &Database) -> Result<()> {
    let published = form::Entity::find().filter(form::Column::CurrentVersion.is_not_null());
    if published.clone().one(database.reader()).await?.is_none() {
        return Ok(());
    }
    let transaction = database.begin().await?;
    if database.engine() == Engine::Postgres {
        let lock = database.statement("SELECT pg_advisory_xact_lock(?)", [VIEWS_LOCK.into()]);
        transaction.execute_raw(lock).await?;
    }
    let there = views(&transaction).await?;
    for form in published.all(&transaction).await? {
        if let Some(number) = form.current_version
            && !there.contains(&view_name(&form.slug))
        {
            make(&transaction, form.id.into(), number).await?;
            tracing::info!(form = form.id, "the view of a form's answers was made again");
        }
    }
    transaction.commit().await?;
    Ok(())
}

async fn views(connection: &impl ConnectionTrait) -> Result<BTreeSet<String>> {
    #[derive(FromQueryResult)]
    struct View {
        name: String,
    }
    let engine = Engine::of(connection);
    let sql = match engine {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'view'",
        Engine::Postgres => {
            "SELECT CAST(viewname AS text) AS name FROM pg_catalog.pg_views WHERE schemaname = current_schema()"
        }
    };
    let rows = View::find_by_statement(engine.statement(sql, [])).all(connection).await?;
    Ok(rows.into_iter().map(|view| view.name).collect())
}

fn definition(engine: Engine, form: i64, newest: &Known, older: &[Known]) -> String {
    let mut sql = format!(
        "SELECT r.id AS response_id, v.number AS form_version, r.recipient_id, r.patient_id, \
         r.campaign_id, r.language, {} AS submitted_at, {} AS updated_at",
        moment(engine, "r.submitted_at"),
        moment(engine, "r.changed_at"),
    );
    // Comparing is the same for all fields of a version: once each.
    let compared: Vec<_> = older.iter().map(|old| (old, compare(&old.schema, &newest.schema))).collect();
    let differs = |of: &dyn Fn(&Known, &shared::form::Comparison) -> bool| {
        compared.iter().filter(|(old, comparison)| of(old, comparison)).map(|(old, _)| old.id).collect::<Vec<i64>>()
    };
    for field in newest.schema.fields().filter(|field| !field.sensitive) {
        let Some(kind) = column_kind(&field.kind) else { continue };
        let apart = differs(&|old, comparison| {
            old.schema.field(&field.id).is_some() && comparison.comparable.get(&field.id) == Some(&Comparable::No)
        });
        // An id is letters, digits and underscores, checked before a version is made.
        let value = value(engine, &field.id, kind, matches!(field.kind, FieldKind::File(_)));
        let _ = write!(sql, ", {} AS \"{}\"", but(&apart, &value), field.id);
    }
    if newest.schema.scoring.is_some() {
        let apart = differs(&|_, comparison| comparison.score == Some(Comparable::No));
        let points = match engine {
            Engine::Sqlite => "r.score / 1000000.0",
            Engine::Postgres => "CAST(r.score AS numeric) / 1000000",
        };
        let _ = write!(sql, ", {} AS score, {} AS score_band", but(&apart, points), but(&apart, "r.score_band"));
    }
    let _ =
        write!(sql, " FROM form_response r JOIN form_version v ON v.id = r.form_version_id WHERE r.form_id = {form}");
    sql
}

/// The value, but null for answers to these versions.
fn but(versions: &[i64], value: &str) -> String {
    if versions.is_empty() {
        return value.to_owned();
    }
    let versions: Vec<String> = versions.iter().map(i64::to_string).collect();
    format!("CASE WHEN r.form_version_id NOT IN ({}) THEN {value} END", versions.join(", "))
}

fn moment(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Sqlite => format!("strftime('%Y-%m-%dT%H:%M:%fZ', {column} / 1000.0, 'unixepoch')"),
        Engine::Postgres => format!("to_timestamp({column} / 1000.0)"),
    }
}

/// The answer to a field as SQL. Of a file the view has its name.
fn value(engine: Engine, id: &str, kind: ColumnKind, is_file: bool) -> String {
    let (path, file) = if is_file { (format!("'$.{id}.name'"), true) } else { (format!("'$.{id}'"), false) };
    match engine {
        Engine::Sqlite => {
            let json = format!("json_extract(r.answers, {path})");
            match kind {
                ColumnKind::Integer | ColumnKind::Boolean => format!("CAST({json} AS INTEGER)"),
                ColumnKind::Decimal => format!("CAST({json} AS REAL)"),
                // A list is its JSON, which `json_each` unfolds.
                ColumnKind::Text | ColumnKind::Date | ColumnKind::List => json,
            }
        }
        Engine::Postgres if file => format!("r.answers -> '{id}' ->> 'name'"),
        Engine::Postgres => {
            let text = format!("r.answers ->> '{id}'");
            match kind {
                ColumnKind::Text => text,
                ColumnKind::Integer => format!("CAST({text} AS bigint)"),
                ColumnKind::Decimal => format!("CAST({text} AS numeric)"),
                ColumnKind::Date => format!("CAST({text} AS date)"),
                ColumnKind::Boolean => format!("CAST({text} AS boolean)"),
                ColumnKind::List => format!(
                    "CASE WHEN jsonb_typeof(r.answers -> '{id}') = 'array' \
                     THEN ARRAY(SELECT jsonb_array_elements_text(r.answers -> '{id}')) END"
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn known(id: i64, fields: serde_json::Value) -> Known {
        let schema = json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "T" },
            "pages": [{ "id": "p", "sections": [{ "fields": fields }] }] });
        Known { id, schema: serde_json::from_value(schema).unwrap() }
    }

    fn field(id: &str, kind: &serde_json::Value) -> serde_json::Value {
        json!({ "id": id, "kind": kind, "label": { "en": id } })
    }

    #[test]
    fn a_column_has_the_type_of_its_field_on_each_engine() {
        let newest = known(2, json!([field("age", &json!({ "number": {} })), field("born", &json!({ "date": {} }))]));
        let sqlite = definition(Engine::Sqlite, 7, &newest, &[]);
        assert!(sqlite.starts_with("SELECT r.id AS response_id"), "{sqlite}");
        assert!(sqlite.contains("CAST(json_extract(r.answers, '$.age') AS INTEGER) AS \"age\""), "{sqlite}");
        assert!(sqlite.ends_with("WHERE r.form_id = 7"), "{sqlite}");
        let postgres = definition(Engine::Postgres, 7, &newest, &[]);
        assert!(postgres.contains("CAST(r.answers ->> 'born' AS date) AS \"born\""), "{postgres}");
    }

    #[test]
    fn answers_of_another_type_and_sealed_ones_are_left_out() {
        let old = known(1, json!([field("age", &json!({ "text": {} })), field("name", &json!({ "text": {} }))]));
        let mut newest = known(
            2,
            json!([
                field("age", &json!({ "number": {} })),
                field("name", &json!({ "text": {} })),
                field("secret", &json!({ "text": {} }))
            ]),
        );
        newest.schema.pages[0].sections[0].fields[2].sensitive = true;
        let sql = definition(Engine::Sqlite, 7, &newest, &[old]);
        let age = "CASE WHEN r.form_version_id NOT IN (1) THEN CAST(json_extract(r.answers, '$.age') AS INTEGER) END";
        assert!(sql.contains(age), "{sql}");
        assert!(sql.contains(", json_extract(r.answers, '$.name') AS \"name\""), "{sql}");
        assert!(!sql.contains("secret"), "{sql}");
    }
}
