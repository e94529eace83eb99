//! Writing a suppression down.

use entity::{time::Timestamp, values::ContactKind};
use sea_orm::{ActiveEnum, ConnectionTrait};
use shared::suppression::SuppressionReason;

use crate::{database::Engine, domain::Result};

/// What is written.
#[derive(Clone, Debug)]
pub(in crate::domain) struct NewRow<'a> {
    pub kind: ContactKind,
    /// Blind index of the contact point.
    pub index: &'a [u8],
    pub reason: SuppressionReason,
    /// The patient who said so.
    pub patient: Option<i64>,
    pub at: Timestamp,
    pub value_sealed: Option<Vec<u8>>,
    pub note_sealed: Option<Vec<u8>>,
    pub added_by: Option<String>,
}

impl<'a> NewRow<'a> {
    pub fn new(kind: ContactKind, index: &'a [u8], reason: SuppressionReason, at: Timestamp) -> Self {
        Self { kind, index, reason, patient: None, at, value_sealed: None, note_sealed: None, added_by: None }
    }
}

/// Returns whether anything changed: what is there stays, except that a wish takes the place of a bounce, which
/// staff may lift once they have corrected the address.
pub(in crate::domain) async fn write(transaction: &impl ConnectionTrait, row: NewRow<'_>) -> Result<bool> {
    let sql = format!(
        "INSERT INTO suppression (kind, value_index, reason, patient_id, created_at, value_sealed, note_sealed, added_by) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, value_index) DO UPDATE SET \
         reason = excluded.reason, patient_id = excluded.patient_id, created_at = excluded.created_at, \
         value_sealed = COALESCE(excluded.value_sealed, suppression.value_sealed), \
         note_sealed = excluded.note_sealed, added_by = excluded.added_by \
         WHERE suppression.reason = '{bounce}' AND excluded.reason <> '{bounce}'",
        bounce = SuppressionReason::HardBounce
    );
    let values = [
        row.kind.to_value().into(),
        row.index.to_vec().into(),
        row.reason.as_str().into(),
        row.patient.into(),
        row.at.0.into(),
        row.value_sealed.into(),
        row.note_sealed.into(),
        row.added_by.into(),
    ];
    let done = transaction.execute_raw(Engine::of(transaction).statement(&sql, values)).await?;
    Ok(done.rows_affected() > 0)
}
