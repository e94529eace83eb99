//! A made-up running campaign, for measurements and tests: every patient is real to the database
//! and to nobody else.

use entity::{campaign, template, time::Timestamp, values::ContactKind};
use sea_orm::{ActiveEnum, ActiveValue::Set, ConnectionTrait, EntityTrait, Value};
use serde_json::json;
use shared::{
    channel::{CampaignState, Channel, MessageState},
    ids::CampaignId,
    template::{default_email_body, default_email_subject, default_sms},
};

use crate::{
    domain::{
        Result,
        campaigns::counts::{self, Stage},
        patients::columns,
    },
    state::App,
};

const ONE_YEAR_MS: i64 = 365 * 24 * 3_600_000;

/// Makes `patients` patients with a phone number and an email address, and a running campaign with
/// a queued text and a queued email to each of them. For a database without patients.
pub async fn running_campaign(app: &App, patients: i64) -> Result<CampaignId> {
    running_campaign_by(app, patients, Channel::ALL).await
}

/// [`running_campaign`] with messages of these channels only.
pub async fn running_campaign_by(app: &App, patients: i64, channels: &[Channel]) -> Result<CampaignId> {
    let transaction = app.database.begin().await?;
    let now = app.clock.timestamp();
    people(&transaction, app, patients, now).await?;
    let id = campaign(&transaction, channels, CampaignState::Running, now).await?;
    audience(&transaction, app, id, channels, now).await?;
    count_audience(&transaction, id, channels, patients).await?;
    transaction.commit().await?;
    Ok(id)
}

/// A draft to everybody, by all channels, and that many patients to send it to. For a database without patients.
pub async fn draft(app: &App, patients: i64) -> Result<CampaignId> {
    let transaction = app.database.begin().await?;
    let now = app.clock.timestamp();
    people(&transaction, app, patients, now).await?;
    let id = campaign(&transaction, Channel::ALL, CampaignState::Draft, now).await?;
    transaction.commit().await?;
    app.database.settle(&["patient", "contact_point"]).await;
    Ok(id)
}

/// Writes the rows of a launch to everybody as barely as they can be, and takes them back; returns how long the writing
/// and its commit took by `elapsed`.
pub async fn bare_rows<T>(app: &App, id: CampaignId, elapsed: impl FnOnce() -> T) -> Result<T> {
    let transaction = app.database.begin().await?;
    audience(&transaction, app, id, Channel::ALL, app.clock.timestamp()).await?;
    transaction.commit().await?;
    let took = elapsed();
    for table in ["message", "recipient"] {
        let sql = format!("DELETE FROM {table} WHERE campaign_id = ?");
        app.database.writer().execute_raw(app.database.statement(&sql, [id.get().into()])).await?;
    }
    app.database.settle(&["recipient", "message"]).await;
    Ok(took)
}

async fn campaign(
    transaction: &impl ConnectionTrait,
    channels: &[Channel],
    state: CampaignState,
    now: Timestamp,
) -> Result<CampaignId> {
    let campaign = campaign::ActiveModel {
        name: Set("Flu 2026".to_owned()),
        kind: Set("flu".to_owned()),
        state: Set(state),
        rule: Set(json!({ "status": "active" })),
        channels: Set(json!(channels)),
        wave: Set(0),
        expires_at: Set(Timestamp(now.0 + ONE_YEAR_MS)),
        created_by: Set("sample".to_owned()),
        created_at: Set(now),
        launched_at: Set((state == CampaignState::Running).then_some(now)),
        ..Default::default()
    };
    let id = campaign::Entity::insert(campaign).exec(transaction).await?.last_insert_id;
    for (channel, subject, body) in
        [(Channel::Email, default_email_subject(), default_email_body()), (Channel::Sms, "", default_sms())]
    {
        let template = template::ActiveModel {
            campaign_id: Set(id),
            channel: Set(channel),
            subject: Set(subject.to_owned()),
            body: Set(body.to_owned()),
            created_at: Set(now),
            ..Default::default()
        };
        template::Entity::insert(template).exec_without_returning(transaction).await?;
    }
    Ok(CampaignId::from(id))
}

async fn people(transaction: &impl ConnectionTrait, app: &App, n: i64, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO patient (source, local_id, given_name, family_name, name_key, sex, status, content_hash, created_at, updated_at) \
               WITH RECURSIVE numbers(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < CAST(? AS BIGINT)) \
               SELECT 'sample', 'sample-' || n, 'Jo', 'Sample', 'sample jo', 'unknown', 'active', ?, ?, ? FROM numbers";
    let values: [Value; 4] = [n.into(), Vec::<u8>::new().into(), now.0.into(), now.0.into()];
    transaction.execute_raw(app.database.statement(sql, values)).await?;
    for (kind, context, value) in
        [(ContactKind::Phone, columns::PHONE, "+447700900123"), (ContactKind::Email, columns::EMAIL, "jo@example.org")]
    {
        let sealed = app.keys.seal(context, value.as_bytes(), &*app.random);
        let index = app.keys.blind_index(context, value).to_vec();
        let sql = "INSERT INTO contact_point (patient_id, kind, position, value_sealed, value_index) \
                   SELECT id, ?, 0, ?, ? FROM patient WHERE source = 'sample'";
        let values = [kind.to_value().into(), sealed.into(), index.into()];
        transaction.execute_raw(app.database.statement(sql, values)).await?;
    }
    Ok(())
}

/// Every patient, and a queued message by each channel.
async fn audience(
    transaction: &impl ConnectionTrait,
    app: &App,
    campaign: CampaignId,
    channels: &[Channel],
    now: Timestamp,
) -> Result<()> {
    let statement = |sql: &str, values: Vec<Value>| app.database.statement(sql, values);
    let sql = "INSERT INTO recipient (campaign_id, patient_id, link_version, created_at) \
               SELECT ?, id, 1, ? FROM patient WHERE source = 'sample' ORDER BY id";
    transaction.execute_raw(statement(sql, vec![campaign.get().into(), now.0.into()])).await?;
    for &channel in channels {
        let sql = "INSERT INTO message (campaign_id, recipient_id, wave, channel, state, attempts, epoch, available_at, created_at, updated_at) \
                   SELECT campaign_id, id, 0, ?, 'queued', 0, 0, 0, ?, ? FROM recipient WHERE campaign_id = ? ORDER BY id";
        let values = vec![channel.as_str().into(), now.0.into(), now.0.into(), campaign.get().into()];
        transaction.execute_raw(statement(sql, values)).await?;
    }
    Ok(())
}

async fn count_audience(
    transaction: &impl ConnectionTrait,
    id: CampaignId,
    channels: &[Channel],
    patients: i64,
) -> Result<()> {
    counts::add_recipients(transaction, id, Stage::Recipients, 0, patients).await?;
    for &channel in channels {
        counts::add_messages(transaction, id, 0, channel, MessageState::Queued, patients).await?;
    }
    Ok(())
}
