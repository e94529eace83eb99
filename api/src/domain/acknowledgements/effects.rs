//! What an answer does elsewhere: queued messages are taken back, contact points are suppressed.

use std::collections::BTreeMap;

use entity::{time::Timestamp, values::ContactKind};
use sea_orm::{DatabaseTransaction, FromQueryResult};
use serde_json::json;
use shared::{
    channel::{Channel, MessageState},
    ids::RecipientId,
    suppression::SuppressionReason,
};

use crate::{
    database::{Engine, ids},
    domain::{
        Actor, Result, audit,
        campaigns::counts,
        suppressions::{self, NewRow},
    },
};

/// How many messages of each campaign, wave and channel went into which state.
#[derive(Default)]
pub(super) struct TakenBack(BTreeMap<(i64, i32, Channel, &'static str), (MessageState, i64)>);

impl TakenBack {
    /// Moves the counters.
    pub async fn count(self, transaction: &DatabaseTransaction) -> Result<()> {
        for ((campaign, wave, channel, _), (to, n)) in self.0 {
            counts::move_messages(transaction, campaign.into(), wave, channel, MessageState::Queued, to, n).await?;
        }
        Ok(())
    }
}

/// Queued messages of these recipients are not sent any more. Those a worker holds already are looked
/// at again by the worker before they leave.
pub(super) async fn take_back(
    transaction: &DatabaseTransaction,
    recipients: &[i64],
    to: MessageState,
    reason: &str,
    taken: &mut TakenBack,
) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        campaign_id: i64,
        wave: i32,
        channel: Channel,
    }
    if recipients.is_empty() {
        return Ok(());
    }
    let engine = Engine::of(transaction);
    let sql = format!(
        "UPDATE message SET state = ?, reason = ?, updated_at = {} WHERE state = 'queued' \
         AND {} RETURNING campaign_id, wave, channel",
        engine.now(),
        engine.is_among("recipient_id")
    );
    let values = [to.as_str().into(), reason.into(), ids(recipients.iter().copied())];
    for row in Row::find_by_statement(engine.statement(&sql, values)).all(transaction).await? {
        taken.0.entry((row.campaign_id, row.wave, row.channel, to.as_str())).or_insert((to, 0)).1 += 1;
    }
    Ok(())
}

/// Nothing more goes to the contact points of these recipients; the audit log keeps what was said.
pub(super) async fn suppress(
    transaction: &DatabaseTransaction,
    recipients: &[(i64, Timestamp)],
    reason: SuppressionReason,
    action: &str,
) -> Result<()> {
    for &(id, at) in recipients {
        let suppressed = suppress_contacts(transaction, id, reason, at).await?;
        tell(transaction, id, at, action, suppressed).await?;
    }
    Ok(())
}

/// The same for one who said so before; the audit log keeps it where it changes something.
pub(super) async fn suppress_again(
    transaction: &DatabaseTransaction,
    (id, at): (i64, Timestamp),
    reason: SuppressionReason,
    action: &str,
) -> Result<()> {
    let suppressed = suppress_contacts(transaction, id, reason, at).await?;
    if suppressed > 0 { tell(transaction, id, at, action, suppressed).await } else { Ok(()) }
}

/// How many contact points of a recipient are suppressed by it.
async fn suppress_contacts(
    transaction: &DatabaseTransaction,
    recipient: i64,
    reason: SuppressionReason,
    at: Timestamp,
) -> Result<u32> {
    let mut suppressed = 0;
    for contact in contacts(transaction, recipient).await? {
        let row =
            NewRow { patient: Some(contact.patient_id), ..NewRow::new(contact.kind, &contact.value_index, reason, at) };
        suppressed += u32::from(suppressions::write(transaction, row).await?);
    }
    Ok(suppressed)
}

async fn tell(
    transaction: &DatabaseTransaction,
    recipient: i64,
    at: Timestamp,
    action: &str,
    suppressed: u32,
) -> Result<()> {
    let recipient = RecipientId::from(recipient);
    let entry = audit::Entry {
        action,
        subject: Some(recipient.to_string()),
        detail: json!({ "suppressed_contact_points": suppressed }),
    };
    audit::record(transaction, at, &Actor::patient(recipient), entry).await
}

#[derive(FromQueryResult)]
struct Contact {
    patient_id: i64,
    kind: ContactKind,
    value_index: Vec<u8>,
}

async fn contacts(transaction: &DatabaseTransaction, recipient: i64) -> Result<Vec<Contact>> {
    let sql = "SELECT DISTINCT p.patient_id, p.kind, p.value_index \
               FROM contact_point p JOIN recipient r ON r.patient_id = p.patient_id WHERE r.id = ?";
    let statement = Engine::of(transaction).statement(sql, [recipient.into()]);
    Ok(Contact::find_by_statement(statement).all(transaction).await?)
}
