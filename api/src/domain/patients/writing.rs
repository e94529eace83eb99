//! What everybody does who writes patients: waits for their turn, and keeps the count.

use sea_orm::ConnectionTrait;

use crate::{database::Engine, domain::Result};

/// `row_count.name` of the number of patients.
pub const PATIENT_COUNT: &str = "patient";

// Any number that nothing else in the database locks: "import" in ASCII.
const TURN: i64 = 0x69_6d_70_6f_72_74;

/// Waits until nobody else writes patients, until the transaction ends: an import has read the keys of
/// all patients and relies on them. On SQLite there is one writer anyway.
pub async fn wait_for_turn(transaction: &impl ConnectionTrait) -> Result<()> {
    if Engine::of(transaction) == Engine::Postgres {
        let statement = Engine::Postgres.statement("SELECT pg_advisory_xact_lock(?)", [TURN.into()]);
        transaction.execute_raw(statement).await?;
    }
    Ok(())
}

/// Adds patients to the count that is kept of them.
pub async fn count_more(transaction: &impl ConnectionTrait, patients: i64) -> Result<()> {
    let sql =
        "INSERT INTO row_count (name, n) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = row_count.n + excluded.n";
    let statement = Engine::of(transaction).statement(sql, [PATIENT_COUNT.into(), patients.into()]);
    transaction.execute_raw(statement).await?;
    Ok(())
}
