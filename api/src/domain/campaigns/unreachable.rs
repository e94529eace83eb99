//! Recipients whom no channel reaches, as CSV for letters: those who could not be written to at launch, and those to whom
//! every message failed or came back since.

use anyhow::Context;
use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt, try_unfold};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use shared::{
    ids::{CampaignId, PatientId},
    permission::Permission,
};

use super::find::get;
use crate::{
    domain::{
        Actor, Result, audit,
        csv_file::{CsvChunk, CsvFile},
        patients::columns,
    },
    state::App,
};

const PAGE: i64 = 500; // rows read, opened and sent at once: about 60 kB
const HEADER: [&str; 7] = ["patient_id", "local_id", "family_name", "given_name", "address", "postcode", "reason"];

/// Recipients `r`, patients `p`, who need a letter. A message that may have arrived, or went to the household in their
/// place, is enough for none; so is a reason that letters share, such as a wish not to be contacted.
const NEED_A_LETTER: &str = "r.acknowledged_at IS NULL AND r.opted_out_at IS NULL AND p.erased_at IS NULL \
     AND p.status = 'active' AND p.never_contact_at IS NULL AND (r.unreachable_reason IS NOT NULL OR ( \
       NOT EXISTS (SELECT 1 FROM message m WHERE m.recipient_id = r.id AND (m.state IN ('queued', 'claimed', 'sending', 'sent', \
         'delivered', 'uncertain') OR m.state = 'suppressed' AND m.reason = 'household')) \
       AND EXISTS (SELECT 1 FROM message m WHERE m.recipient_id = r.id AND (m.state IN ('failed', 'bounced') \
         OR m.state = 'suppressed' AND m.reason IN ('hard_bounce', 'no_contact_point', 'no_mobile', 'contact_point_unreadable')))))";

/// Why the last message to a recipient `r` did not reach them.
const LAST_REASON: &str = "(SELECT m.reason FROM message m WHERE m.recipient_id = r.id \
     AND m.state IN ('failed', 'bounced', 'suppressed') ORDER BY m.wave DESC, m.id DESC LIMIT 1)";

#[derive(FromQueryResult)]
struct Row {
    recipient_id: i64,
    patient_id: i64,
    local_id: Option<String>,
    family_name: String,
    given_name: String,
    address_sealed: Option<Vec<u8>>,
    postcode: Option<String>,
    reason: Option<String>,
}

/// The list of a campaign. The audit event is written before the first row leaves.
pub async fn unreachable_csv(app: &App, actor: &Actor, id: CampaignId) -> Result<CsvFile> {
    actor.require(Permission::ViewCampaigns)?;
    actor.require(Permission::ViewPatients)?;
    let reader = app.database.reader();
    get(reader, id).await?;
    let sql = format!(
        "SELECT COUNT(*) AS n FROM recipient r JOIN patient p ON p.id = r.patient_id \
         WHERE r.campaign_id = ? AND {NEED_A_LETTER}"
    );
    let row = reader.query_one_raw(app.database.statement(&sql, [id.get().into()])).await?;
    let rows: i64 = row.context("no count")?.try_get("", "n")?;
    let entry = audit::Entry {
        action: "campaign.unreachable_exported",
        subject: Some(id.to_string()),
        detail: json!({ "format": "csv", "rows": rows }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(CsvFile { file_name: format!("unreachable-{id}.csv"), chunks: chunks(app.clone(), id) })
}

fn chunks(app: App, id: CampaignId) -> BoxStream<'static, Result<Bytes>> {
    let pages = try_unfold(Some(0), move |after| {
        let app = app.clone();
        async move {
            let Some(after) = after else { return Ok(None) };
            let rows = page(&app, id, after).await?;
            let chunk = write(&app, &rows, after == 0)?;
            Ok(Some((chunk, rows.last().map(|row| row.recipient_id))))
        }
    });
    pages.boxed()
}

async fn page(app: &App, id: CampaignId, after: i64) -> Result<Vec<Row>> {
    let sql = format!(
        "SELECT r.id AS recipient_id, COALESCE(r.unreachable_reason, {LAST_REASON}) AS reason, p.id AS patient_id, p.local_id, \
         p.family_name, p.given_name, p.address_sealed, p.postcode FROM recipient r JOIN patient p ON p.id = r.patient_id \
         WHERE r.campaign_id = ? AND r.id > ? AND {NEED_A_LETTER} ORDER BY r.id LIMIT ?"
    );
    let statement = app.database.statement(&sql, [id.get().into(), after.into(), PAGE.into()]);
    Ok(Row::find_by_statement(statement).all(app.database.reader()).await?)
}

/// Some rows as CSV, after the header line where they are the first.
fn write(app: &App, rows: &[Row], first: bool) -> Result<Bytes> {
    let mut chunk = if first { CsvChunk::first() } else { CsvChunk::further() };
    if first {
        chunk.row(HEADER).context("the header cannot be written")?;
    }
    for row in rows {
        let wrong = || format!("recipient {} cannot be written", row.recipient_id);
        let address = row.address_sealed.as_deref().map(|sealed| app.keys.open_text(columns::ADDRESS, sealed));
        let address = address.transpose().with_context(wrong)?.unwrap_or_default();
        let patient = PatientId::from(row.patient_id).to_string();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (local_id, postcode, reason) = (text(&row.local_id), text(&row.postcode), text(&row.reason));
        let cells = [&patient, &local_id, &row.family_name, &row.given_name, &address, &postcode, &reason];
        chunk.row(cells).with_context(wrong)?;
    }
    Ok(chunk.into_bytes()?)
}
