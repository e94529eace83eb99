//! Suppressions that a provider tells of: bounces, complaints, STOP, and SNS's own list of numbers that opted out.

use entity::{time::Timestamp, values::ContactKind};
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde_json::json;
use shared::{phone::E164Phone, suppression::SuppressionReason};

use super::write::{NewRow, write};
use crate::{
    database::Engine,
    domain::{Actor, Result, audit, patients::columns},
    state::App,
};

/// Writes one down, with an audit event where it is new: `who` was told of it. Call it last in the transaction.
pub async fn by_provider(
    transaction: &impl ConnectionTrait,
    at: Timestamp,
    who: &str,
    kind: ContactKind,
    index: &[u8],
    reason: SuppressionReason,
) -> Result<bool> {
    let new = write(transaction, NewRow::new(kind, index, reason, at)).await?;
    if new {
        let sql = "SELECT COUNT(DISTINCT patient_id) AS n FROM contact_point WHERE kind = ? AND value_index = ?";
        let values = [kind.to_value().into(), index.to_vec().into()];
        let row = transaction.query_one_raw(Engine::of(transaction).statement(sql, values)).await?;
        let patients: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
        let detail = json!({ "kind": kind.to_value(), "reason": reason, "patients": patients });
        let entry = audit::Entry { action: "suppression.added", subject: None, detail };
        audit::record(transaction, at, &Actor::system(who), entry).await?;
    }
    Ok(new)
}

/// What reading the list did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProviderList {
    pub read: u64,
    pub new: u64,
}

/// Takes over the numbers that opted out at the provider, as by answering STOP. Those on it that we suppress already
/// stay as they are; a number that left the list is not used again before staff say so.
pub async fn read_provider_list(app: &App) -> Result<ProviderList> {
    let mut done = ProviderList::default();
    let mut from = None;
    loop {
        let page = app.opt_outs.page(from.as_deref()).await?;
        let at = app.clock.timestamp();
        let transaction = app.database.begin().await?;
        for number in &page.numbers {
            let Ok(phone) = E164Phone::parse(number) else { continue };
            let index = app.keys.blind_index(columns::PHONE, phone.as_str());
            let row = NewRow::new(ContactKind::Phone, &index, SuppressionReason::ProviderList, at);
            done.read += 1;
            done.new += u64::from(write(&transaction, row).await?);
        }
        transaction.commit().await?;
        from = page.next;
        if from.is_none() {
            break;
        }
    }
    let detail = json!({ "read": done.read, "new": done.new });
    let entry = audit::Entry { action: "suppression.provider_list_read", subject: None, detail };
    audit::record_alone(&app.database, app.clock.timestamp(), &Actor::system("sns"), entry).await?;
    Ok(done)
}
