//! Which state of the patients a count was made on.
//!
//! Whoever changes patients, their contact points or conditions, or the codes of a code set, says so with
//! [`changed`], in the same transaction. Suppressions are watched by their numbers, so that none of the many ways
//! in which a contact point is given up, or comes back, can be forgotten.

use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::{database::Engine, domain::Result};

/// `row_count.name` of how often the patients have changed.
pub const PATIENT_CHANGES: &str = "patient changes";

/// The same as long as every count over the patients is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Version {
    changes: i64,
    suppressions: i64,
    newest: i64,
    numbers: i64,
}

/// Tells those who keep counts that these are out of date once the transaction is there. Late in the transaction,
/// because nobody else can change patients from here until it ends; before its audit event, so that of two such
/// transactions neither waits for the other.
pub async fn changed(transaction: &impl ConnectionTrait) -> Result<()> {
    let sql = "INSERT INTO row_count (name, n) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET n = row_count.n + 1";
    transaction.execute_raw(Engine::of(transaction).statement(sql, [PATIENT_CHANGES.into()])).await?;
    Ok(())
}

/// To be read before counting: a count is then never older than its version.
pub(super) async fn version(connection: &impl ConnectionTrait) -> Result<Version> {
    let sql = "SELECT (SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM row_count WHERE name = ?) AS changes, \
               COUNT(*) AS suppressions, COALESCE(MAX(id), 0) AS newest, \
               CAST(COALESCE(SUM(id), 0) AS BIGINT) AS numbers FROM suppression";
    let statement = Engine::of(connection).statement(sql, [PATIENT_CHANGES.into()]);
    let version = Version::find_by_statement(statement).one(connection).await?;
    Ok(version.ok_or_else(|| anyhow::anyhow!("a sum has one row"))?)
}
