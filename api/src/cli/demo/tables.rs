//! Counting rows, table by table, to compare what was restored with what was there.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;

use crate::database::Database;

/// Rows of each of `tables`; of the audit log only the events up to `last_audit_event`, because it goes on.
pub async fn count(
    database: &Database,
    tables: impl Iterator<Item = &String>,
    last_audit_event: i64,
) -> anyhow::Result<BTreeMap<String, i64>> {
    let mut counts = BTreeMap::new();
    for table in tables {
        let until = if table == "audit_event" { format!(" WHERE id <= {last_audit_event}") } else { String::new() };
        let sql = format!("SELECT COUNT(*) AS n FROM \"{table}\"{until}");
        counts.insert(table.clone(), one_number(database, &sql).await?);
    }
    Ok(counts)
}

/// Number of the last audit event.
pub async fn last_audit_event(database: &Database) -> anyhow::Result<i64> {
    one_number(database, "SELECT COALESCE(MAX(id), 0) AS n FROM audit_event").await
}

/// The one number, named `n`, that a query gives.
pub async fn one_number(database: &Database, sql: &str) -> anyhow::Result<i64> {
    let row = database.reader().query_one_raw(database.statement(sql, [])).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "n"))?)
}
