//! Leases: what is held by a worker that is no more goes back, or becomes uncertain.

use std::time::Duration;

use sea_orm::{ConnectionTrait, QueryResult, Value};
use serde_json::json;
use shared::channel::{Channel, MessageState};

use super::{
    answered,
    claim::Claimed,
    ledger::{Column, STATE, Tally, among, parameter, rows},
    reason,
    spending::{self, Priced, Units},
};
use crate::{config::LONGEST_LEASE, database::Database, domain::Result};

// The words of the index `message_leased`, which SQLite wants to see again to use it.
const LEASED: &str = "message.state IN ('claimed', 'sending')";

/// What became of the messages of lost workers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reclaimed {
    /// Claimed only: nothing was sent, so they are queued again (or cancelled with their campaign).
    pub returned: usize,
    /// On their way: nobody knows, and the patient has not answered.
    pub uncertain: usize,
}

/// Reclaims what is held under leases that have ended by the database's clock. One that ends further ahead than any can
/// was taken by a clock that has been set back since, and ends now.
pub async fn expire(database: &Database) -> Result<Reclaimed> {
    let (ends, now, longest) = ("message.lease_expires_at", database.engine().now(), LONGEST_LEASE.as_millis());
    reclaim(database, &format!("({ends} <= {now} OR {ends} > {now} + {longest})"), &[]).await
}

/// Reclaims everything not held by `worker`. Only for a caller who knows that no other worker lives.
pub async fn take_over(database: &Database, worker: &str) -> Result<Reclaimed> {
    reclaim(database, "message.lease_owner <> ?", &[worker.into()]).await
}

async fn reclaim(database: &Database, which: &str, values: &[Value]) -> Result<Reclaimed> {
    let engine = database.engine();
    let any = engine.statement(&format!("SELECT 1 FROM message WHERE {LEASED} AND {which} LIMIT 1"), values.to_vec());
    if database.reader().query_one_raw(any).await?.is_none() {
        return Ok(Reclaimed::default());
    }
    let (now, lock) = (engine.now(), engine.skip_locked());
    let chosen = |state: &str| {
        among(engine, &format!("SELECT id FROM message WHERE {LEASED} AND state = '{state}' AND {which} {lock}"))
    };
    let lost = format!(
        "UPDATE message SET state = 'uncertain', reason = '{}', epoch = epoch + 1, lease_owner = NULL, \
         lease_expires_at = NULL, updated_at = {now} WHERE {} RETURNING {RETURNED}",
        reason::WORKER_LOST,
        chosen("sending")
    );
    let held = format!(
        "UPDATE message SET {}, epoch = epoch + 1, updated_at = {now} WHERE {} RETURNING {RETURNED}",
        returned(now),
        chosen("claimed")
    );
    let transaction = database.begin().await?;
    let mut tally = Tally::default();
    let lost = engine.statement(&lost, values.to_vec());
    let lost = change(&transaction, lost, MessageState::Sending, &mut tally).await?;
    let uncertain = lost.len() - answered::settle(&transaction, lost, &mut tally).await?;
    let held = engine.statement(&held, values.to_vec());
    let returned = change(&transaction, held, MessageState::Claimed, &mut tally).await?.len();
    tally.write(&transaction).await?;
    transaction.commit().await?;
    if returned + uncertain > 0 {
        tracing::warn!(returned, uncertain, "took over messages of a worker that was lost");
    }
    Ok(Reclaimed { returned, uncertain })
}

/// Gives back messages of one channel that were claimed and are not going to be sent, and those marked `sending` of
/// which the caller knows that they were never handed over.
pub(super) async fn release(database: &Database, priced: Priced<'_>, messages: &[Claimed]) -> Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let engine = database.engine();
    let table = rows(engine, &[("id", Column::Integer), ("epoch", Column::Integer)]);
    let transaction = database.begin().await?;
    let mut tally = Tally::default();
    for from in [MessageState::Claimed, MessageState::Sending] {
        let sql = format!(
            "UPDATE message SET {}, updated_at = {} FROM {table} \
             WHERE message.id = o.id AND message.epoch = o.epoch AND {STATE} = '{from}' RETURNING {RETURNED}",
            returned(engine.now()),
            engine.now()
        );
        let given_back = transaction.query_all_raw(engine.statement(&sql, [parameter(&keys(messages))?])).await?;
        if from == MessageState::Sending {
            give_back_units(&transaction, priced, &given_back).await?;
        }
        count(&given_back, from, &mut tally)?;
    }
    tally.write(&transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// Makes the lease begin anew.
pub(super) async fn renew(database: &Database, messages: &[Claimed], lease: Duration) -> Result<()> {
    let engine = database.engine();
    let sql = format!(
        "UPDATE message SET lease_expires_at = {} + ? FROM {} \
         WHERE message.id = o.id AND message.epoch = o.epoch AND {LEASED}",
        engine.now(),
        rows(engine, &[("id", Column::Integer), ("epoch", Column::Integer)])
    );
    let lease = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX);
    let values = [lease.into(), parameter(&keys(messages))?];
    database.writer().execute_raw(engine.statement(&sql, values)).await?;
    Ok(())
}

const RETURNED: &str = "message.id AS id, message.campaign_id AS campaign_id, message.wave AS wave, message.channel AS channel, \
     message.state AS state, message.segments AS segments";

/// Back to the queue, or to the end where the campaign has come to its own.
fn returned(now: &str) -> String {
    let by_campaign = |cancelled: &str, completed: &str, otherwise: &str| {
        format!(
            "(SELECT CASE WHEN c.state = 'cancelled' THEN {cancelled} \
             WHEN c.state = 'completed' OR c.expires_at <= {now} THEN {completed} ELSE {otherwise} END \
             FROM campaign c WHERE c.id = message.campaign_id)"
        )
    };
    format!(
        "state = {}, reason = {}, lease_owner = NULL, lease_expires_at = NULL",
        by_campaign("'cancelled'", "'cancelled'", "'queued'"),
        by_campaign(
            &format!("'{}'", reason::CAMPAIGN_CANCELLED),
            &format!("'{}'", reason::CAMPAIGN_ENDED),
            "message.reason"
        )
    )
}

async fn change(
    transaction: &impl ConnectionTrait,
    statement: sea_orm::Statement,
    from: MessageState,
    tally: &mut Tally,
) -> Result<Vec<i64>> {
    let changed = transaction.query_all_raw(statement).await?;
    count(&changed, from, tally)?;
    Ok(changed.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?)
}

/// What was marked and never handed over costs nothing.
async fn give_back_units(
    transaction: &impl ConnectionTrait,
    priced: Priced<'_>,
    given_back: &[QueryResult],
) -> Result<()> {
    let mut units = Units::new();
    for row in given_back {
        let segments: Option<i32> = row.try_get("", "segments")?;
        *units.entry(row.try_get("", "campaign_id")?).or_default() -= segments.map_or(1, i64::from);
    }
    spending::add(transaction, priced, &units).await
}

fn count(changed: &[QueryResult], from: MessageState, tally: &mut Tally) -> Result<()> {
    for row in changed {
        let channel: Channel = row.try_get("", "channel")?;
        tally.moved(
            row.try_get("", "campaign_id")?,
            row.try_get("", "wave")?,
            channel,
            from,
            row.try_get("", "state")?,
        );
    }
    Ok(())
}

fn keys(messages: &[Claimed]) -> Vec<serde_json::Value> {
    messages.iter().map(|message| json!({ "id": message.id, "epoch": message.epoch })).collect()
}
