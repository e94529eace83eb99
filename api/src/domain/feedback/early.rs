//! Receipts that come before the hand-over they tell of is recorded: kept until it is.

use std::time::Duration;

use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::ids::MessageId;

use super::{carry_out, verify::OLDEST};
use crate::{
    database::Engine,
    domain::{
        Result,
        messages::receipt::{self, Applied, News, Receipt, Told},
    },
    state::App,
};

/// Longer than any message stays in doubt; what was never ours goes then too.
pub(super) const KEPT: Duration = Duration::from_hours(72);
const AT_ONCE: i64 = 500; // receipts in one transaction

/// Keeps a receipt; of a message that was found, by its number.
pub(super) async fn keep(
    transaction: &impl ConnectionTrait,
    receipt: &Receipt,
    message: Option<MessageId>,
) -> Result<()> {
    let engine = Engine::of(transaction);
    let sql = format!(
        "INSERT INTO early_receipt (channel, provider_id, message_id, outcome, reason, address_index, sent_at, received_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, {}) ON CONFLICT DO NOTHING",
        engine.now()
    );
    let provider_id = if message.is_some() { "" } else { receipt.provider_id.as_str() };
    // Of a message that was found nothing more is needed.
    let seen = receipt.seen.as_ref().filter(|_| message.is_none());
    let values = [
        receipt.channel.as_str().into(),
        provider_id.into(),
        message.map_or(0, MessageId::get).into(),
        receipt.told.as_str().into(),
        receipt.reason.clone().into(),
        seen.map(|seen| seen.address.clone()).into(),
        seen.map(|seen| seen.at.0).into(),
    ];
    transaction.execute_raw(engine.statement(&sql, values)).await?;
    Ok(())
}

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    pub applied: u64,
    pub forgotten: u64,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    message: i64,
    provider_id: String,
    outcome: String,
    reason: Option<String>,
}

const COLUMNS: &str = "e.provider_id, e.outcome, e.reason";

/// The messages of kept receipts whose hand-over is recorded by now, or is to be repeated although they were sent; at
/// last those of which only the address and the time are known.
fn ripe() -> String {
    let seen = receipt::seen_early(COLUMNS);
    format!(
        "SELECT e.id AS id, m.id AS message, {COLUMNS} FROM early_receipt e JOIN message m ON \
         (e.provider_id <> '' AND m.provider_id = e.provider_id AND m.channel = e.channel) \
         WHERE m.state NOT IN ('queued', 'claimed', 'sending') \
         UNION ALL \
         SELECT e.id AS id, m.id AS message, {COLUMNS} FROM early_receipt e JOIN message m ON m.id = e.message_id \
         WHERE e.message_id <> 0 AND (m.state NOT IN ('queued', 'claimed', 'sending') \
           OR (m.state = 'queued' AND m.possible_duplicate AND e.outcome IN ('accepted', 'delivered'))) \
         UNION ALL {seen} \
         ORDER BY id LIMIT ?"
    )
}

/// Applies the receipts whose messages are recorded by now, and forgets what is too old to matter.
pub async fn sweep(app: &App) -> Result<Swept> {
    let database = &app.database;
    let mut swept = Swept::default();
    loop {
        let ripe = database.statement(&ripe(), [AT_ONCE.into()]);
        let rows = Row::find_by_statement(ripe).all(database.reader()).await?;
        if rows.is_empty() {
            break;
        }
        let transaction = database.begin().await?;
        let (mut changed, mut halted) = (Vec::new(), Vec::new());
        for row in &rows {
            let Some(told) = Told::parse(&row.outcome) else { continue };
            let (message, reason) = (row.message.into(), row.reason.as_deref());
            let news = News { told, reason, provider_id: &row.provider_id };
            let applied = receipt::apply_to(&transaction, &app.config.prices, message, news).await?;
            if let Applied::Changed(moved) = applied {
                swept.applied += 1;
                changed.push((told, moved, reason));
            }
        }
        for row in &rows {
            let sql = "DELETE FROM early_receipt WHERE id = ?";
            transaction.execute_raw(database.statement(sql, [row.id.into()])).await?;
        }
        for (told, moved, reason) in changed {
            halted.extend(carry_out::halt(app, &transaction, told, moved, reason).await?);
        }
        transaction.commit().await?;
        for halted in halted {
            halted.tell_staff(app);
        }
    }
    swept.forgotten = forget(app).await?;
    Ok(swept)
}

async fn forget(app: &App) -> Result<u64> {
    let database = &app.database;
    let milliseconds = |time: Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    let now = database.engine().now();
    let old = format!("SELECT 1 FROM early_receipt WHERE received_at < {now} - ? LIMIT 1");
    let values = || [milliseconds(KEPT).into()];
    let mut forgotten = 0;
    // Looked at by a reader first: an idle server writes nothing.
    if database.reader().query_one_raw(database.statement(&old, values())).await?.is_some() {
        let sql = format!("DELETE FROM early_receipt WHERE received_at < {now} - ?");
        forgotten = database.writer().execute_raw(database.statement(&sql, values())).await?.rows_affected();
    }
    // A notification older than this is refused for its age.
    let before = app.clock.timestamp().0.saturating_sub(milliseconds(OLDEST * 2));
    let seen = database.statement("SELECT 1 FROM hook_message WHERE seen_at < ? LIMIT 1", [before.into()]);
    if database.reader().query_one_raw(seen).await?.is_some() {
        let sql = "DELETE FROM hook_message WHERE seen_at < ?";
        database.writer().execute_raw(database.statement(sql, [before.into()])).await?;
    }
    Ok(forgotten)
}
