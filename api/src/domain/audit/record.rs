//! Appending to the chain.

use entity::{audit_event, time::Timestamp};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use serde_json::Value;

use super::chain::{GENESIS, hash_of};
use crate::{
    database::{Database, Engine},
    domain::{Actor, Result},
};

// Any number that nothing else in the database locks: "audit" in ASCII.
const CHAIN_LOCK: i64 = 0x61_75_64_69_74;

/// What happened. `subject` is the text of an id (`patient-12`); `detail` names fields and counts,
/// never the values of patient data.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub action: &'a str,
    pub subject: Option<String>,
    pub detail: Value,
}

/// Appends an event inside the transaction that does what it tells. Call it last: on PostgreSQL it
/// holds the chain until the transaction ends.
pub async fn record(transaction: &impl ConnectionTrait, at: Timestamp, actor: &Actor, entry: Entry<'_>) -> Result<()> {
    let engine = Engine::of(transaction);
    if engine == Engine::Postgres {
        transaction.execute_raw(engine.statement("SELECT pg_advisory_xact_lock(?)", [CHAIN_LOCK.into()])).await?;
    }
    let last: Option<Vec<u8>> = audit_event::Entity::find()
        .select_only()
        .column(audit_event::Column::Hash)
        .order_by_desc(audit_event::Column::Id)
        .limit(1)
        .into_tuple()
        .one(transaction)
        .await?;
    let mut event = audit_event::Model {
        id: 0,
        at,
        actor_kind: actor.kind,
        actor: actor.id.clone(),
        action: entry.action.to_owned(),
        subject: entry.subject,
        detail: entry.detail,
        prev_hash: last.unwrap_or_else(|| GENESIS.to_vec()),
        hash: Vec::new(),
    };
    event.hash = hash_of(&event);
    let row = audit_event::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        at: Set(event.at),
        actor_kind: Set(event.actor_kind),
        actor: Set(event.actor),
        action: Set(event.action),
        subject: Set(event.subject),
        detail: Set(event.detail),
        prev_hash: Set(event.prev_hash),
        hash: Set(event.hash),
    };
    audit_event::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Appends an event that stands alone, as for something that was only read.
pub async fn record_alone(database: &Database, at: Timestamp, actor: &Actor, entry: Entry<'_>) -> Result<()> {
    let transaction = database.begin().await?;
    record(&transaction, at, actor, entry).await?;
    transaction.commit().await?;
    Ok(())
}
