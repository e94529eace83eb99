//! The last rows of the transaction: counts, issues, the audit event.

use entity::{import, import_issue, time::Timestamp, values::ImportState};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};
use serde_json::json;
use shared::ids::ImportId;

use crate::domain::{
    Actor, Result,
    audit::{self, Entry},
    cohorts,
    imports::{pipeline::Outcome, reasons::Reason, row::Issue},
    patients,
};

const ISSUES_A_STATEMENT: usize = 500; // × 4 columns stays below 32,766 parameters

/// What is known when all batches are written.
pub struct Finished<'f> {
    pub import: i64,
    pub outcome: &'f Outcome,
    pub actor: &'f Actor,
    pub now: Timestamp,
}

impl Finished<'_> {
    pub async fn write(&self, transaction: &impl ConnectionTrait) -> Result<()> {
        let tally = self.outcome.tally;
        replace_issues(transaction, self.import, &self.outcome.issues).await?;
        import::ActiveModel {
            id: Unchanged(self.import),
            state: Set(ImportState::Committed),
            encoding: Set(Some(self.outcome.detected.encoding.name().to_owned())),
            sha256: Set(Some(self.outcome.detected.sha256.clone())),
            size_bytes: Set(signed(self.outcome.detected.size_bytes)),
            bytes_done: Set(signed(self.outcome.detected.size_bytes)),
            rows_total: Set(signed(tally.rows)),
            created: Set(signed(tally.created)),
            updated: Set(signed(tally.updated)),
            unchanged: Set(signed(tally.unchanged)),
            rejected: Set(signed(tally.rejected)),
            message: Set(message(&self.outcome.notes)),
            reasons: Set(reasons(&self.outcome.reasons)),
            committed_at: Set(Some(self.now)),
            ..Default::default()
        }
        .update(transaction)
        .await?;
        patients::count_more(transaction, signed(tally.created)).await?;
        cohorts::changed(transaction).await?;
        let detail = json!({
            "rows": tally.rows,
            "created": tally.created,
            "updated": tally.updated,
            "unchanged": tally.unchanged,
            "rejected": tally.rejected,
        });
        let subject = Some(ImportId::from(self.import).to_string());
        audit::record(transaction, self.now, self.actor, Entry { action: "import.committed", subject, detail }).await
    }
}

/// Notes as one text; none where there are none.
pub fn message(notes: &[String]) -> Option<String> {
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// Reasons as they are kept with the import.
pub fn reasons(reasons: &[Reason]) -> Option<serde_json::Value> {
    serde_json::to_value(reasons).ok()
}

/// Takes the issues of an earlier reading away and stores these.
pub async fn replace_issues(transaction: &impl ConnectionTrait, import: i64, issues: &[Issue]) -> Result<()> {
    import_issue::Entity::delete_many().filter(import_issue::Column::ImportId.eq(import)).exec(transaction).await?;
    for chunk in issues.chunks(ISSUES_A_STATEMENT) {
        let rows = chunk.iter().map(|issue| import_issue::ActiveModel {
            id: NotSet,
            import_id: Set(import),
            row: Set(signed(issue.row)),
            column: Set(issue.column.map(ToOwned::to_owned)),
            reason: Set(issue.reason.clone()),
        });
        import_issue::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Counts fit: no file has 2^63 rows.
pub fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
